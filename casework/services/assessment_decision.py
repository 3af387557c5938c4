"""An assessment goes to the manager and comes back or is authorised. Each decision is a row of its own."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from casework import policies
from casework.clocks import assessment_clock
from casework.codes import AssessmentOutcome, DecisionKind
from casework.models import Assessment, AssessmentDecision
from casework.queries.assessment import about_child
from casework.rules.assessment import cautions, missing_for_submission, stops
from casework.rules.dates import words
from casework.services.assessment import lock, record
from staff.models import User
from staff.queries import responsible_for
from staff.services import alert
from timescales.models import Clock
from timescales.services import give_late_reason, refresh_clocks


@transaction.atomic
def submit_assessment(*, assessment: Assessment, by: User, note: str = "", at: datetime | None = None) -> Assessment:
    """Hand the assessment to the manager.

    Raises ValidationError, by field, for what no manager could sign: no analysis, factors or outcome. Whatever else
    is missing (child not seen, a side left empty) is a caution: it asks for a reason in `note`, which is kept.
    """
    at = at or timezone.now()
    assessment = lock(assessment)
    policies.check_can_submit_assessment(by, assessment)
    gaps = missing_for_submission(assessment, about_child(assessment), timezone.localdate(at))
    if must := stops(gaps):
        raise ValidationError({gap.field: f"{gap.sentence}." for gap in must})
    if cautions(gaps) and not note.strip():
        raise ValidationError({"note": _ask_why([gap.sentence for gap in cautions(gaps)])})
    assessment.submitted_at = at
    assessment.author = assessment.author or by
    assessment.save(update_fields=["submitted_at", "author"])
    _decide(assessment, DecisionKind.SUBMITTED, by, at, note.strip())
    record(assessment, "assessment_submitted", "Assessment handed to the manager", by=by, at=at, detail=note.strip())
    _tell_manager(assessment, by, at)
    refresh_clocks(assessment.child, at=at)
    return assessment


def _ask_why(sentences: list[str]) -> str:
    return f"{'. '.join(sentences)}. Say why, in a sentence: it is kept with the assessment."


@transaction.atomic
def look_midway(*, assessment: Assessment, by: User, note: str = "", at: datetime | None = None) -> Assessment:
    """The manager's look half-way through: what was agreed is kept, and the checkpoint's clock stops."""
    at = at or timezone.now()
    assessment = lock(assessment)
    policies.check_can_look_midway(by, assessment)
    assessment.checkpoint_on = timezone.localdate(at)
    assessment.save(update_fields=["checkpoint_on"])
    _decide(assessment, DecisionKind.CHECKPOINT, by, at, note.strip())
    record(
        assessment,
        "assessment_checkpoint",
        "Manager looked at the assessment half-way",
        by=by,
        at=at,
        detail=note.strip(),
    )
    refresh_clocks(assessment.child, at=at)
    return assessment


@transaction.atomic
def return_assessment(*, assessment: Assessment, by: User, reason: str, at: datetime | None = None) -> Assessment:
    """Send the assessment back to its author. Raises ValidationError on "reason" when none is given."""
    at = at or timezone.now()
    assessment = lock(assessment)
    policies.check_can_return_assessment(by, assessment)
    if not reason.strip():
        raise ValidationError({"reason": "Say what the author should look at again."})
    assessment.submitted_at, assessment.returned_at = None, at
    assessment.save(update_fields=["submitted_at", "returned_at"])
    _decide(assessment, DecisionKind.RETURNED, by, at, reason.strip())
    record(
        assessment, "assessment_returned", "Assessment sent back by the manager", by=by, at=at, detail=reason.strip()
    )
    _tell_author(assessment, "returned", f"The assessment of {assessment.child.name} has come back to you", by, at)
    refresh_clocks(assessment.child, at=at)
    return assessment


@transaction.atomic
def authorise_assessment(
    *, assessment: Assessment, by: User, reason: str = "", late_reason: str = "", at: datetime | None = None
) -> Assessment:
    """Authorise the assessment: its clock stops at this moment and its words stay as they are.

    After the due date it asks for a reason, which is kept; it never refuses for being late. Raises ValidationError
    on "late_reason" when that is missing, PermissionDenied for the author and for who is no manager of the child's.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    assessment = lock(assessment)
    policies.check_can_authorise_assessment(by, assessment)
    if assessment.submitted_at and at < assessment.submitted_at:
        raise ValidationError("An assessment cannot be authorised before it was submitted.")
    clock = assessment_clock(assessment)
    late_reason = _why_late(clock, late_reason, today)
    assessment.authorised_at, assessment.authorised_by = at, by
    assessment.save(update_fields=["authorised_at", "authorised_by"])
    _decide(assessment, DecisionKind.AUTHORISED, by, at, reason.strip(), late_reason)
    outcome = AssessmentOutcome(assessment.outcome).label.lower()
    detail = "\n\n".join(part for part in (reason.strip(), late_reason) if part)
    record(assessment, "assessment_authorised", f"Assessment authorised: {outcome}", by=by, at=at, detail=detail)
    _tell_author(assessment, "authorised", f"The assessment of {assessment.child.name} is authorised", by, at)
    refresh_clocks(assessment.child, at=at)
    if clock and late_reason and late_reason != clock.late_reason:
        give_late_reason(clock=clock, by=by, reason=late_reason, at=at)
    return assessment


def _why_late(clock: Clock | None, late_reason: str, today: date) -> str:
    """The reason to keep; empty when it is not late. One given to the clock before will do."""
    if clock is None or today <= clock.due_on:
        return ""
    reason = late_reason.strip() or clock.late_reason
    if not reason:
        raise ValidationError({"late_reason": f"This assessment was due on {words(clock.due_on)}. Say why it is late."})
    return reason


def _decide(assessment: Assessment, kind: str, by: User, at: datetime, reason: str, late_reason: str = "") -> None:
    AssessmentDecision.objects.create(
        assessment=assessment, kind=kind, by=by, at=at, reason=reason, late_reason=late_reason
    )


def _tell_manager(assessment: Assessment, by: User, at: datetime) -> None:
    line = responsible_for([assessment.child_id]).get(assessment.child_id)
    managers = [line.team_manager, line.service_manager] if line else []
    manager = next((one for one in managers if one and one.pk not in (by.pk, assessment.author_id)), None)
    if manager:
        _tell(manager, assessment, "submitted", f"The assessment of {assessment.child.name} waits for you", at)


def _tell_author(assessment: Assessment, kind: str, text: str, by: User, at: datetime) -> None:
    if assessment.author and assessment.author_id != by.pk:
        _tell(assessment.author, assessment, kind, text, at)


def _tell(user: User, assessment: Assessment, kind: str, text: str, at: datetime) -> None:
    alert(
        user=user,
        kind=kind,
        text=text,
        url=f"/children/{assessment.child_id}/assessment/{assessment.pk}/",
        child_id=assessment.child_id,
        key=f"{kind}:{assessment.pk}:{at.isoformat()}",
        at=at,
    )
