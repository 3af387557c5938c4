"""Counting time as the law counts it. Pure: dates in, dates out, no database and no today.

Day 0 is the day of the trigger. In working days, day 1 is the next working day; so a trigger on a Saturday
and one on the Friday before it fall due together. Hours are elapsed time, so a change of the clocks moves
nothing. A month ends on the same day number, or on the last day of a month that has no such day.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from timescales import wording

LONDON = ZoneInfo("Europe/London")
FIRST_DAY = date(1950, 1, 1)
LAST_DAY = date(2099, 12, 31)
_SATURDAY = 5


class Unit(StrEnum):
    """What a rule counts. The last three need a calendar of terms, or an event: they give no date by themselves."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    SCHOOL_DAYS = "school_days"
    SCHOOL_TERM = "school_term"
    EVENT = "event"


COUNTABLE = frozenset({Unit.HOURS, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS})


class FreeDay(NamedTuple):
    """A weekday on which nobody is held to work: a bank holiday, or a day when the council is closed."""

    day: date
    name: str
    by_council: bool = False


class WorkingCalendar:
    """Which days count. Built once and asked hundreds of thousands of times: every answer is a binary search."""

    def __init__(self, free_days: Mapping[date, FreeDay]) -> None:
        self._free = sorted(
            free for day, free in free_days.items() if FIRST_DAY <= day <= LAST_DAY and day.weekday() < _SATURDAY
        )
        self._free_days = [free.day for free in self._free]
        free_ordinals = {day.toordinal() for day in self._free_days}
        # Ordinal 1 was a Monday.
        self._working = [
            ordinal
            for ordinal in range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1)
            if (ordinal - 1) % 7 < _SATURDAY and ordinal not in free_ordinals
        ]

    def is_working(self, day: date) -> bool:
        position = bisect_left(self._working, day.toordinal())
        return position < len(self._working) and self._working[position] == day.toordinal()

    def add(self, start: date, days: int) -> date:
        """The working day that is `days` after `start` (before it, where negative); 0 is `start` itself."""
        if days == 0:
            return start
        _refuse_outside(start)
        if days > 0:
            position = bisect_right(self._working, start.toordinal()) + days - 1
        else:
            position = bisect_left(self._working, start.toordinal()) + days
        if not 0 <= position < len(self._working):
            raise ValueError(f"Bank holidays are known from {FIRST_DAY.year} to {LAST_DAY.year} only.")
        return date.fromordinal(self._working[position])

    def count(self, start: date, end: date) -> int:
        """Working days after `start`, up to and with `end`; 0 where `end` is not later."""
        counted = bisect_right(self._working, end.toordinal()) - bisect_right(self._working, start.toordinal())
        return max(counted, 0)

    def skipped(self, start: date, end: date) -> tuple[FreeDay, ...]:
        """Weekdays between two dates that were not counted, the dates themselves left out."""
        first, last = min(start, end), max(start, end)
        return tuple(self._free[bisect_right(self._free_days, first) : bisect_left(self._free_days, last)])


@dataclass(frozen=True)
class Due:
    """When something is due, and why."""

    start: date | datetime
    due: date | datetime
    amount: int
    unit: Unit
    backwards: bool
    skipped: tuple[FreeDay, ...] = ()

    @property
    def due_at(self) -> datetime:
        """The last moment at which it is in time: for a date, the end of that day in England."""
        return self.due if isinstance(self.due, datetime) else end_of_day(self.due)

    @property
    def due_on(self) -> date:
        return local_date(self.due)

    @property
    def counted(self) -> str:
        """What was counted: 45 working days."""
        return wording.amount(self.amount, self.unit)

    @cached_property
    def sentence(self) -> str:
        """45 working days from 2 March 2026; 3 and 6 April and 4 May are bank holidays: due 7 May 2026"""
        side = "before" if self.backwards else "from"
        parts = [f"{self.counted} {side} {wording.day_or_moment(self.start)}"]
        parts += wording.free_days(self.skipped, year=local_date(self.start).year)
        if isinstance(self.start, datetime) and isinstance(self.due, datetime):
            if self.start.astimezone(LONDON).utcoffset() != self.due.astimezone(LONDON).utcoffset():
                parts.append("the clocks change in between, and hours count as they pass")
        elif self.unit in (Unit.MONTHS, Unit.YEARS) and self.due_on.day != local_date(self.start).day:
            parts.append(f"{wording.month(self.due_on)} has no day {local_date(self.start).day}")
        return f"{'; '.join(parts)}: due {wording.day_or_moment(self.due)}"


def count_from(
    start: date | datetime, amount: int, unit: str, calendar: WorkingCalendar, *, backwards: bool = False
) -> Due:
    """When `amount` of `unit` from `start` is over. `backwards` counts towards the past: the day before a conference.

    A moment given for a rule that counts days is taken as its date in England; a date given for a rule that
    counts hours is taken as the first moment of that day. Raises ValueError for a unit that gives no date.
    """
    unit = Unit(unit)
    sign = -1 if backwards else 1
    if unit is Unit.HOURS:
        moment = start_of(start)
        return Due(moment, add_hours(moment, sign * amount), amount, unit, backwards)
    day = local_date(start)
    _refuse_outside(day)
    if unit is Unit.WORKING_DAYS:
        due = calendar.add(day, sign * amount)
        return Due(day, due, amount, unit, backwards, calendar.skipped(day, due))
    if unit not in COUNTABLE:
        raise ValueError(f"{unit.replace('_', ' ')} cannot be counted from a date alone.")
    return Due(day, _add_plain(day, sign * amount, unit), amount, unit, backwards)


def _add_plain(day: date, amount: int, unit: Unit) -> date:
    """Days, weeks, months and years as they stand on any wall calendar."""
    if unit is Unit.CALENDAR_DAYS:
        return day + timedelta(days=amount)
    if unit is Unit.WEEKS:
        return day + timedelta(weeks=amount)
    return add_months(day, amount * (12 if unit is Unit.YEARS else 1))


def add_months(day: date, months: int) -> date:
    """Same day number, else the last day of the month: 30 November and 3 months make 28 February."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_hours(moment: datetime, hours: int) -> datetime:
    """Elapsed hours, told in English time: 72 hours over the end of summer time end an hour earlier on the wall."""
    return (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(LONDON)


def local_date(value: date | datetime) -> date:
    """The day it is, or was, in England."""
    return value.astimezone(LONDON).date() if isinstance(value, datetime) else value


def start_of(value: date | datetime) -> datetime:
    """A moment as it is; a date as its first moment in England."""
    return value if isinstance(value, datetime) else datetime.combine(value, time.min, LONDON)


def end_of_day(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), LONDON)


def _refuse_outside(day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"Dates between {FIRST_DAY.year} and {LAST_DAY.year} can be counted, not {day.year}.")
