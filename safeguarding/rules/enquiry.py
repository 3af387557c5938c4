"""What a section 47 enquiry must say before a manager reads it. Children Act 1989 s47(4): the child is seen."""

from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError

from safeguarding.codes import EnquiryOutcome


class Written(NamedTuple):
    """An enquiry as it was written."""

    held_at: datetime
    seen_at: datetime | None
    why_not_seen: str
    findings: str
    outcome: str
    conference_not_required: bool
    why_no_conference: str
    medical_on: date | None


def check_dates(written: Written, now: datetime) -> None:
    """Raises ValidationError by field for what cannot have been."""
    problems = {}
    if written.seen_at and written.seen_at > now:
        problems["seen_at"] = "The time must be in the past."
    elif written.seen_at and written.seen_at.date() < written.held_at.date():
        problems["seen_at"] = "The enquiry began with the strategy discussion. Choose a time on that day or later."
    if written.medical_on and written.medical_on > now.date():
        problems["medical_on"] = "The medical must have taken place."
    if problems:
        raise ValidationError(problems)


def check_whole(written: Written) -> None:
    """Raises ValidationError by field for what is missing when it is handed in."""
    problems = {}
    if not written.seen_at and not written.why_not_seen.strip():
        problems["seen_at"] = "Say when the child was seen, or why not."
    if not written.findings.strip():
        problems["findings"] = "Write what the enquiry found."
    if written.outcome not in EnquiryOutcome.values:
        problems["outcome"] = "Select the outcome."
    if written.conference_not_required and written.outcome != EnquiryOutcome.CONTINUING_RISK:
        problems["conference_not_required"] = "Without continuing risk no conference follows: leave this empty."
    elif written.conference_not_required and not written.why_no_conference.strip():
        problems["why_no_conference"] = "Say why no conference is needed although the risk goes on."
    if problems:
        raise ValidationError(problems)
