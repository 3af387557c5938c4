"""Who is warned when: pure, from a clock's start and due date.

Amber reaches the worker, then the team manager, then the service manager, each earlier than the due date where
the time allows it; red, once the due date has passed, reaches all three.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.db import models

from timescales.rulebook import Rule
from timescales.working_days import LONDON, Due, Unit, WorkingCalendar, local_date, start_of


class Stage(models.TextChoices):
    """What a warning says, in the order in which warnings come."""

    WORKER = "worker", "Worker warned"
    TEAM_MANAGER = "team_manager", "Team manager warned"
    SERVICE_MANAGER = "service_manager", "Service manager warned"
    OVERDUE = "overdue", "Overdue"


class Warnings(NamedTuple):
    """From which moment each stage has come. Red comes when the due date has passed."""

    worker: datetime
    team_manager: datetime
    service_manager: datetime


LONG = 40  # working days: two months, an assessment or more
MIDDLE = 10  # working days: two weeks, a conference or a first core group
SHARES = (0.5, 0.75, 0.9)


def working_days_before(rule: Rule, length: int) -> tuple[int, ...] | None:
    """How many working days before the due date each is warned; None where a share of the time serves better.

    The rule's own numbers where it has them. Otherwise by length: 10, 5 and 2 from two months on (an assessment
    of 45 working days); 5, 3 and 1 from two weeks on (a conference of 15); below that, and for hours, half, three
    quarters and nine tenths of the time. A rule that counts back from an event has 5, 3 and 1.
    """
    if rule.unit == Unit.HOURS:
        return None
    if rule.backwards:
        return rule.warn or (5, 3, 1)
    if rule.warn and length > rule.warn[0]:
        return rule.warn
    if length >= LONG:
        return (10, 5, 2)
    return (5, 3, 1) if length >= MIDDLE else None


def warning_moments(rule: Rule, started_at: date | datetime, due: Due, calendar: WorkingCalendar) -> Warnings:
    """From which moments worker, team manager and service manager are warned: never later than the due date."""
    return warning_mornings(rule, local_date(started_at), due, calendar) or warning_shares(started_at, due.due_at)


def warning_mornings(rule: Rule, started_on: date, due: Due, calendar: WorkingCalendar) -> Warnings | None:
    """A warning counted in working days comes with the first moment of that day; None where a share serves better."""
    days = working_days_before(rule, calendar.count(started_on, due.due_on))
    return None if days is None else Warnings(*(_morning(calendar.add(due.due_on, -before)) for before in days))


def warning_shares(started_at: date | datetime, due_at: datetime) -> Warnings:
    """Half, three quarters and nine tenths of the time from the moment of the start."""
    start = start_of(started_at).astimezone(UTC)
    length = (due_at - start).total_seconds()
    return Warnings(*[start + timedelta(seconds=round(length * share)) for share in SHARES])


def warning_shares_in_sql(started_at: str, due_at: str) -> str:
    """The same three moments as a row of SQL, from two columns: compared over all clocks at once."""
    length = f"extract(epoch FROM {due_at} - {started_at})::float8"
    moments = [f"{started_at} + make_interval(secs => round({length} * {share}))" for share in SHARES]
    return f"({', '.join(moments)})"


def _morning(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)
