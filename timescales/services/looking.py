"""The nightly look over all clocks at once: whose are not as the record gives them? It locks and writes nothing.

Two questions. Is there a clock for each fact of the record, with the fact's own end, and for nothing else? That is one
comparison in the database. And does what each clock stores of dates and rule follow from its own start? Clocks share
their starts, so what they store is read once for each that differs, and each is worked out again as a refresh does it.

Everything is seen as of one moment, so that somebody who writes meanwhile makes no difference. Whoever is found here
is worked out again under a lock, and only that tells what was wrong and puts it right.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from psycopg2.extras import execute_values

from timescales.council import Council
from timescales.facts import ClockFact
from timescales.services.given import FACTS_GIVEN, all_queries, collect_given
from timescales.services.storing import FROM_START, because_of, from_start
from timescales.sources import registered_sources
from timescales.timing import timing_of

# What a sort or a hash of the database may hold in memory.
WORK_MEM = "64MB"
PAGE = 5000

_UNLIKE_THE_RECORD = """
    WITH fact AS ({facts})
    SELECT DISTINCT coalesce(clock.child_id, fact.child_id)
    FROM fact FULL JOIN (SELECT * FROM timescales_clock WHERE {whose}) AS clock
        ON clock.child_id = fact.child_id AND clock.rule_id = fact.rule_id AND clock.subject_kind = fact.subject_kind
        AND clock.subject_id = fact.subject_id AND clock.started_at = fact.started_at
    WHERE clock.id IS NULL OR fact.subject_id IS NULL
        OR (clock.variant, clock.stopped_at, clock.lapsed, clock.applies_on, clock.fixed_due_on) IS DISTINCT FROM
            (fact.variant, fact.stopped_at, fact.lapsed,
             coalesce(fact.applies_from, (fact.started_at AT TIME ZONE 'Europe/London')::date), fact.due_on)
        OR fact.due_on IS NOT NULL AND NOT starts_with(clock.explanation, fact.because || ': due ')
"""
# The moment of the start says more than its day only where warnings do not come with a morning, or hours count.
_STARTS = """
    SELECT DISTINCT rule_id, variant, applies_on, fixed_due_on, {ended}, (started_at AT TIME ZONE 'Europe/London')::date,
        CASE WHEN unit = 'hours' OR (warn_service_manager_at AT TIME ZONE 'Europe/London')::time <> '00:00'
             THEN started_at END,
        {derived}
    FROM timescales_clock
"""
_SHARING = """
    SELECT DISTINCT clock.child_id FROM timescales_clock AS clock JOIN (VALUES %s) AS wrong (rule_id, variant, due_at)
    ON clock.rule_id = wrong.rule_id AND clock.variant = wrong.variant AND clock.due_at = wrong.due_at
"""


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is as it was when the first question was asked."""
    with transaction.atomic():
        within_another = bool(connection.savepoint_ids)  # as in a test: its own view has to do
        with connection.cursor() as cursor:
            if not within_another:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"SET LOCAL work_mem = '{WORK_MEM}'")
            cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
            cursor.execute(FACTS_GIVEN)
            if not within_another:
                cursor.execute("SET TRANSACTION READ ONLY")
        yield


def to_work_out(council: Council) -> set[int]:
    """The children of whom some clock is missing, is too many, or differs in anything that is stored."""
    return _unlike_the_record() | _unlike_their_start(council)


def _unlike_the_record() -> set[int]:
    in_python = [source for source in registered_sources() if source.queries is None]
    kinds = [source.subject_kind for source in in_python]
    facts, params = all_queries()
    found = _ids(_UNLIKE_THE_RECORD.format(facts=facts, whose="subject_kind <> ALL(%s)"), [*params, kinds])
    if in_python:
        collect_given(in_python)
        given = "SELECT * FROM clock_fact_given"
        found |= _ids(_UNLIKE_THE_RECORD.format(facts=given, whose="subject_kind = ANY(%s)"), [kinds])
    return found


def _unlike_their_start(council: Council) -> set[int]:
    turns = council.turns()
    ended = "width_bucket(stopped_at, %s)" if turns else "NULL::int"
    statement = _STARTS.format(ended=ended, derived=", ".join(FROM_START))
    suspects: set[int] = set()
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, [turns] if turns else [])
        while rows := cursor.fetchmany(PAGE):
            wrong = {(row[0], row[1], row[7]) for row in rows if not _follows(row, turns, council)}
            suspects |= _sharing(wrong)
    return suspects


def _follows(row: tuple[Any, ...], turns: list[datetime], council: Council) -> bool:
    """Whether what is stored follows from the start that it is stored with."""
    rule_id, variant, applies_on, due_on, turn, day, moment, *stored = row
    stopped_at = None if turn is None else _within(turn, turns)
    because = because_of(stored[-1]) if due_on else ""
    fact = ClockFact(rule_id, 0, "", 0, moment or day, stopped_at, variant, applies_on, due_on, because)
    return from_start(timing_of(fact, council)) == tuple(stored)


def _within(turn: int, turns: list[datetime]) -> datetime | date:
    """A moment that stands for all between two turns."""
    return turns[turn - 1] if turn else date(1950, 1, 1)


def _sharing(wrong: set[tuple[Any, ...]]) -> set[int]:
    """The children with a clock of that rule and due date: a few more than need be, and none too few."""
    if not wrong:
        return set()
    with connection.cursor() as cursor:
        rows = execute_values(cursor.cursor, _SHARING, sorted(wrong), page_size=PAGE, fetch=True)
    return {child_id for (child_id,) in rows}


def _ids(statement: str, params: list[Any]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return {child_id for (child_id,) in cursor.fetchall()}
