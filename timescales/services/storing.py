"""A clock's row, from its fact and timing; and which of its fields follow from the record."""

from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

from timescales.facts import ClockFact
from timescales.models import Clock
from timescales.rulebook import Rule
from timescales.timing import Timing

# A difference in one of these between row and record is a fault. The explanation is wording, and may be reworded.
DERIVED = (
    "variant",
    "started_at",
    "due_at",
    "warn_worker_at",
    "warn_team_manager_at",
    "warn_service_manager_at",
    "stopped_at",
    "lapsed",
    "applies_on",
    "duration",
    "unit",
    "rule_holds_from",
    "local",
    "fixed_due_on",
)
STORED = (*DERIVED, "explanation")


def values(fact: ClockFact, timing: Timing) -> dict[str, Any]:
    """What the row must hold."""
    return {
        "variant": fact.variant,
        "started_at": timing.started_at,
        "due_at": timing.due_at,
        "warn_worker_at": timing.warnings.worker,
        "warn_team_manager_at": timing.warnings.team_manager,
        "warn_service_manager_at": timing.warnings.service_manager,
        "stopped_at": timing.stopped_at,
        "lapsed": fact.lapsed,
        "applies_on": timing.applies_on,
        "fixed_due_on": fact.due_on,
        "explanation": timing.explanation,
        **of_rule(timing.rule),
    }


def of_rule(rule: Rule) -> dict[str, Any]:
    """The rule as it is copied into the row."""
    return {
        "duration": rule.duration,
        "unit": rule.unit,
        "rule_holds_from": None if rule.holds_from.year == 1 else rule.holds_from,
        "local": rule.local,
    }


def fact_of(clock: Clock) -> ClockFact:
    """The fact that a row was made from, so that it can be worked out again without asking its source."""
    return ClockFact(
        rule_id=clock.rule_id,
        child_id=clock.child_id,
        subject_kind=clock.subject_kind,
        subject_id=clock.subject_id,
        started_at=clock.started_at,
        stopped_at=clock.stopped_at,
        variant=clock.variant,
        applies_from=clock.applies_on,
        due_on=clock.fixed_due_on,
        because=because_of(clock.explanation) if clock.fixed_due_on else "",
        lapsed=clock.lapsed,
    )


def because_of(explanation: str) -> str:
    """Why a day that the record names was named, out of what the clock says of itself."""
    return explanation.rsplit(": due ", 1)[0]


def differing(clock: Clock, wanted: dict[str, Any]) -> list[str]:
    """The fields in which a row is not what it must be."""
    return [name for name in STORED if getattr(clock, name) != wanted[name]]


def rewrite(clocks: list[Clock]) -> None:
    """Write all derived fields of many rows in a few statements: a new bank holiday touches thousands at once."""
    fields = [field for field in Clock._meta.concrete_fields if field.name in STORED]
    assignments = ", ".join(f"{field.column} = new.{field.column}" for field in fields)
    columns = ", ".join(str(field.column) for field in fields)
    types = ", ".join(f"%s::{field.db_type(connection)}" for field in fields)
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            f"UPDATE timescales_clock AS clock SET {assignments} FROM (VALUES %s) AS new (id, {columns}) "
            "WHERE clock.id = new.id",
            [(clock.pk, *(getattr(clock, field.attname) for field in fields)) for clock in clocks],
            template=f"(%s::bigint, {types})",
            page_size=1000,
        )
