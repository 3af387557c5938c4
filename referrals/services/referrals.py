"""A referral is accepted, which opens the case, or ends without further action."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from casework import services as casework
from casework.models import NeedEpisode
from referrals.codes import ReferralDecision
from referrals.models import Referral
from staff.models import User
from staff.policies import check_may_for
from staff.roles import Permission
from staff.services import allocate_child, end_allocations
from timescales.services import refresh_clocks


@transaction.atomic
def accept_referral(
    *, referral: Referral, worker: User, primary_need: str, by: User, at: datetime | None = None
) -> NeedEpisode:
    """Open the need episode, name the worker, start the assessment: 45 working days run from the referral.

    Working Together to Safeguard Children, chapter 3: from the point of referral, not from the allocation.
    Raises ValidationError when it has been decided already or on a field, PermissionDenied for one who may not.
    """
    at = at or timezone.now()
    row = _locked(referral)
    check_may_for(by, Permission.ALLOCATE, row.child)
    _check_waiting(row)
    if not primary_need:
        raise ValidationError({"primary_need": "Choose the main reason why the child needs help."})
    episode = casework.open_episode(
        child=row.child, referral_date=row.received_on, source=row.source, primary_need=primary_need, by=by, at=at
    )
    _decide(row, ReferralDecision.ACCEPTED, by, at, primary_need=primary_need, episode=episode)
    allocate_child(child=row.child, worker=worker, by=by, at=at)
    casework.start_assessment(
        episode=episode,
        author=worker,
        counts_from=row.received_on,
        why_now=row.threshold_decision.contact_child.contact.concern,
        by=by,
        at=at,
    )
    refresh_clocks([row.child_id])
    return episode


@transaction.atomic
def decline_referral(*, referral: Referral, reason: str, by: User, at: datetime | None = None) -> Referral:
    """End a referral with no further action. Raises ValidationError on "reason" when none is given."""
    at = at or timezone.now()
    row = _locked(referral)
    check_may_for(by, Permission.DECIDE_CONTACT, row.child)
    _check_waiting(row)
    if not reason.strip():
        raise ValidationError({"reason": "Say why no further action is taken. The referrer is told."})
    _decide(row, ReferralDecision.NO_FURTHER_ACTION, by, at, decision_reason=reason.strip())
    record_event(
        kind="referral_declined",
        summary="Referral ended with no further action",
        detail=reason,
        by=by,
        child_id=row.child_id,
        subject=("referral", row.pk),
        at=at,
    )
    end_allocations(child=row.child, by=by, at=at)
    refresh_clocks([row.child_id])
    return row


def _locked(referral: Referral) -> Referral:
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("child", "team", "decided_by", "threshold_decision__contact_child__contact")
        .get(pk=referral.pk)
    )


def _check_waiting(row: Referral) -> None:
    if row.decision:
        raise ValidationError(
            f"{row.decided_by} decided this referral on {timezone.localtime(row.decided_at):%-d %B %Y}: "
            f"{row.get_decision_display().lower()}. Nothing was done twice."
        )


def _decide(row: Referral, decision: str, by: User, at: datetime, **fields: Any) -> None:
    row.decision, row.decided_by, row.decided_at = decision, by, at
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["decision", "decided_by", "decided_at", *fields])
