"""Visits that are booked, as lines of a list."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db.models import Prefetch
from django.urls import reverse

from casework.codes import VisitPurpose
from casework.models import Visit, VisitChild
from people.codes import ResidenceKind
from people.models import Child, Residence
from staff.models import User
from staff.policies import children_visible_to
from ui.dates import LONDON
from workspace.queries.due import DueItem
from workspace.rules import day_words, when

# What a visit is called on a list; any other is a visit.
VISITS: dict[str, str] = {
    VisitPurpose.ASSESSMENT: "assessment visit",
    VisitPurpose.CHILD_IN_NEED: "child in need visit",
}


def booked_visits(user: User) -> list[Visit]:
    """The visits that a person has booked, each with the children on it whom the person may see. Two queries."""
    children = VisitChild.objects.filter(child__in=children_visible_to(user)).select_related("child").order_by("pk")
    visits = Visit.objects.booked().filter(worker=user).select_related("address").order_by("booked_for")
    found = visits.prefetch_related(Prefetch("children", queryset=children))
    return [visit for visit in found if visit.children.all()]


def visit_items(visits: list[Visit], now: datetime) -> list[DueItem]:
    """Each booked visit as a line at its hour. One query, for where the children live now."""
    homes = homes_of({row.child_id for visit in visits for row in visit.children.all()})
    return [_item(visit, homes, now) for visit in visits]


def bookings_by_child(visits: Iterable[Visit]) -> dict[int, str]:
    """For each child the next visit booked, in words."""
    booked: dict[int, str] = {}
    for visit in visits:
        at = _hour(visit).astimezone(LONDON)
        for row in visit.children.all():
            booked.setdefault(row.child_id, f"Booked for {at:%A} {day_words(at.date())} at {at:%H:%M}")
    return booked


def homes_of(child_ids: Iterable[int]) -> dict[int, Residence]:
    """Where each child lives today. One query."""
    rows = Residence.objects.current().filter(person__in=list(child_ids), kind=ResidenceKind.MAIN)
    return {row.person_id: row for row in rows.select_related("address")}


def _hour(visit: Visit) -> datetime:
    """A visit that is booked and not done has its hour: the database refuses one without."""
    return cast(datetime, visit.booked_for)


def _item(visit: Visit, homes: dict[int, Residence], now: datetime) -> DueItem:
    rows = list(visit.children.all())
    child: Child = rows[0].child
    booked_for = _hour(visit)
    past = booked_for < now
    others = ", ".join(row.child.name for row in rows[1:])
    where = visit.place or (visit.address.line1 if visit.address else "")
    return DueItem(
        act=f"Record the {VISITS.get(visit.purpose, 'visit')}",
        url=reverse("visit-record", args=[child.pk, visit.pk]),
        child=child,
        due_at=booked_for,
        when=when(booked_for, now, to_the_minute=True),
        note=". ".join(part for part in (where, f"With {others}" if others else "") if part),
        warning=_moved(visit, rows, homes),
        because="This visit was booked for then and has not been written up." if past else "",
    )


def _moved(visit: Visit, rows: list[VisitChild], homes: dict[int, Residence]) -> str:
    """A visit to an address that the child has left since is the mistake that must not happen."""
    if visit.address_id is None:
        return ""
    for row in rows:
        home = homes.get(row.child_id)
        if home and home.address_id != visit.address_id:
            return f"{row.child.name} now lives at {home.address}. The visit was booked for another address."
    return ""
