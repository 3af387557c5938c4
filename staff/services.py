"""Allocation and alerts."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from audit.services import record_event
from people.models import Child
from staff.codes import AllocationRole
from staff.models import Alert, Allocation, ConflictOfInterest, Team, User
from staff.policies import check_may_for, kept_from
from staff.roles import Permission


class Telling(NamedTuple):
    """What one person is told, as a row to be."""

    user_id: int
    child_id: int | None
    kind: str
    text: str
    url: str
    key: str
    raised_at: datetime


_ALERT = {
    "user_id": "bigint",
    "child_id": "bigint",
    "kind": "text",
    "text": "text",
    "url": "text",
    "key": "text",
    "raised_at": "timestamptz",
}
_TELL = (
    f"INSERT INTO staff_alert ({', '.join(_ALERT)})"
    f" SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in _ALERT.values())}) ON CONFLICT DO NOTHING"
)


def alert(
    *,
    user: User,
    kind: str,
    text: str,
    key: str,
    url: str = "",
    child_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """Tell a person once: a second call with the same key does nothing. The e-mail follows by itself."""
    alerts(
        [Alert(user=user, kind=kind, text=text, key=key, url=url, child_id=child_id, raised_at=at or timezone.now())]
    )


def alerts(rows: Iterable[Alert | Telling]) -> None:
    """Tell many people at once, each row once per person and key. Nobody is told of a child hidden from them."""
    rows = list(rows)
    hidden = kept_from({(row.user_id, row.child_id) for row in rows if row.child_id})
    told = [row for row in rows if (row.user_id, row.child_id) not in hidden]
    if not told:
        return
    # By columns: the nightly warnings are some tens of thousands.
    columns = {name: [getattr(row, name) for row in told] for name in _ALERT}
    with connection.cursor() as cursor:
        cursor.execute(_TELL, list(columns.values()))


def tell_administrators(*, text: str, key: str) -> int:
    """Tell every system administrator, and by e-mail, that the system itself needs them. It must name no child."""
    admins = User.objects.filter(role="administrator", is_active=True)
    alerts(Alert(user=user, kind="system", text=text[:300], key=key) for user in admins)
    return len(admins)


def mark_alerts_read(*, by: User, alert_ids: Iterable[int] | None = None) -> int:
    """Mark the person's own alerts as read: those named, or all."""
    mine = Alert.objects.filter(user=by, read_at__isnull=True)
    if alert_ids is not None:
        mine = mine.filter(pk__in=list(alert_ids))
    return mine.update(read_at=timezone.now())


@transaction.atomic
def give_to_team(
    *, child: Child, team: Team, by: User, at: datetime | None = None, reason: str = "", tell_manager: bool = True
) -> Allocation:
    """Put a child with a team. Until its manager names a worker the child stands on the unallocated list.

    `tell_manager` is off where the caller tells the manager something that says as much and more.
    """
    at = at or timezone.now()
    day = timezone.localdate(at)
    held = Allocation.objects.select_for_update().filter(child=child, role=AllocationRole.LEAD, to_on=None).first()
    if held and held.team_id == team.pk:
        return held
    _end(held, day)
    row = Allocation.objects.create(child=child, team=team, from_on=day, reason=reason)
    record_event(
        kind="given_to_team",
        summary=f"Given to {team.name}",
        detail=reason,
        by=by,
        child_id=child.pk,
        subject=("allocation", row.pk),
        at=at,
    )
    manager = first_who_may_know(child.pk, team.manager, team.service_manager) if tell_manager else None
    if manager:
        alert(
            user=manager,
            kind="allocate",
            text=f"{child.name} is with {team.name} and needs a worker",
            url=f"/children/{child.pk}/allocate/",
            child_id=child.pk,
            key=f"allocate:{row.pk}",
            at=at,
        )
    return row


