"""Dates, amounts and free days as they stand in a sentence."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from timescales.working_days import FreeDay

# Fixed, whatever the locale of the machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNITS = {"school_term": "school term"}


def day(value: date) -> str:
    """7 May 2026"""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    return f"{_MONTHS[value.month - 1]} {value.year}"


def day_or_moment(value: date | datetime) -> str:
    """7 May 2026, or 7 May 2026, 14:30"""
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo("Europe/London"))
        return f"{day(local.date())}, {local:%H:%M}"
    return day(value)


def amount(number: int, unit: str) -> str:
    """45 working days; 1 week"""
    words = _UNITS.get(unit, unit.replace("_", " "))
    return f"{number} {words.removesuffix('s') if number == 1 else words}"


def join(words: Sequence[str]) -> str:
    """3, 4 and 6 April"""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def dates(values: Iterable[date], *, year: int) -> str:
    """3 and 6 April and 4 May; the year is named where it is another one than `year`."""
    months = []
    for (in_year, in_month), days in groupby(values, key=lambda value: (value.year, value.month)):
        numbers = join([str(value.day) for value in days])
        months.append(f"{numbers} {_MONTHS[in_month - 1]}{'' if in_year == year else f' {in_year}'}")
    return join(months)


def free_days(skipped: Iterable["FreeDay"], *, year: int) -> list[str]:
    """What a count left out: bank holidays first, then the council's own days."""
    skipped = list(skipped)
    holidays = [free.day for free in skipped if not free.by_council]
    council = [free.day for free in skipped if free.by_council]
    sentences = []
    if holidays:
        are = "are bank holidays" if len(holidays) > 1 else "is a bank holiday"
        sentences.append(f"{dates(holidays, year=year)} {are}")
    if council:
        sentences.append(f"the council is closed on {dates(council, year=year)}")
    return sentences
