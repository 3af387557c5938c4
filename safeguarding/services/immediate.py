"""Police protection and emergency protection orders: begun, extended, ended."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Child
from safeguarding.codes import ProtectionPower
from safeguarding.models import ImmediateProtection, StrategyDiscussion
from safeguarding.policies import check_can_write
from safeguarding.services.telling import tell
from staff.models import User
from timescales.services import refresh_clocks


@transaction.atomic
def begin_immediate_protection(
    *,
    child: Child,
    power: str,
    began_at: datetime,
    where: str = "",
    discussion: StrategyDiscussion | None = None,
    by: User,
    at: datetime | None = None,
) -> ImmediateProtection:
    """72 hours of police protection (s46), or 8 days of an emergency protection order (s44), begin.

    Raises ValidationError by field, also while the same power is already running.
    """
    at = at or timezone.now()
    check_can_write(by, [child])
    if power not in ProtectionPower.values:
        raise ValidationError({"power": "Select how the child is protected."})
    if began_at > at:
        raise ValidationError({"began_at": "The time must be in the past."})
    try:
        with transaction.atomic():
            row = ImmediateProtection.objects.create(
                child=child, power=power, began_at=began_at, where=where.strip(), discussion=discussion, recorded_by=by
            )
    except IntegrityError:
        raise ValidationError(
            {"power": f"{child.name} is under {ProtectionPower(power).label.lower()} already. End that first."}
        ) from None
    _tell(row, "immediate_protection_began", f"{row} began", by, at, where)
    refresh_clocks(child, at=at)
    return row


@transaction.atomic
def extend_emergency_protection(
    *, protection: ImmediateProtection, on: date, by: User, at: datetime | None = None
) -> ImmediateProtection:
    """The court extended the order once, by up to 7 days (s45(5), (6)). A second time is refused."""
    at = at or timezone.now()
    row = _running(protection)
    check_can_write(by, [row.child])
    if row.power != ProtectionPower.EMERGENCY_PROTECTION_ORDER:
        raise ValidationError("Police protection cannot be extended: 72 hours are the most.")
    if row.extended_on:
        raise ValidationError("An order is extended once only.")
    if on > timezone.localdate(at) or on < timezone.localdate(row.began_at):
        raise ValidationError({"on": "Choose a day between the order and today."})
    row.extended_on = on
    row.save(update_fields=["extended_on"])
    _tell(row, "immediate_protection_extended", f"{row} extended by the court", by, at)
    refresh_clocks(row.child, at=at)
    return row


@transaction.atomic
def end_immediate_protection(
    *, protection: ImmediateProtection, ended_at: datetime, how: str, by: User, at: datetime | None = None
) -> ImmediateProtection:
    """The child went home, an order took its place, or it ran out."""
    at = at or timezone.now()
    row = _running(protection)
    check_can_write(by, [row.child])
    if ended_at > at or ended_at < row.began_at:
        raise ValidationError({"ended_at": "Choose a time between its beginning and now."})
    if not how.strip():
        raise ValidationError({"how": "Say how it ended, and where the child is now."})
    row.ended_at, row.how_ended = ended_at, how.strip()
    row.save(update_fields=["ended_at", "how_ended"])
    _tell(row, "immediate_protection_ended", f"{row} ended", by, at, row.how_ended)
    refresh_clocks(row.child, at=at)
    return row


def _running(protection: ImmediateProtection) -> ImmediateProtection:
    rows = ImmediateProtection.objects.select_for_update(of=("self",), no_key=True).select_related("child")
    row = rows.get(pk=protection.pk)
    if row.ended_at:
        raise ValidationError("This has ended already.")
    return row


def _tell(row: ImmediateProtection, kind: str, words: str, by: User, at: datetime, detail: str = "") -> None:
    tell(row.child_id, kind, words, subject=("immediate_protection", row.pk), by=by, at=at, detail=detail)
