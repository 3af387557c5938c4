"""What happened at a visit, and what it was for each child."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from casework.models import Visit, VisitChild
from casework.policies import check_can_write_for
from casework.rules.visit import Result, check_booked, check_took_place
from casework.services.visit import check_children, check_purpose, current_address_of, label, lock
from people.models import Address, Child
from staff.models import User
from staff.policies import children_visible_to
from timescales.services import refresh_clocks


@dataclass
class ChildResult:
    """One child at one visit. Only `seen` counts as a visit to the child."""

    child: Child
    seen: bool
    seen_alone: bool | None = None
    bedroom_seen: bool | None = None
    why_not_seen: str = ""
    child_words: str = ""


@transaction.atomic
def record_visit(
    *,
    visit: Visit | None = None,
    children: list[ChildResult],
    purpose: str,
    took_place_at: datetime,
    account: str = "",
    worker: User | None = None,
    address: Address | None = None,
    place: str = "",
    by: User,
    at: datetime | None = None,
) -> Visit:
    """Record a visit that took place: a booked one, or one that nobody had booked.

    A booked visit wants a result for every child whom it was booked for and whose record is open to the person.
    Raises ValidationError by field for what cannot have been so, and for a visit recorded or called off already.
    """
    at = at or timezone.now()
    check_children([result.child for result in children])
    check_can_write_for(by, [result.child for result in children])
    check_purpose(purpose)
    check_took_place(took_place_at, at, [_facts(result) for result in children])
    visit = _booked(visit, children, by) if visit else _unbooked(children, worker or by, address, place)
    visit.purpose, visit.took_place_at, visit.account = purpose, took_place_at, account.strip()
    visit.worker = worker or visit.worker
    visit.version += 1
    visit.save()
    _write_results(visit, children)
    for result in children:
        _record(visit, result, by)
    refresh_clocks([result.child for result in children], at=at)
    return visit


def _facts(result: ChildResult) -> Result:
    child = result.child
    return Result(child.name, child.date_of_birth, child.died_on, result.seen, result.seen_alone, result.why_not_seen)


def _booked(visit: Visit, children: list[ChildResult], by: User) -> Visit:
    visit = lock(visit)
    check_booked(visit)
    missing = set(visit.children.values_list("child_id", flat=True)).difference(one.child.pk for one in children)
    if missing:
        # A brother who has gone to another team since is for that team to see; his part stays open.
        names = [child.name for child in children_visible_to(by).filter(pk__in=missing)]
        if names:
            raise ValidationError({"results": f"Say whether you saw {' and '.join(names)}."})
    return visit


def _unbooked(children: list[ChildResult], worker: User, address: Address | None, place: str) -> Visit:
    if address is None and not place.strip():
        address = current_address_of(children[0].child)
    return Visit(worker=worker, address=address, place=place.strip())


def _write_results(visit: Visit, results: list[ChildResult]) -> None:
    VisitChild.objects.bulk_create(
        [
            VisitChild(
                visit=visit,
                child=one.child,
                seen=one.seen,
                seen_alone=one.seen_alone if one.seen else None,
                bedroom_seen=one.bedroom_seen,
                why_not_seen="" if one.seen else one.why_not_seen.strip(),
                child_words=one.child_words.strip(),
                seen_at=visit.took_place_at if one.seen else None,
            )
            for one in results
        ],
        update_conflicts=True,
        unique_fields=["visit", "child"],
        update_fields=["seen", "seen_alone", "bedroom_seen", "why_not_seen", "child_words", "seen_at"],
    )


def _record(visit: Visit, result: ChildResult, by: User) -> None:
    if not result.seen:
        outcome = "not seen"
    elif result.seen_alone:
        outcome = "seen, and seen alone"
    else:
        outcome = "seen"
    record_event(
        kind="visit_recorded",
        summary=f"{label(visit.purpose)}: {outcome}",
        detail=result.why_not_seen.strip() or result.child_words.strip(),
        by=by,
        child_id=result.child.pk,
        subject=("visit", visit.pk),
        at=visit.took_place_at,
        seen=result.seen,
        seen_alone=result.seen_alone,
    )
