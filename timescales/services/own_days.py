"""Days that do not count: added and taken back, with every open clock that they touch."""

from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.services import record_event
from staff.models import User
from staff.policies import check_may
from staff.roles import Permission
from timescales import wording
from timescales.calendars import england
from timescales.models import Clock, ExtraNonWorkingDay
from timescales.services.locks import lock_council
from timescales.services.recalculating import recalculate
from timescales.working_days import end_of_day, start_of


class NonWorkingDayAdded(NamedTuple):
    day: ExtraNonWorkingDay
    moved: int


@transaction.atomic
def add_non_working_day(
    *, by: User, day: date, name: str, by_council: bool = False, at: datetime | None = None
) -> NonWorkingDayAdded:
    """Add a bank holiday, or with `by_council` a day when the council is closed; answers how many clocks moved.

    A bank holiday leaves every count of working days. A closed day leaves only counts of the council's own, since
    the council may not give itself longer than the law does. Clocks that have stopped stay as they are.
    Raises PermissionDenied, and ValidationError by field for a day that does not count anyway.
    """
    check_may(by, Permission.SET_TIMESCALES)
    name = name.strip()
    if not name:
        raise ValidationError({"name": "Give the day a name, for example Coronation."})
    _check_counts_now(day)
    at = at or timezone.now()
    lock_council()
    if ExtraNonWorkingDay.objects.filter(day=day, withdrawn_at=None).exists():
        raise ValidationError({"day": f"{wording.day(day)} has been added already."})
    row = ExtraNonWorkingDay.objects.create(day=day, name=name, by_council=by_council, added_by=by, added_at=at)
    moved = recalculate(open_clocks_around(day), at=at)
    _write_down("non_working_day_added", f"{name}, {wording.day(day)}, no longer counts", row, by, at, moved)
    return NonWorkingDayAdded(row, moved)


@transaction.atomic
def withdraw_non_working_day(*, by: User, day: date, at: datetime | None = None) -> int:
    """Take back a day that was added; answers how many open clocks moved back. What stopped meanwhile stays.

    Raises PermissionDenied, and ValidationError on "day" for a day that was not added.
    """
    check_may(by, Permission.SET_TIMESCALES)
    at = at or timezone.now()
    lock_council()
    row = ExtraNonWorkingDay.objects.filter(day=day, withdrawn_at=None).first()
    if row is None:
        raise ValidationError({"day": f"{wording.day(day)} was not added, so it cannot be taken back."})
    row.withdrawn_at, row.withdrawn_by = at, by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    moved = recalculate(open_clocks_around(day), at=at)
    _write_down("non_working_day_withdrawn", f"{row.name}, {wording.day(day)}, counts again", row, by, at, moved)
    return moved


def open_clocks_around(day: date) -> QuerySet[Clock]:
    """Open clocks whose time, or whose warnings, the day falls into, whichever way they count."""
    first, last = start_of(day), end_of_day(day)
    forwards = Q(started_at__lte=last, due_at__gte=first)
    backwards = Q(due_at__lte=last, started_at__gte=first)
    warned = Q(warn_worker_at__lte=last, due_at__gte=first)
    return Clock.objects.open().filter(forwards | backwards | warned)


def _check_counts_now(day: date) -> None:
    if day.weekday() >= 5:
        raise ValidationError({"day": f"{wording.day(day)} is a {day:%A}, which is no working day already."})
    if not england().is_working(day):
        raise ValidationError({"day": f"{wording.day(day)} is a bank holiday already."})


def _write_down(kind: str, summary: str, row: ExtraNonWorkingDay, by: User, at: datetime, moved: int) -> None:
    record_event(
        kind=kind,
        summary=summary,
        by=by,
        subject=("extra_non_working_day", row.pk),
        at=at,
        day=row.day.isoformat(),
        moved=moved,
    )
