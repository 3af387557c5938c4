"""Facts as one query: a source that the database answers by itself, for a few children or for everybody at once.

A refresh asks for one family's facts, the nightly check for all; both ask this same query.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.expressions import BaseExpression, Combinable, ExpressionWrapper
from django.db.models.fields import BooleanField, Field

from timescales.facts import ClockFact

# None is everybody.
Children = Collection[int] | None
Column = str | Combinable
# What each query answers, in this order, as `ClockFact` has it.
COLUMNS = {
    "rule_id": "text",
    "child_id": "bigint",
    "subject_id": "bigint",
    "started_at": "timestamptz",
    "stopped_at": "timestamptz",
    "variant": "text",
    "applies_from": "date",
    "due_on": "date",
    "because": "text",
    "lapsed": "boolean",
}


class FactQuery(NamedTuple):
    """SQL that answers COLUMNS, with its parameters."""

    sql: str
    params: tuple[Any, ...]

    def facts(self, subject_kind: str) -> Iterator[ClockFact]:
        """Ask it: one query."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            rows = cursor.fetchall()
        for rule_id, child_id, subject_id, *rest in rows:
            yield ClockFact(rule_id, child_id, subject_kind, subject_id, *rest)


def in_one(queries: Iterable[FactQuery]) -> FactQuery:
    """What several answer, as one query."""
    asked = list(queries)
    sql = " UNION ALL ".join(f"SELECT * FROM ({query.sql}) AS fact" for query in asked)
    return FactQuery(sql, tuple(param for query in asked for param in query.params))


def among(children: Children, field: str = "child_id") -> Q:
    """The condition that a row is about one of these children."""
    return Q() if children is None else Q((f"{field}__in", children))


def facts_of(
    rows: QuerySet[Any],
    rule_id: str,
    *,
    started_at: Column,
    stopped_at: Column | None = None,
    child_id: Column = "child_id",
    subject_id: Column = "pk",
    variant: Combinable | str = "",
    applies_from: Column | None = None,
    due_on: Column | None = None,
    because: str = "",
    lapsed: Q | bool = False,
) -> FactQuery:
    """One fact a row. A column is the name of a field or an expression; a day is taken as its first moment in England.

    `rule_id`, `because` and a plain `variant` are the same for all. Where a day is named (`due_on`) `because` says why.
    """
    if due_on is not None and not because:
        raise ValueError(f"{rule_id} is due on a day that the record names: say why.")
    named = {
        "child_id": child_id,
        "subject_id": subject_id,
        "started_at": started_at,
        "stopped_at": stopped_at,
        "applies_from": applies_from,
        "due_on": due_on,
    }
    given = {name: _expression(column) for name, column in named.items() if column is not None}
    given["variant"] = Value(variant, CharField()) if isinstance(variant, str) else variant
    given["lapsed"] = ExpressionWrapper(lapsed if isinstance(lapsed, Q) else Value(lapsed), BooleanField())
    asked = rows.order_by().values(**{f"fact_{name}": expression for name, expression in given.items()})
    sql, params = asked.query.sql_with_params()
    constants = {"rule_id": rule_id, "because": because}
    columns = [
        f"%s::{kind}" if name in constants else _as(name, kind, asked.query.annotations.get(f"fact_{name}"))
        for name, kind in COLUMNS.items()
    ]
    return FactQuery(f"SELECT {', '.join(columns)} FROM ({sql}) AS given", (*constants.values(), *params))


def cycle_facts(
    rule_id: str,
    runs: QuerySet[Any],
    marks: QuerySet[Any],
    *,
    run_key: str,
    mark_key: str,
    at: str,
    subject_id: str = "pk",
) -> FactQuery:
    """A clock that starts again each time: a fact from the start of each run to its first mark, and from mark to mark.

    `runs` are rows with `child_id`, `started_on` and `ended_on`; `marks` belong to the run whose `run_key` their
    `mark_key` names, each at the moment, or on the day, `at`. What lies before the start, or after the last day,
    counts for nothing. With the end of the last day the last one lapses.
    """
    named = {"subject_id": subject_id, "child_id": "child_id", "key": run_key}
    run, run_params = _rows(runs, **named, started="started_on", ended="ended_on")
    mark, mark_params = _rows(marks, key=mark_key, at=at)
    moment = _first_moment("mark.at") if _is_day(marks.model._meta.get_field(at)) else "mark.at"
    sql = _CYCLE.format(
        run=run,
        mark=mark,
        moment=moment,
        started=_first_moment("started"),
        ended=_first_moment("ended + 1"),
    )
    return FactQuery(sql, (*run_params, *mark_params, rule_id))


# In the order of COLUMNS. A run that was ended before it began has no length.
_CYCLE = """
    WITH run AS NOT MATERIALIZED (
        SELECT subject_id, child_id, key, {started} AS started, {ended} AS ended FROM ({run}) AS run
    ), began AS (
        SELECT subject_id, child_id, ended, started AS at FROM run
        UNION
        SELECT subject_id, child_id, ended, {moment} FROM ({mark}) AS mark JOIN run ON run.key = mark.key
        WHERE {moment} > started AND ({moment} <= ended OR ended IS NULL)
    ), followed AS (
        SELECT *, lead(at) OVER (PARTITION BY subject_id ORDER BY at) AS following FROM began
    )
    SELECT %s::text, child_id, subject_id, at,
        coalesce(following, CASE WHEN ended IS NOT NULL THEN greatest(ended, at) END),
        ''::text, NULL::date, NULL::date, ''::text, following IS NULL AND ended IS NOT NULL
    FROM followed
"""


def _rows(rows: QuerySet[Any], **columns: str) -> tuple[str, tuple[Any, ...]]:
    asked = rows.order_by().values(**{f"fact_{name}": F(column) for name, column in columns.items()})
    sql, params = asked.query.sql_with_params()
    names = ", ".join(f'fact_{name} AS "{name}"' for name in columns)
    return f"SELECT {names} FROM ({sql}) AS given", params


def _expression(column: Column) -> Any:
    return F(column) if isinstance(column, str) else column


def _as(name: str, kind: str, annotation: BaseExpression | None) -> str:
    if annotation is None:
        return f"NULL::{kind}"
    if kind == "timestamptz" and _is_day(annotation.output_field):
        return _first_moment(f"fact_{name}")
    return f"fact_{name}::{kind}"


def _is_day(field: Field) -> bool:
    return field.get_internal_type() == "DateField"


def _first_moment(day: str) -> str:
    """As `working_days.start_of` takes a day."""
    return f"(({day})::timestamp AT TIME ZONE 'Europe/London')"