@transaction.atomic
def allocate_child(*, child: Child, worker: User, by: User, at: datetime | None = None, reason: str = "") -> Allocation:
    """Name the worker who holds the child from this day on. The one before, if any, stops on the same day.

    Raises PermissionDenied for one who may not allocate or see the child, ValidationError on "worker" for
    somebody outside a team, not at work here, or who holds the child already.
    """
    check_may_for(by, Permission.ALLOCATE, child)
    if not worker.is_active or worker.team is None or not worker.may(Permission.WRITE_RECORD):
        raise ValidationError({"worker": f"{worker.get_full_name()} cannot hold a case. Choose a worker of a team."})
    _check_not_barred(worker, child)
    at = at or timezone.now()
    day = timezone.localdate(at)
    held = Allocation.objects.select_for_update().filter(child=child, role=AllocationRole.LEAD, to_on=None).first()
    if held and held.worker_id == worker.pk:
        return held
    if held and held.worker_id is None and held.team_id == worker.team_id:
        held.worker, held.reason = worker, reason
        held.save(update_fields=["worker", "reason"])
        row = held
    else:
        _end(held, day)
        row = Allocation.objects.create(child=child, team=worker.team, worker=worker, from_on=day, reason=reason)
    _tell_worker(row, worker, by, at)
    return row


def _tell_worker(row: Allocation, worker: User, by: User, at: datetime) -> None:
    record_event(
        kind="allocated",
        summary=f"Allocated to {worker}",
        detail=row.reason,
        by=by,
        child_id=row.child_id,
        subject=("allocation", row.pk),
        at=at,
    )
    alert(
        user=worker,
        kind="allocated",
        text=f"{row.child.name} is now allocated to you",
        url=f"/children/{row.child_id}/",
        child_id=row.child_id,
        key=f"allocated:{row.pk}:{worker.pk}",
        at=at,
    )


def first_who_may_know(child_id: int, *people: User | None) -> User | None:
    """The first of some people, at work, from whom the child is not hidden."""
    able = [person for person in people if person and person.is_active]
    hidden = kept_from({(person.pk, child_id) for person in able})
    return next((person for person in able if (person.pk, child_id) not in hidden), None)


def _check_not_barred(worker: User, child: Child) -> None:
    """Says no more than needed: whose family it is stays between the two who know."""
    if ConflictOfInterest.objects.open().filter(user=worker, person=child.pk).exists():
        raise ValidationError({"worker": f"{worker.get_full_name()} cannot take this case. Choose somebody else."})


def _end(row: Allocation | None, day: date) -> None:
    if row is None:
        return
    if day < row.from_on:
        raise ValidationError(f"The child has been with {row.team} since {row.from_on:%-d %B %Y}. Choose a later day.")
    row.to_on = day
    row.save(update_fields=["to_on"])


@transaction.atomic
def add_joint_worker(
    *, child: Child, worker: User, by: User, role: str = AllocationRole.CO_WORKER, at: datetime | None = None
) -> Allocation:
    """Let another worker of a team work with the child beside the lead."""
    check_may_for(by, Permission.ALLOCATE, child)
    if worker.team is None:
        raise ValidationError({"worker": f"{worker.get_full_name()} is in no team. Choose a worker of a team."})
    _check_not_barred(worker, child)
    row, new = Allocation.objects.get_or_create(
        child=child,
        worker=worker,
        role=role,
        to_on=None,
        defaults={"team": worker.team, "from_on": timezone.localdate(at)},
    )
    if new:
        _tell_worker(row, worker, by, at or timezone.now())
    return row


@transaction.atomic
def end_allocations(*, child: Child, by: User, at: datetime | None = None) -> None:
    """Nobody holds the child any more: the case is closed."""
    day = timezone.localdate(at)
    held = Allocation.objects.select_for_update(of=("self",)).filter(child=child, to_on=None)
    for row in held.select_related("team"):
        _end(row, day)
    record_event(kind="allocation_ended", summary="No longer allocated", by=by, child_id=child.pk, at=at)


def check_not_own_work(by: User, author: User) -> None:
    """Raises PermissionDenied when a person would sign off what the same person wrote."""
    if by.pk == author.pk:
        raise PermissionDenied("You wrote this yourself, so another manager must authorise it.")
