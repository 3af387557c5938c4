"""A conflict of interest: one worker is kept from one family's records, whatever role, team or grant would open."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import remove_perm

from audit.services import record_event
from people.codes import RelationshipKind
from people.family import family_of, siblings_of
from people.models import Child, Person
from staff.models import AccessGrant, Allocation, ConflictOfInterest, User
from staff.openings import INSTANT
from staff.policies import check_may_for, child_outside_team_for
from staff.queries import responsible_for
from staff.roles import Permission
from staff.services import alert, first_who_may_know

# Whoever is this to the child is kept from the worker as well: they lead back to the child.
NEAR = {
    RelationshipKind.PARENT,
    RelationshipKind.STEP_PARENT,
    RelationshipKind.SIBLING,
    RelationshipKind.HALF_SIBLING,
    RelationshipKind.CARER,
}


def near_family(child: Child) -> list[Person]:
    """The child, parents, brothers and sisters, and who lives with the child."""
    family = family_of(child)
    near = [
        member.person
        for member in family.members
        if member.same_household or (member.relationship and member.relationship.kind in NEAR)
    ]
    siblings = siblings_of([child.pk]).get(child.pk, [])
    return list({person.pk: person for person in [child, *siblings, *near, *family.household]}.values())


def bars_on(child: Child) -> list[ConflictOfInterest]:
    """Those kept from the child's record today."""
    rows = ConflictOfInterest.objects.open().filter(person=child.pk).select_related("user", "set_by")
    return list(rows.order_by("-from_on", "-pk"))


@transaction.atomic
def declare_own_family(*, child_id: int, by: User, reason: str, at: datetime | None = None) -> None:
    """ "This is my family": from now on the worker sees nothing of it. A manager is told.

    Raises Http404 for a child one may not know of, ValidationError on "reason" when none is given.
    """
    child = child_outside_team_for(by, child_id)
    if not reason.strip():
        raise ValidationError({"reason": "Say how you know this family."})
    _bar(by, near_family(child), reason.strip(), None, by, at)
    line = responsible_for([child.pk]).get(child.pk)
    own = (by.team.manager, by.team.service_manager) if by.team else ()
    managers = [line.team_manager, line.service_manager] if line else []
    manager = first_who_may_know(child.pk, *(one for one in [*managers, *own] if one != by))
    if manager:
        alert(
            user=manager,
            kind="conflict",
            text=f"{by} says that {child.name} is of {by}’s own family, and can no longer open the record",
            url=f"/children/{child.pk}/conflicts/",
            child_id=child.pk,
            key=f"conflict:{by.pk}:{child.pk}",
            at=at,
        )


@transaction.atomic
def bar_worker(
    *,
    child: Child,
    worker: User,
    people: Iterable[Person],
    reason: str,
    by: User,
    until: date | None = None,
    at: datetime | None = None,
) -> None:
    """A manager keeps a worker from the child's record and from those of the family who are named with it.

    Raises PermissionDenied, or ValidationError by field.
    """
    check_may_for(by, Permission.ALLOCATE, child)
    errors = {}
    if not reason.strip():
        errors["reason"] = "Say why this worker may not open the record."
    if until and until <= timezone.localdate(at):
        errors["until"] = "The last day must be after today."
    if worker.pk == by.pk:
        errors["worker"] = "Say “This is my family” on the record’s own page if it is yours."
    if ConflictOfInterest.objects.filter(user=worker, person=child.pk, to_on__isnull=True).exists():
        errors["worker"] = f"{worker} is kept from this record already."
    if errors:
        raise ValidationError(errors)
    _bar(worker, {one.pk: one for one in [child, *people]}.values(), reason.strip(), until, by, at)


@transaction.atomic
def extend_bar(*, bar: ConflictOfInterest, people: Iterable[Person], by: User, at: datetime | None = None) -> None:
    """The same worker is kept from more of the same family, for the same reason and as long. Raises as `bar_worker`."""
    check_may_for(by, Permission.ALLOCATE, Child.objects.get(pk=bar.person_id))
    if by.pk == bar.user_id:
        raise PermissionDenied("Another manager must decide this.")
    _bar(bar.user, people, bar.reason, bar.to_on, by, at)


def _bar(
    worker: User, people: Iterable[Person], reason: str, until: date | None, by: User, at: datetime | None
) -> None:
    day, people = timezone.localdate(at), list(people)
    known = ConflictOfInterest.objects.open().filter(user=worker, person__in=[one.pk for one in people])
    barred = set(known.values_list("person", flat=True))
    new = [person for person in people if person.pk not in barred]
    ConflictOfInterest.objects.bulk_create(
        ConflictOfInterest(user=worker, person_id=one.pk, reason=reason, from_on=day, to_on=until, set_by=by)
        for one in new
    )
    for person in new:
        if person.is_child:
            _take_away(worker, Child.objects.get(pk=person.pk), by, at or timezone.now())
            _tell(person.pk, "worker_barred", "A worker may not open this record: conflict of interest", worker, by, at)


def _take_away(worker: User, child: Child, by: User, at: datetime) -> None:
    """What let the worker in ends. Where the worker held the case it waits for another, and a manager is told."""
    day = timezone.localdate(at)
    for grant in AccessGrant.objects.filter(user=worker, child=child, until__gt=at):
        grant.until = max(at, grant.granted_at + INSTANT)
        grant.save(update_fields=["until"])
    remove_perm("people.view_person", worker, Person.objects.get(pk=child.pk))
    rows = Allocation.objects.select_for_update(of=("self",)).filter(child=child, worker=worker, to_on=None)
    for row in rows.select_related("team__manager", "team__service_manager"):
        row.to_on = max(day, row.from_on)
        row.save(update_fields=["to_on"])
        if row.role == "lead":
            waiting = Allocation.objects.create(child=child, team=row.team, from_on=row.to_on)
            manager = first_who_may_know(child.pk, row.team.manager, row.team.service_manager)
            if manager:
                alert(
                    user=manager,
                    kind="allocate",
                    text=f"{child.name} needs another worker: {worker} may not hold the case",
                    url=f"/children/{child.pk}/allocate/",
                    child_id=child.pk,
                    key=f"allocate:{waiting.pk}",
                    at=at,
                )


@transaction.atomic
def lift_bar(*, bar: ConflictOfInterest, because: str, by: User, at: datetime | None = None) -> None:
    """The worker may open the family's records again, as role and team allow. Raises as `bar_worker`."""
    child = Child.objects.get(pk=bar.person_id)
    check_may_for(by, Permission.ALLOCATE, child)
    if by.pk == bar.user_id:
        raise PermissionDenied("Another manager must decide this.")
    if not because.strip():
        raise ValidationError({"because": "Say why the worker may open the record again."})
    day = timezone.localdate(at)
    rows = ConflictOfInterest.objects.open().filter(
        user=bar.user_id, person__in=[one.pk for one in near_family(child)], from_on__lte=day
    )
    for row in rows.select_related("person"):
        row.to_on, row.ended_by, row.ended_because = max(day, row.from_on), by, because.strip()
        row.save(update_fields=["to_on", "ended_by", "ended_because"])
        if row.person.is_child:
            _tell(row.person_id, "bar_lifted", "A worker may open this record again", bar.user, by, at)


def _tell(child_id: int, kind: str, summary: str, worker: User, by: User, at: datetime | None) -> None:
    record_event(
        kind=kind, summary=summary, by=by, child_id=child_id, subject=("user", worker.pk), at=at, worker=worker.pk
    )
