"""How soon a date is, in words and in order. Pure: the moment is an argument."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from ui.dates import LONDON

SOON = timedelta(days=7)


class Band(StrEnum):
    """The parts of a list of what is due, in the order in which they stand."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


class When(NamedTuple):
    """A date as a list shows it: how far away in a few words, then the day itself."""

    band: Band
    distance: str
    day: str


def when(due_at: datetime, now: datetime, *, to_the_minute: bool = False) -> When:
    """How a due moment stands to now.

    A day is late once it has passed; where the time of day counts (`to_the_minute`) it is late a minute after.
    """
    due, here = due_at.astimezone(LONDON), now.astimezone(LONDON)
    days = (due.date() - here.date()).days
    late = due_at < now if to_the_minute else days < 0
    distance = _distance(due_at - now, days, late)
    if to_the_minute and not late:
        distance = f"{distance} at {due:%H:%M}"
    day = f"{due:%A} {day_words(due.date())}"
    return When(_band(days, late), distance, f"{day}, {due:%H:%M}" if to_the_minute and late else day)


def _band(days: int, late: bool) -> Band:
    if late:
        return Band.LATE
    if days == 0:
        return Band.TODAY
    return Band.SOON if timedelta(days=days) <= SOON else Band.LATER


def _distance(left: timedelta, days: int, late: bool) -> str:
    if late:
        return f"{_amount(-days, 'day') if days else _hours(-left)} late"
    if days == 0:
        return "Today"
    return "Tomorrow" if days == 1 else f"In {_amount(days, 'day')}"


def _hours(passed: timedelta) -> str:
    minutes = max(int(passed.total_seconds() // 60), 1)
    return _amount(minutes, "minute") if minutes < 60 else _amount(minutes // 60, "hour")


def _amount(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def day_words(value: date) -> str:
    """7 May 2026"""
    return f"{value.day} {value:%B %Y}"
