"""When a strategy discussion is whole, and what may follow from it: Working Together to Safeguard Children, ch. 3."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError

from safeguarding.codes import Enquiry, TakesPart

LEAST = (TakesPart.SOCIAL_CARE, TakesPart.POLICE, TakesPart.HEALTH)


def missing(agencies: Collection[str]) -> list[TakesPart]:
    """Of children's social care, police and health, those for whom nobody took part."""
    return [agency for agency in LEAST if agency not in agencies]


def missing_words(agencies: Collection[str]) -> str:
    """Nobody took part for police and health; empty where all three were there."""
    names = [agency.label if agency == TakesPart.SOCIAL_CARE else agency.label.lower() for agency in missing(agencies)]
    return f"Nobody took part for {' or '.join(names)}." if names else ""


def check_discussion(
    *, held_at: datetime, now: datetime, concern: str, agencies: Collection[str], why_missing: str
) -> None:
    """Raises ValidationError by field. A discussion without police or health stands, with the reason kept."""
    problems = {}
    if held_at > now:
        problems["held_at"] = "The discussion must have taken place. Record it once it has been held."
    if not concern.strip():
        problems["concern"] = "Say what led to the discussion."
    if TakesPart.SOCIAL_CARE not in agencies:
        problems["attendances"] = "Say who took part for children’s social care."
    elif missing(agencies) and not why_missing.strip():
        problems["why_missing"] = f"{missing_words(agencies)} Say why, and how they will be told."
    if problems:
        raise ValidationError(problems)


def check_decision(name: str, enquiry: str, reason: str) -> None:
    """Raises ValidationError on "children" for one child's decision."""
    if enquiry not in Enquiry.values:
        raise ValidationError({"children": f"Select what was decided for {name}."})
    if not reason.strip():
        raise ValidationError({"children": f"Say why it was decided so for {name}."})
