"""Reading the dates and times that people type. Pure: today is an argument."""

import re
from datetime import date, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = ["january", "february", "march", "april", "may", "june", "july"]
MONTHS += ["august", "september", "october", "november", "december"]
PARTS = ("day", "month", "year")


class NotADateError(ValueError):
    """What was typed is no date: the rest of the sentence, and which of the boxes to mark."""

    def __init__(self, sentence: str, parts: tuple[str, ...] = PARTS):
        super().__init__(sentence)
        self.sentence = sentence
        self.parts = parts


def read_day(day: str, month: str, year: str) -> date | None:
    """The date typed in three boxes; None where all are empty. A month may be typed as its name."""
    typed = dict(zip(PARTS, (day.strip(), month.strip(), year.strip()), strict=True))
    missing = tuple(part for part, text in typed.items() if not text)
    if len(missing) == len(PARTS):
        return None
    if missing:
        raise NotADateError("must include " + " and ".join(f"a {part}" for part in missing), missing)
    number = _month_number(typed["month"])
    if number is None:
        raise NotADateError("must have a real month, like 5 or May", ("month",))
    if not re.fullmatch(r"\d{4}", typed["year"]):
        raise NotADateError("must have a year of 4 numbers, like 2026", ("year",))
    if not re.fullmatch(r"\d{1,2}", typed["day"]):
        raise NotADateError("must have a day in numbers, like 7", ("day",))
    try:
        found = date(int(typed["year"]), number, int(typed["day"]))
    except ValueError:
        raise NotADateError("must be a real date") from None
    if found.year < 1900:
        raise NotADateError("must be in 1900 or later", ("year",))
    return found


def _month_number(text: str) -> int | None:
    if re.fullmatch(r"\d{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else None
    low = text.lower()
    found = [n for n, name in enumerate(MONTHS, 1) if len(low) >= 3 and name.startswith(low)]
    if low == "sept":
        return 9
    return found[0] if found else None


def read_time(text: str) -> time | None:
    """A time as people write it: 14:05, 14.05, 1405, 2:05pm, 9am. None where nothing is typed."""
    low = text.strip().lower().replace(" ", "")
    if not low:
        return None
    found = re.fullmatch(r"(\d{1,2})[:.]?(\d{2})?(am|pm)?", low)
    if not found or not (found[2] or found[3]):
        raise NotADateError("must have a time on the 24-hour clock, like 14:05", ("time",))
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            raise NotADateError("must have a real time, like 14:05", ("time",))
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise NotADateError("must have a real time, like 14:05", ("time",))
    return time(hour, minute)
