"""The section 47 enquiry: written, handed in, sent back, authorised; and each time the child had to tell it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from people.models import Child
from safeguarding.models import Interview, Section47Enquiry
from safeguarding.policies import check_can_decide_on_enquiry, check_can_write, check_can_write_enquiry
from safeguarding.rules.enquiry import Written, check_dates, check_whole
from safeguarding.services.alerting import tell_of_decision, tell_of_handing_in
from safeguarding.services.telling import tell
from staff.models import User
from timescales.services import refresh_clocks

FIELDS = (
    "kind",
    "seen_at",
    "seen_alone",
    "why_not_seen",
    "who_else_was_seen",
    "child_words",
    "medical_on",
    "medical",
    "findings",
    "outcome",
    "conference_not_required",
    "why_no_conference",
)


@transaction.atomic
def save_section47_enquiry(
    *, enquiry: Section47Enquiry, version: int | None = None, by: User, at: datetime | None = None, **fields: Any
) -> Section47Enquiry:
    """Keep what was written. Nothing is asked for yet; only what cannot have been is refused.

    `version` is the one that the form was opened with: ValidationError when somebody saved meanwhile.
    """
    at = at or timezone.now()
    enquiry = lock(enquiry)
    check_can_write_enquiry(by, enquiry)
    if version is not None and version != enquiry.version:
        raise ValidationError("Somebody saved this enquiry while you were writing. Look at what they wrote first.")
    if enquiry.submitted_at:
        raise ValidationError("This enquiry is with the manager. It can be changed when it comes back.")
    if unknown := set(fields).difference(FIELDS):
        raise TypeError(f"An enquiry has no such part: {', '.join(sorted(unknown))}")
    changed = [name for name, value in fields.items() if getattr(enquiry, name) != value]
    for name in changed:
        setattr(enquiry, name, fields[name])
    check_dates(_written(enquiry), at)
    if changed:
        enquiry.version += 1
        enquiry.save(update_fields=[*changed, "version"])
        _tell(enquiry, "section47_saved", "Section 47 enquiry written on", by, at, fields=changed)
    return enquiry


@transaction.atomic
def submit_section47_enquiry(*, enquiry: Section47Enquiry, by: User, at: datetime | None = None) -> Section47Enquiry:
    """Hand it to the manager. Raises ValidationError by field for what is missing."""
    at = at or timezone.now()
    enquiry = lock(enquiry)
    check_can_write_enquiry(by, enquiry)
    if enquiry.submitted_at:
        return enquiry
    check_whole(_written(enquiry))
    enquiry.submitted_at, enquiry.submitted_by, enquiry.returned_because = at, by, ""
    enquiry.save(update_fields=["submitted_at", "submitted_by", "returned_because"])
    _tell(enquiry, "section47_submitted", "Section 47 enquiry handed in", by, at)
    tell_of_handing_in(enquiry, by=by, at=at)
    return enquiry


@transaction.atomic
def return_section47_enquiry(
    *, enquiry: Section47Enquiry, because: str, by: User, at: datetime | None = None
) -> Section47Enquiry:
    """Send it back with what has to be done."""
    at = at or timezone.now()
    enquiry = lock(enquiry)
    check_can_decide_on_enquiry(by, enquiry)
    if not because.strip():
        raise ValidationError({"because": "Say what has to be done before it can be authorised."})
    enquiry.submitted_at, enquiry.submitted_by, enquiry.returned_because = None, None, because.strip()
    enquiry.save(update_fields=["submitted_at", "submitted_by", "returned_because"])
    _tell(enquiry, "section47_returned", "Section 47 enquiry sent back", by, at, detail=because)
    tell_of_decision(enquiry, by=by, at=at)
    return enquiry


@transaction.atomic
def conclude_section47_enquiry(*, enquiry: Section47Enquiry, by: User, at: datetime | None = None) -> Section47Enquiry:
    """Authorise it with its outcome. Where no conference follows, the conference's clock lapses.

    Raises PermissionDenied for whoever handed it in.
    """
    at = at or timezone.now()
    enquiry = lock(enquiry)
    check_can_decide_on_enquiry(by, enquiry)
    check_whole(_written(enquiry))
    enquiry.authorised_at, enquiry.authorised_by = at, by
    enquiry.save(update_fields=["authorised_at", "authorised_by"])
    outcome = enquiry.get_outcome_display()
    follows = "a conference follows" if enquiry.needs_conference else "no conference follows"
    _tell(
        enquiry,
        "section47_concluded",
        f"Section 47 enquiry concluded: {outcome[0].lower()}{outcome[1:]}; {follows}",
        by,
        at,
        detail=enquiry.why_no_conference,
        outcome=enquiry.outcome,
    )
    tell_of_decision(enquiry, by=by, at=at)
    refresh_clocks(enquiry.child, at=at)
    return enquiry


@transaction.atomic
def plan_interview(
    *,
    child: Child,
    planned_for: datetime,
    joint: bool,
    by_whom: str,
    why_again: str = "",
    enquiry: Section47Enquiry | None = None,
    by: User,
    at: datetime | None = None,
) -> Interview:
    """Arrange for the child to be asked. Where the child has told it before, say why once more."""
    at = at or timezone.now()
    check_can_write(by, [child])
    told = times_told(child)
    if told and not why_again.strip():
        times = "once" if told == 1 else f"{told} times"
        raise ValidationError(
            {"why_again": f"{child.name} has told it {times} already. Say why it has to be told again."}
        )
    _check_by_whom(by_whom)
    row = Interview.objects.create(
        child=child,
        enquiry=enquiry,
        joint=joint,
        planned_for=planned_for,
        by_whom=by_whom.strip(),
        why_again=why_again.strip(),
        recorded_by=by,
    )
    tell(child.pk, "interview_planned", f"{row} planned", subject=("interview", row.pk), by=by, at=at, detail=why_again)
    return row


@transaction.atomic
def record_interview(
    *,
    child: Child,
    held_at: datetime,
    by_whom: str,
    child_words: str = "",
    joint: bool = False,
    enquiry: Section47Enquiry | None = None,
    planned: Interview | None = None,
    by: User,
    at: datetime | None = None,
) -> Interview:
    """The child told it: in an interview that was planned, or to whoever was there."""
    at = at or timezone.now()
    check_can_write(by, [child])
    if held_at > at:
        raise ValidationError({"held_at": "The time must be in the past."})
    _check_by_whom(by_whom)
    row = planned or Interview(child=child, enquiry=enquiry, joint=joint)
    row.held_at, row.by_whom, row.child_words, row.recorded_by = held_at, by_whom.strip(), child_words.strip(), by
    row.save()
    tell(
        child.pk,
        "interview_held",
        f"{child.name} told {row.by_whom} what happened",
        subject=("interview", row.pk),
        by=by,
        at=at,
        detail=row.child_words,
    )
    return row


def times_told(child: Child) -> int:
    """How many times the child has had to tell it, over the whole record."""
    return Interview.objects.held().filter(child=child).count()


def _check_by_whom(by_whom: str) -> None:
    if not by_whom.strip():
        raise ValidationError({"by_whom": "Say who asks the child, or whom the child told."})


def lock(enquiry: Section47Enquiry) -> Section47Enquiry:
    """The enquiry as it is now, held until the transaction ends."""
    rows = Section47Enquiry.objects.select_related("child", "discussion", "episode")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=enquiry.pk)


def _written(enquiry: Section47Enquiry) -> Written:
    return Written(
        held_at=enquiry.discussion.held_at,
        seen_at=enquiry.seen_at,
        why_not_seen=enquiry.why_not_seen,
        findings=enquiry.findings,
        outcome=enquiry.outcome,
        conference_not_required=enquiry.conference_not_required,
        why_no_conference=enquiry.why_no_conference,
        medical_on=enquiry.medical_on,
    )


def _tell(
    enquiry: Section47Enquiry, kind: str, words: str, by: User, at: datetime, detail: str = "", **data: Any
) -> None:
    tell(enquiry.child_id, kind, words, subject=("section47_enquiry", enquiry.pk), by=by, at=at, detail=detail, **data)
