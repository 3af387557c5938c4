"""Visits: booked, moved to where the child lives now, called off. Recording one stands in visit_record.py."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from casework.codes import VisitPurpose
from casework.models import Visit, VisitChild
from casework.policies import check_can_write_for, check_can_write_for_one_of
from casework.rules.dates import words
from casework.rules.visit import check_booked, check_booking
from people.models import Address, Child
from staff.models import User


@transaction.atomic
def book_visit(
    *,
    children: list[Child],
    purpose: str,
    worker: User,
    booked_for: datetime,
    address: Address | None = None,
    place: str = "",
    by: User,
    at: datetime | None = None,
) -> Visit:
    """Book a visit to one child or several of a family.

    With neither an address nor a place it goes to the first child's current address, so that a later move can be
    shown on the booking. Raises ValidationError by field.
    """
    check_can_write_for(by, children)
    at = at or timezone.now()
    check_children(children)
    check_purpose(purpose)
    check_booking(booked_for, at)
    if address is None and not place:
        address = current_address_of(children[0])
    visit = Visit.objects.create(
        purpose=purpose, worker=worker, booked_for=booked_for, address=address, place=place.strip()
    )
    VisitChild.objects.bulk_create(VisitChild(visit=visit, child=child) for child in children)
    day = words(timezone.localdate(booked_for))
    record_for(visit, children, "visit_booked", f"{label(purpose)} booked for {day}", by=by, at=at)
    return visit


def check_children(children: list[Child]) -> None:
    if not children:
        raise ValidationError({"children": "Select at least one child."})


def check_purpose(purpose: str) -> None:
    if purpose not in VisitPurpose.values:
        raise ValidationError({"purpose": "Select what the visit is for."})


def label(purpose: str) -> str:
    """Assessment visit"""
    name = VisitPurpose(purpose).label
    return name if name.lower().endswith("visit") else f"{name} visit" if purpose != VisitPurpose.OTHER else "Visit"


def current_address_of(child: Child) -> Address | None:
    """Where the child lives today, if anybody knows."""
    residence = child.current_address()
    return residence.address if residence else None


@transaction.atomic
def use_current_address(*, visit: Visit, child: Child, by: User, at: datetime | None = None) -> Visit:
    """The child has moved: the booked visit goes to the new address."""
    visit = lock(visit)
    check_can_write_for(by, [child])
    check_booked(visit)
    address = current_address_of(child)
    if address is None:
        raise ValidationError(f"No current address is recorded for {child.name}. Record it first.")
    if visit.address_id == address.pk:
        return visit
    before = visit.address_id
    visit.address, visit.place, visit.version = address, "", visit.version + 1
    visit.save(update_fields=["address", "place", "version"])
    summary = "Visit moved to the current address"
    record_for(visit, children_of(visit), "visit_address_changed", summary, by=by, at=at, before=before)
    return visit


@transaction.atomic
def cancel_visit(*, visit: Visit, because: str, by: User, at: datetime | None = None) -> Visit:
    """Call a booked visit off. Raises ValidationError on "because" without a reason, or when it is no longer booked."""
    visit = lock(visit)
    children = children_of(visit)
    check_can_write_for_one_of(by, children)
    check_booked(visit)
    if not because.strip():
        raise ValidationError({"because": "Say why the visit is called off."})
    visit.cancelled_at, visit.cancelled_because = at or timezone.now(), because.strip()
    visit.save(update_fields=["cancelled_at", "cancelled_because"])
    day = words(timezone.localdate(visit.booked_for)) if visit.booked_for else ""
    summary = f"{label(visit.purpose)} of {day} called off"
    record_for(visit, children, "visit_cancelled", summary, by=by, at=at, detail=visit.cancelled_because)
    return visit


def lock(visit: Visit) -> Visit:
    """The visit as it is now, held until the transaction ends."""
    return Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)


def children_of(visit: Visit) -> list[Child]:
    return list(Child.objects.filter(visit_results__visit=visit).order_by("pk"))


def record_for(
    visit: Visit,
    children: Iterable[Child],
    kind: str,
    summary: str,
    *,
    by: User,
    at: datetime | None,
    detail: str = "",
    **data: Any,
) -> None:
    """One event a child, so that each chronology has it."""
    for child in children:
        record_event(
            kind=kind,
            summary=summary,
            by=by,
            child_id=child.pk,
            subject=("visit", visit.pk),
            at=at,
            detail=detail,
            **data,
        )
