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
from typing import Any, NamedTuple

from django.db import connection, transaction
from psycopg2.extras import execute_values

from timescales.council import BEFORE_ALL, Council
from timescales.facts import ClockFact
from timescales.services.given import FACTS_GIVEN, all_queries, collect_given
from timescales.services.storing import because_of, of_rule
from timescales.sources import registered_sources
from timescales.stages import warning_shares_in_sql
from timescales.timing import dates_for

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
_WARNINGS = "warn_worker_at, warn_team_manager_at, warn_service_manager_at"
# What clocks store, once for all that start on one day. Where warnings stand at their shares of the time from the very
# moment, that is all that needs to be known of them; only for hours the moment itself gives the due date.
_STARTS = f"""
    SELECT DISTINCT rule_id, variant, applies_on, fixed_due_on, {{ended}},
        CASE WHEN unit = 'hours' THEN started_at END, (started_at AT TIME ZONE 'Europe/London')::date,
        explanation, due_at, duration, unit, rule_holds_from, local,
        CASE WHEN ({_WARNINGS}) <> {warning_shares_in_sql("started_at", "due_at")} THEN ARRAY[{_WARNINGS}] END
    FROM timescales_clock
"""
_SHARING = """
    SELECT DISTINCT clock.child_id FROM timescales_clock AS clock JOIN (VALUES %s) AS wrong (rule_id, variant, due_at)
    ON clock.rule_id = wrong.rule_id AND clock.variant = wrong.variant AND clock.due_at = wrong.due_at
"""


class Start(NamedTuple):
    """A row of _STARTS."""

    rule_id: str
    variant: str
    applies_on: date
    due_on: date | None
    # Which of the council's turns came last before it stopped; None while it is open, or where there are none.
    turn: int | None
    moment: datetime | None
    day: date
    explanation: str
    due_at: datetime
    duration: int | None
    unit: str
    holds_from: date | None
    local: bool
    # For worker, team manager and service manager; None where all three stand at their shares.
    warnings: list[datetime] | None


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
    turns = council.turns
    statement = _STARTS.format(ended="width_bucket(stopped_at, %s)" if turns else "NULL::int")
    suspects: set[int] = set()
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, [turns] if turns else [])
        while rows := cursor.fetchmany(PAGE):
            suspects |= _sharing([start for start in map(Start._make, rows) if not _follows(start, council)])
    return suspects


def _follows(start: Start, council: Council) -> bool:
    """Whether what is stored follows from the start that it is stored with."""
    dates = dates_for(_fact_of(start, council), council)
    mornings = list(dates.mornings) if dates.mornings else None
    return (
        start.due_at == dates.due_at
        and start.warnings == mornings
        and start.explanation == dates.explanation
        and of_rule(dates.rule)
        == {
            "duration": start.duration,
            "unit": start.unit,
            "rule_holds_from": start.holds_from,
            "local": start.local,
        }
    )


def _fact_of(start: Start, council: Council) -> ClockFact:
    return ClockFact(
        rule_id=start.rule_id,
        child_id=0,
        subject_kind="",
        subject_id=0,
        started_at=start.moment or start.day,
        stopped_at=None if start.turn is None else [BEFORE_ALL, *council.turns][start.turn],
        variant=start.variant,
        applies_from=start.applies_on,
        due_on=start.due_on,
        because=because_of(start.explanation) if start.due_on else "",
    )


def _sharing(wrong: list[Start]) -> set[int]:
    """The children with a clock of that rule and due date: a few more than need be, and none too few."""
    if not wrong:
        return set()
    with connection.cursor() as cursor:
        keys = {(start.rule_id, start.variant, start.due_at) for start in wrong}
        rows = execute_values(cursor.cursor, _SHARING, sorted(keys), page_size=PAGE, fetch=True)
    return {child_id for (child_id,) in rows}


def _ids(statement: str, params: list[Any]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        # A fact about nobody, such as a check on a contact without children, begins no clock.
        return {child_id for (child_id,) in cursor.fetchall() if child_id is not None}
