"""Why something was late: asked for once, kept with the clock, and never a reason to stop anybody's work."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from staff.models import User
from staff.policies import children_visible_to
from staff.roles import Permission
from timescales import rules
from timescales.models import Clock


def reason_needed(clock: Clock) -> bool:
    """Whether this clock stopped late and nobody has said why. What was no longer needed is not late."""
    return rules.asks_for_reason(
        clock.state(), explains_lateness=clock.rule.explains_lateness, reason=clock.late_reason
    )


@transaction.atomic
def give_late_reason(*, clock: Clock, by: User, reason: str, at: datetime | None = None) -> Clock:
    """Say why a clock is, or was, late. A second reason takes the place of the first; both are in the log.

    Raises PermissionDenied, and ValidationError on "reason" where none is given or nothing is late.
    """
    check_can_explain(by, clock)
    at = at or timezone.now()
    reason = reason.strip()
    clock = Clock.objects.select_for_update(of=("self",), no_key=True).get(pk=clock.pk)
    if not rules.may_explain(clock.state(at)):
        raise ValidationError({"reason": "This is not late, so it needs no reason."})
    if not reason:
        raise ValidationError({"reason": "Say in a sentence why it was late."})
    before = clock.late_reason
    clock.late_reason, clock.late_reason_by, clock.late_reason_at = reason, by, at
    clock.save(update_fields=["late_reason", "late_reason_by", "late_reason_at"])
    record_event(
        kind="late_reason_given",
        summary=f"{clock.title}: reason given for being late",
        detail=reason,
        by=by,
        child_id=clock.child_id,
        subject=(clock.subject_kind, clock.subject_id),
        at=at,
        clock=clock.pk,
        before=before,
    )
    return clock


def check_can_explain(by: User, clock: Clock) -> None:
    """Raises PermissionDenied unless the person works with records and may see this child's."""
    if not (by.may(Permission.WRITE_RECORD) or by.may(Permission.LOG_CONTACT)):
        raise PermissionDenied(f"Your role, {by.role_definition.title}, may not write in a child's record.")
    if not children_visible_to(by).filter(pk=clock.child_id).exists():
        raise PermissionDenied("This record is not open to you. Ask the manager of the team that holds it.")
