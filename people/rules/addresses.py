"""One house, written in many ways: "12 High St" and "12 High Street". Pure."""

import re

from people.rules.spelling import fold

# Short forms at the end of a street's name. "St" at its beginning is Saint and stays.
STREET_WORDS = {
    "st": "Street",
    "rd": "Road",
    "ave": "Avenue",
    "av": "Avenue",
    "ln": "Lane",
    "dr": "Drive",
    "cl": "Close",
    "ct": "Court",
    "cres": "Crescent",
    "gdns": "Gardens",
    "gr": "Grove",
    "grv": "Grove",
    "pl": "Place",
    "sq": "Square",
    "terr": "Terrace",
    "ter": "Terrace",
    "hse": "House",
    "bldgs": "Buildings",
}
UNIT = re.compile(r"(flat|apartment|unit|room|plot|caravan|bedsit) ?\w+", re.IGNORECASE)


def one_line(line1: str, line2: str = "") -> tuple[str, str]:
    """The two lines in the form in which they are kept.

    A flat's number says nothing without its house: "Flat 2" takes the second line with it.
    """
    first, second = canonical_line(line1), " ".join(line2.split()).strip(" ,")
    if second and UNIT.fullmatch(first):
        return f"{first}, {canonical_line(second)}", ""
    return first, second


def canonical_line(line: str) -> str:
    """A house and street with its short words spelt out: "No. 12a high st." becomes "12A high Street"."""
    parts = [part for part in (" ".join(part.split()) for part in line.split(",")) if part]
    text = ", ".join(_spelt_out(part) for part in parts)
    text = re.sub(r"^(no\.?|number)\s*(?=\d)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\bapt\b\.?", "Apartment", text, flags=re.IGNORECASE)
    text = re.sub(r"\bflt\b\.?", "Flat", text, flags=re.IGNORECASE)
    # "12 a High Street" is the same door as "12A".
    return re.sub(r"(\d+) ?([a-z])(?= |,|$)", lambda m: m[1] + m[2].upper(), text, flags=re.IGNORECASE)


def _spelt_out(part: str) -> str:
    words = part.split(" ")
    last = words[-1].rstrip(".").lower()
    if len(words) > 1 and last in STREET_WORDS:
        words[-1] = STREET_WORDS[last]
    return " ".join(words)


def address_key(line: str, postcode_or_town: str) -> str:
    """The key by which the database knows a house (column `Address.key`)."""
    return f"{fold(line)} {fold(postcode_or_town)}".strip()
