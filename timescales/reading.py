"""Dates and moments as people and programs type them."""

from datetime import date, datetime

from timescales.working_days import LONDON


def day_or_moment(text: str) -> date | datetime:
    """2026-03-02, or 2026-03-02T14:30 with or without an offset. Raises ValueError with a sentence."""
    text = text.strip()
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-02") else moment(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date. Write 2026-03-02, or 2026-03-02T14:30 for a moment.") from error


def moment(text: str) -> datetime:
    """A moment; without an offset it is English time. Raises ValueError with a sentence."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"{text!r} is not a moment. Write it as 2026-03-02T14:30.") from error
    return value if value.tzinfo else value.replace(tzinfo=LONDON)
