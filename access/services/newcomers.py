"""Somebody born or found out later into a restricted family, or into one from which a worker is kept.

What a new relation or a new home means is not decided here: whoever answers for the restriction, or for the bar, is
told within minutes and extends it on one page, or leaves it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from access.codes import NewcomerAnswer
from access.models import NewInFamily
from audit.trails import history_of
from people.models import Child, Person, Relationship, Residence
from staff.bars import extend_bar, near_family
from staff.models import Alert, ConflictOfInterest, RestrictedPerson, Restriction, User
from staff.policies import people_visible_to
from staff.queries import responsible_for
from staff.restrictions import check_may_keep, hide_with, named_on
from staff.roles import Permission
from staff.services import alerts, first_who_may_know
from timescales.services import refresh_clocks

# Each few minutes what was written since; each night two weeks, in case nothing ran for a while.
JUST_NOW, LONG_AGO = timedelta(hours=2), timedelta(days=14)


def find_newcomers(now: datetime | None = None, back: timedelta = JUST_NOW) -> int:
    """Look at the relations and homes written since; answers how many people there are to be asked about.

    Found once: run again it adds nothing.
    """
    now = now or timezone.now()
    came = _who_came(now - back)
    around = came | _linked_to(came)
    restrictions = Restriction.objects.filter(to_on__isnull=True, child__in=around).select_related("child", "keeper")
    bars = ConflictOfInterest.objects.open().filter(person__in=around, person__is_child=True)
    found = [row for one in restrictions.order_by("pk") for row in _into_restricted(one, came, now)]
    found += [row for one in bars.select_related("user", "set_by", "person") for row in _into_barred(one, came, now)]
    for row in found:
        alerts(_told(row, now))
    return len(found)


def _who_came(since: datetime) -> set[int]:
    """Everybody at either end of a relation, or in a home, that was written since."""
    kin = history_of(Relationship).filter(pgh_created_at__gte=since).exclude(pgh_label="delete")
    ends = {pk for pair in kin.values_list("from_person", "to_person") for pk in pair}
    homes = history_of(Residence).filter(pgh_created_at__gte=since).exclude(pgh_label="delete")
    moved = list(homes.values_list("person", "address"))
    lived_with = Residence.objects.current().filter(address__in={address for _, address in moved})
    return ends | {person for person, _ in moved} | set(lived_with.values_list("person", flat=True))


def _linked_to(ids: Collection[int]) -> set[int]:
    """Whose family they may be: a new brother comes by way of the mother."""
    rows = Relationship.objects.current()
    ends = [*rows.filter(from_person__in=ids).values_list("to_person", flat=True)]
    return {*ends, *rows.filter(to_person__in=ids).values_list("from_person", flat=True)}


def _into_restricted(restriction: Restriction, came: set[int], now: datetime) -> Iterable[NewInFamily]:
    covered = set(RestrictedPerson.objects.filter(to_on__isnull=True).values_list("person", flat=True))
    return _noted(restriction.child, came - covered, now, restriction=restriction)


def _into_barred(bar: ConflictOfInterest, came: set[int], now: datetime) -> Iterable[NewInFamily]:
    covered = ConflictOfInterest.objects.open().filter(user=bar.user_id).values_list("person", flat=True)
    # Asked once for a worker, by whichever of the brothers and sisters.
    asked = NewInFamily.objects.filter(bar__user=bar.user_id).values_list("person", flat=True)
    return _noted(Child.objects.get(pk=bar.person_id), came - set(covered) - set(asked), now, bar=bar)


def _noted(child: Child, came: set[int], now: datetime, **whose: Any) -> Iterable[NewInFamily]:
    """A row for each of the near family among those who came, unless there was one before."""
    for person in near_family(child) if came else ():
        if person.pk in came and person.pk != child.pk:
            row, new = NewInFamily.objects.get_or_create(person_id=person.pk, **whose, defaults={"found_at": now})
            if new:
                yield row


def _told(row: NewInFamily, now: datetime) -> list[Alert]:
    child: Person
    if row.restriction:
        child, what, told = row.restriction.child, "Is the record to be hidden as well?", _who_keeps(row.restriction)
    else:
        assert row.bar, "the database holds that it is one of the two"
        child, what, told = row.bar.person, f"Is {row.bar.user} kept from them as well?", _who_decides(row.bar)
    page = "restriction" if row.restriction else "conflicts"
    return [
        Alert(
            user=user,
            kind="new_in_family",
            text=f"{row.person.name} is new in the family of {child.name}. {what}"[:300],
            url=f"/children/{child.pk}/{page}/family/",
            child_id=child.pk,
            key=f"new-in-family:{row.pk}",
            raised_at=now,
        )
        for user in told
    ]


def _who_keeps(restriction: Restriction) -> list[User]:
    named = named_on(restriction)
    return [user for user in named if user.pk == restriction.keeper_id or user.may(Permission.RESTRICT)]


def _who_decides(bar: ConflictOfInterest) -> list[User]:
    """The manager of the team that holds the child; else whoever set the bar, if that was a manager."""
    line = responsible_for([bar.person_id]).get(bar.person_id)
    managers = [line.team_manager, line.service_manager] if line else []
    wanted = [*managers, bar.set_by if bar.set_by.may(Permission.ALLOCATE) else None]
    manager = first_who_may_know(bar.person_id, *(one for one in wanted if one and one != bar.user))
    return [manager] if manager else []


def newcomers_to(restriction: Restriction, reader: User) -> QuerySet[NewInFamily]:
    """Who waits to be hidden as well or left, as far as the reader may know of them."""
    rows = NewInFamily.objects.filter(restriction=restriction, answer="", person__in=people_visible_to(reader))
    return rows.select_related("person").order_by("found_at", "pk")


def newcomers_beside(child: Child, reader: User) -> QuerySet[NewInFamily]:
    """Who waits, for each worker who is kept from this child."""
    open_bars = ConflictOfInterest.objects.open().filter(person=child.pk)
    rows = NewInFamily.objects.filter(bar__in=open_bars, answer="", person__in=people_visible_to(reader))
    return rows.exclude(bar__user=reader).select_related("person", "bar__user").order_by("found_at", "pk")


@transaction.atomic
def extend_restriction(
    *, restriction: Restriction, rows: Iterable[NewInFamily], by: User, at: datetime | None = None
) -> list[Person]:
    """Hide those chosen with the rest of the family; who else waited is left. Raises PermissionDenied.

    Returns those who are hidden now.
    """
    check_may_keep(by, restriction)
    chosen = {row.pk for row in rows}
    waiting = list(newcomers_to(restriction, by).select_for_update(of=("self",)))
    people = [row.person for row in waiting if row.pk in chosen]
    hidden = hide_with(restriction=restriction, people=people, by=by, at=at)
    _answer(waiting, chosen, by, at)
    refresh_clocks([one.pk for one in hidden if one.is_child])
    return hidden


@transaction.atomic
def extend_bars(*, child: Child, rows: Iterable[NewInFamily], by: User, at: datetime | None = None) -> None:
    """Keep the workers from those chosen as well; who else waited is left. Raises PermissionDenied."""
    if not by.may(Permission.ALLOCATE):
        raise PermissionDenied("Only a manager may decide this.")
    chosen = {row.pk for row in rows}
    waiting = list(newcomers_beside(child, by).select_for_update(of=("self",)))
    for row in waiting:
        if row.pk in chosen and row.bar:
            extend_bar(bar=row.bar, people=[row.person], by=by, at=at)
    _answer(waiting, chosen, by, at)


def _answer(waiting: list[NewInFamily], chosen: set[int], by: User, at: datetime | None) -> None:
    for row in waiting:
        row.answer = NewcomerAnswer.COVERED if row.pk in chosen else NewcomerAnswer.LEFT
        row.answered_by, row.answered_at = by, at or timezone.now()
        row.save(update_fields=["answer", "answered_by", "answered_at"])


def leave_out(*, restriction: Restriction, covered: Iterable[Person], by: User, at: datetime | None = None) -> None:
    """Whoever of the family was not chosen when the record was restricted is not asked about again."""
    known = {person.pk for person in covered}
    NewInFamily.objects.bulk_create(
        NewInFamily(
            restriction=restriction,
            person_id=person.pk,
            answer=NewcomerAnswer.LEFT,
            answered_by=by,
            answered_at=at or timezone.now(),
        )
        for person in near_family(restriction.child)
        if person.pk not in known
    )
