"""A clock in words for a page: when, how long, and why that day."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from audit import as_known
from casework.rules.dates import words
from timescales.models import Clock
from timescales.rules import State

COLOURS = {
    State.AMBER: "amber",
    State.RED: "red",
    State.STOPPED_IN_TIME: "done",
    State.STOPPED_LATE: "red",
}


@dataclass(frozen=True)
class DueWords:
    """What a page says of one date."""

    text: str
    why: str
    colour: str
    late_reason: str = ""


def due_words(clock: Clock | None, done: str = "Done", today: date | None = None) -> DueWords | None:
    """`done` is what ended it: "Authorised"."""
    if clock is None:
        return None
    today = today or as_known.today()
    state = clock.state()
    if clock.is_open:
        text = f"Due {clock.due_on:%A} {words(clock.due_on)}: {_left(clock.days_left(today))}"
    elif clock.lapsed:
        text = "No longer needed"
    else:
        stopped = timezone.localdate(clock.stopped_at)
        text = f"{done} on {words(stopped)}, {_beside((clock.due_on - stopped).days)}"
    return DueWords(text, clock.explanation, COLOURS.get(state, ""), clock.late_reason)


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _left(days: int) -> str:
    if days == 0:
        return "today"
    return f"{_days(days)} left" if days > 0 else f"{_days(-days)} late"


def _beside(days: int) -> str:
    if days == 0:
        return "on the day it was due"
    return f"{_days(days)} before it was due" if days > 0 else f"{_days(-days)} after it was due"
