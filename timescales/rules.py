"""How a clock stands: pure. The moment is an argument, so that any day can be asked about."""

from datetime import date, datetime

from django.db import models

from timescales.working_days import Unit, local_date


class State(models.TextChoices):
    GREEN = "green", "In time"
    AMBER = "amber", "Due soon"
    RED = "red", "Overdue"
    STOPPED_IN_TIME = "stopped_in_time", "Done in time"
    STOPPED_LATE = "stopped_late", "Done late"
    LAPSED = "lapsed", "No longer needed"


def state(
    *, now: datetime, amber_at: datetime, due_at: datetime, stopped_at: datetime | None, lapsed: bool = False
) -> State:
    """Amber from the first warning on, red once the due date has passed. The last moment itself is in time."""
    if stopped_at is not None:
        if lapsed:
            return State.LAPSED
        return State.STOPPED_LATE if stopped_at > due_at else State.STOPPED_IN_TIME
    if now > due_at:
        return State.RED
    return State.AMBER if now >= amber_at else State.GREEN


def asks_for_reason(standing: State, *, explains_lateness: bool, reason: str) -> bool:
    """A late finish asks for a reason, once; what is only measured, or only waited for, never does."""
    return standing is State.STOPPED_LATE and explains_lateness and not reason


def may_explain(standing: State) -> bool:
    """A reason can be given for what is late, finished or not."""
    return standing in (State.RED, State.STOPPED_LATE)


def due_as_told(due_at: datetime, unit: str) -> date | datetime:
    """A day, or for a rule in hours the moment."""
    return due_at if unit == Unit.HOURS else local_date(due_at)
