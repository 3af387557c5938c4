"""Reads what somebody typed into the one search box. Pure: today is an argument."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from people.rules.addresses import STREET_WORDS, canonical_line
from people.rules.likeness import Asked, AskedName
from people.rules.numbers import read_nhs_number, read_phone, read_postcode, read_upn
from people.rules.spelling import fold

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTH = "(" + "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "may" else "may" for name in MONTHS) + "|sept)"
UPN = re.compile(r"\b[A-Za-z]\d{11}[0-9A-Za-z]\b")
NHS_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
PHONE = re.compile(r"(?:\+|(?<!\d)\(?0)[\d ()-]{8,}\d")
POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b")
RECORD = re.compile(r"#\s?(\d{1,18})|^(\d{1,9})$")
DAY = re.compile(r"(?<!\d)(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})(?!\d)")
PACKED_DAY = re.compile(r"(?<!\d)(\d{2})(\d{2})((?:19|20)\d{2})(?!\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
WRITTEN_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {MONTH}\.?,? (\d{{4}})", re.IGNORECASE)
WRITTEN_MONTH = re.compile(rf"\b{MONTH} ((?:19|20)\d{{2}})\b", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
STREETS = {word.lower() for word in STREET_WORDS.values()} | {"way", "walk", "hill", "park", "row", "mews"}


class Span(NamedTuple):
    """Born from the first day to the last, and how to say it."""

    first: date
    last: date
    said: str


@dataclass
class Meant:
    """What the text may mean: each reading is looked for by itself."""

    readings: list[Asked] = field(default_factory=list)
    born: Span | None = None
    record_id: int | None = None


def read_text(text: str, today: date) -> Meant:
    """The readings of the text, which may hold several things at once."""
    rest = " ".join(text.split())[:200]
    record = RECORD.search(rest)
    record_id = int(record[1] or record[2]) if record else None
    if record and record[1]:
        rest = rest.replace(record[0], " ")
    rest, upn = _take(rest, UPN, read_upn)
    rest, nhs_number = _take(rest, NHS_NUMBER, read_nhs_number)
    rest, phone = _take(rest, PHONE, read_phone)
    rest, day = _take_day(rest, today)
    rest, born = (rest, None) if day else _take_span(rest, record_id is not None)
    rest, postcode = _take(rest, POSTCODE, read_postcode)
    base = Asked(date_of_birth=day, nhs_number=nhs_number, upn=upn, phone=phone, postcode=postcode)
    words = fold(rest)
    readings = _readings(base, rest, words) if words and words != str(record_id) else [base]
    return Meant([one for one in readings if one != Asked()], born, record_id)


def _readings(base: Asked, rest: str, words: str) -> list[Asked]:
    """What is left over is an address or a name; "Mary Street" may be either."""
    line = fold(canonical_line(rest.strip(" ,")))
    address, name = base._replace(address_line=line), base._replace(name=_name(words))
    if words[0].isdigit() or re.match(r"(flat|apartment|unit|room|caravan) \w+", words):
        return [address]
    if line.split()[-1] in STREETS:
        return [name, address]
    return [name]


def _name(words: str) -> AskedName:
    first, _, others = words.partition(" ")
    return AskedName(forename=first, surname=others)


def _take(text: str, form: re.Pattern[str], read: Callable[[str], str]) -> tuple[str, str]:
    """The text without the first part that can be read so, and what was read."""
    for found in form.finditer(text):
        try:
            value = read(found[0])
        except ValueError:
            continue
        return f"{text[: found.start()]} {text[found.end() :]}".strip(), value
    return text, ""


def _take_day(text: str, today: date) -> tuple[str, date | None]:
    """A date in one of the usual forms, day before month."""
    forms = [
        (YEAR_FIRST, lambda m: (m[1], m[2], m[3])),
        (DAY, lambda m: (_full_year(m[3], today), m[2], m[1])),
        (PACKED_DAY, lambda m: (m[3], m[2], m[1])),
        (WRITTEN_DAY, lambda m: (m[3], _month(m[2]), m[1])),
    ]
    for form, parts in forms:
        found = form.search(text)
        if found:
            try:
                day = date(*(int(part) for part in parts(found)))
            except ValueError:
                continue
            return f"{text[: found.start()]} {text[found.end() :]}".strip(), day
    return text, None


def _full_year(year: str, today: date) -> int:
    """19 is 2019 and 87 is 1987: nobody is born in years to come."""
    if len(year) == 4:
        return int(year)
    century = today.year - today.year % 100
    return century + int(year) if int(year) <= today.year % 100 else century - 100 + int(year)


def _take_span(text: str, is_record: bool) -> tuple[str, Span | None]:
    """A month with its year, or a year beside something else: "Maisie 2019"."""
    found = WRITTEN_MONTH.search(text)
    if found:
        year, month = int(found[2]), _month(found[1])
        last = date(year, month, calendar.monthrange(year, month)[1])
        span = Span(date(year, month, 1), last, f"Born in {calendar.month_name[month]} {year}")
        return f"{text[: found.start()]} {text[found.end() :]}".strip(), span
    found = None if is_record else YEAR.search(text)
    # "1984 High Street" is an address.
    if found and found.start() > 0:
        year = int(found[1])
        span = Span(date(year, 1, 1), date(year, 12, 31), f"Born in {year}")
        return f"{text[: found.start()]} {text[found.end() :]}".strip(), span
    return text, None


def _month(name: str) -> int:
    return next(number for full, number in MONTHS.items() if full.startswith(name.lower()[:3]))
