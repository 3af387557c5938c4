"""All facts of the record, laid before the database: those that it gives itself, and those worked out in Python."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Person
from timescales.fact_queries import COLUMNS, in_one
from timescales.facts import ClockFact
from timescales.models import Clock
from timescales.rulebook import rulebook
from timescales.sources import Registered, registered_sources
from timescales.working_days import local_date, start_of

_NAMES = ", ".join(COLUMNS)
# Only the facts that Python gives are kept anywhere meanwhile, and go with the transaction.
FACTS_GIVEN = f"""
    DROP TABLE IF EXISTS pg_temp.clock_fact_given;
    CREATE TEMP TABLE clock_fact_given (
        subject_kind text, {", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())}
    ) ON COMMIT DROP
"""
_COPY = f"COPY pg_temp.clock_fact_given (subject_kind, {_NAMES}) FROM STDIN WITH (FORMAT csv, NULL '\\N')"
# So many children are asked about at a time: what a source in Python holds in memory.
LOOK = 5000


def whoever_has_clocks() -> QuerySet[Person]:
    """Children, and whoever else still has a clock: a record merged into another has none any more."""
    has_clocks = Exists(Clock.objects.filter(child=OuterRef("pk")))
    return Person.with_merged.filter(Q(is_child=True, merged_into__isnull=True) | has_clocks)


def all_queries() -> tuple[str, list[Any]]:
    """One piece of SQL for the facts of everybody that the database gives by itself, and its parameters."""
    arms = [f"SELECT ''::text, {', '.join(f'NULL::{kind}' for kind in COLUMNS.values())} WHERE false"]
    params: list[Any] = []
    for registered in registered_sources():
        if registered.queries:
            query = in_one(registered.queries(None))
            arms.append(f"SELECT %s::text, * FROM ({query.sql}) AS fact")
            params += [registered.subject_kind, *query.params]
    columns = ", ".join(["subject_kind", _NAMES])
    return f"SELECT * FROM ({' UNION ALL '.join(arms)}) AS fact ({columns})", params


def collect_given(sources: Iterable[Registered]) -> None:
    """Ask the sources that are written in Python, and hand what they say to the database."""
    everybody: list[int] | None = None
    with connection.cursor() as cursor:
        for source in sources:
            if source.whose is None:
                everybody = everybody or sorted(whoever_has_clocks().values_list("pk", flat=True).iterator())
                concerned = everybody
            else:
                standing = Clock.objects.filter(subject_kind=source.subject_kind)
                concerned = sorted({*source.whose(), *standing.values_list("child_id", flat=True)})
            for start in range(0, len(concerned), LOOK):
                _copy(cursor, source, set(concerned[start : start + LOOK]))
        cursor.execute("ANALYZE pg_temp.clock_fact_given")


def _copy(cursor: Any, source: Registered, child_ids: set[int]) -> None:
    lines = StringIO()
    facts = (fact for fact in source.facts(child_ids) if fact.child_id in child_ids)
    csv.writer(lines).writerows(_lines(facts))
    lines.seek(0)
    cursor.copy_expert(_COPY, lines)


def _lines(facts: Iterable[ClockFact]) -> Iterator[list[Any]]:
    for fact in facts:
        named = {
            "started_at": start_of(fact.started_at),
            "stopped_at": start_of(fact.stopped_at) if fact.stopped_at else None,
            # As timing gives it, where the record gives no words.
            "because": fact.because or (_title(fact) if fact.due_on else ""),
        }
        row = [named[name] if name in named else getattr(fact, name) for name in COLUMNS]
        yield [fact.subject_kind, *(r"\N" if value is None else value for value in row)]


def _title(fact: ClockFact) -> str:
    return rulebook().find(fact.rule_id, fact.variant, fact.applies_from or local_date(fact.started_at)).title
