"""Leaving out of a text what its reader must not learn: a confidential address, a referrer who may not be named."""

import re
from collections.abc import Iterable

LEFT_OUT = "[left out]"
SHORTEST = 3


def withhold(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret replaced, however it is spaced or capitalised; the longest are looked for first."""
    for secret in sorted({one.strip() for one in secrets}, key=len, reverse=True):
        if len(secret) >= SHORTEST:
            text = _pattern(secret).sub(LEFT_OUT, text)
    return text


def name_secrets(name: str, but_not: Iterable[str] = ()) -> list[str]:
    """A person's whole name, and the surname alone unless it is a name that the reader bears too."""
    parts = name.split()
    spared = {word.lower() for other in but_not for word in other.split()}
    surname = [parts[-1]] if len(parts) > 1 and parts[-1].lower() not in spared else []
    return [name, *surname]


def address_secrets(line1: str, postcode: str) -> list[str]:
    """The house and the postcode, each alone."""
    return [one for one in (line1, postcode) if one]


def _pattern(secret: str) -> re.Pattern[str]:
    """Whole words only; any white space, or none inside a postcode, between the parts; commas do not matter."""
    parts = [re.escape(part) for part in re.split(r"[\s,]+", secret) if part]
    gap = r"[\s,]*" if _is_postcode(secret) else r"[\s,]+"
    return re.compile(rf"(?<!\w){gap.join(parts)}(?!\w)", re.IGNORECASE)


def _is_postcode(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}", text.strip()))
