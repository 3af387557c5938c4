"""A council's own numbers: as strict as it likes, never laxer than the law."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from staff.models import User
from staff.policies import check_may
from staff.roles import Permission
from timescales import wording
from timescales.models import Clock, LocalTimescale
from timescales.rulebook import Rule, UnknownRuleError, rulebook
from timescales.services.locks import lock_council
from timescales.services.recalculating import recalculate
from timescales.strictness import why_laxer
from timescales.working_days import COUNTABLE


@transaction.atomic
def set_local_timescale(
    *,
    by: User,
    rule_id: str,
    duration: int,
    unit: str,
    from_on: date,
    reason: str,
    variant: str = "",
    at: datetime | None = None,
) -> LocalTimescale:
    """Set the council's own number for a rule. It holds for what starts on `from_on` or later.

    Where the law has no number any will do. Where it has one, a number that could ever end later is refused.
    Raises PermissionDenied, and ValidationError by field.
    """
    check_may(by, Permission.SET_TIMESCALES)
    at = at or timezone.now()
    _check(rule_id, variant, duration, unit, from_on, reason, today=timezone.localdate(at))
    lock_council()
    if LocalTimescale.objects.filter(rule_id=rule_id, variant=variant, from_on=from_on).exists():
        raise ValidationError({"from_on": "A number from this day on is set already. Choose a later day."})
    row = LocalTimescale.objects.create(
        rule_id=rule_id,
        variant=variant,
        duration=duration,
        unit=unit,
        from_on=from_on,
        set_by=by,
        set_at=at,
        reason=reason.strip(),
    )
    touched = Clock.objects.filter(rule_id=rule_id, variant=variant, applies_on__gte=from_on)
    moved = recalculate(touched, at=at)
    record_event(
        kind="local_timescale_set",
        summary=f"{rulebook().find(rule_id, variant).title}: {wording.amount(duration, unit)} "
        f"from {wording.day(from_on)}",
        detail=row.reason,
        by=by,
        subject=("local_timescale", row.pk),
        at=at,
        rule=rule_id,
        variant=variant,
        duration=duration,
        unit=unit,
        moved=moved,
    )
    return row


def _check(rule_id: str, variant: str, duration: int, unit: str, from_on: date, reason: str, *, today: date) -> None:
    if unit not in COUNTABLE:
        raise ValidationError({"unit": f"Choose one of: {', '.join(sorted(COUNTABLE))}."})
    if duration < 0:
        raise ValidationError({"duration": "Give a number that is not below zero."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why the council sets its own number."})
    if from_on < today:
        raise ValidationError({"from_on": "Choose today or a later day: what has started keeps the rule of its day."})
    try:
        laws = rulebook().rows_from(rule_id, variant, from_on)
    except UnknownRuleError as error:
        raise ValidationError({"rule_id": str(error)}) from error
    for law in laws:
        _check_not_laxer(law, duration, unit, from_on)


def _check_not_laxer(law: Rule, duration: int, unit: str, from_on: date) -> None:
    if not law.computable or law.local:
        return
    why = why_laxer((duration, unit), law, near=max(from_on, law.holds_from))
    if why:
        raise ValidationError({"duration": why})
