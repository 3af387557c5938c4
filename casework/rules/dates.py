"""Dates that cannot be true, and the sentence for each."""

from datetime import date, datetime

from django.core.exceptions import ValidationError


def words(day: date) -> str:
    """7 May 2026"""
    return f"{day:%-d %B %Y}"


def check_not_future(field: str, what: str, day: date | datetime | None, today: date | datetime) -> None:
    """Raises ValidationError on the field for a day after today, or a moment after now."""
    if day is not None and day > today:
        raise ValidationError({field: f"{what} cannot be in the future. Today is {words(today)}."})


def check_order(field: str, later: date | None, earlier: date | None, sentence: str) -> None:
    """Raises ValidationError on the field when what comes later is dated before what comes earlier."""
    if later is not None and earlier is not None and later < earlier:
        raise ValidationError({field: sentence})
