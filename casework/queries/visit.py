"""Visits: when a child was last seen, what is booked, and whether the child has moved since it was booked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet
from django.http import Http404

from casework.models import Visit, VisitChild
from casework.models.visit import VisitQuerySet
from casework.rules.dates import words
from people.codes import ResidenceKind
from people.models import Child, Residence
from staff.models import User
from staff.policies import children_visible_to


@dataclass(frozen=True)
class LastSeen:
    """Moments, or None for a child whom nobody has seen, or seen alone."""

    seen_at: datetime | None = None
    seen_alone_at: datetime | None = None


NEVER = LastSeen()
# The same for one child, as an object, for a question that asks several things at once.
LAST_SEEN = """
SELECT json_build_object('seen', max(seen_at), 'alone', max(seen_at) FILTER (WHERE seen_alone))
FROM casework_visitchild WHERE child_id = %(child)s AND seen
"""


def last_seen(child_ids: Collection[int]) -> dict[int, LastSeen]:
    """When each child was last seen and last seen alone, whatever the visit was for. One query."""
    rows = (
        VisitChild.objects.filter(child_id__in=child_ids, seen=True)
        .values("child_id")
        .annotate(seen=Max("seen_at"), alone=Max("seen_at", filter=Q(seen_alone=True)))
        .order_by()
    )
    found = {row["child_id"]: LastSeen(row["seen"], row["alone"]) for row in rows}
    return {pk: found.get(pk, NEVER) for pk in child_ids}


def visits_of(user: User, child: Child) -> VisitQuerySet:
    """The child's visits, each with the results of the children whom this person may see: `visit.results`."""
    results = VisitChild.objects.filter(child__in=children_visible_to(user)).select_related("child").order_by("pk")
    mine = VisitChild.objects.filter(child=child).values("visit_id")
    return (
        Visit.objects.filter(pk__in=mine)
        .select_related("worker", "address")
        .prefetch_related(Prefetch("children", queryset=results, to_attr="results"))
    )


def visit_of(user: User, child: Child, pk: int) -> Visit:
    """One visit, reached through its child. Raises Http404 for another child's."""
    found = visits_of(user, child).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def booked_visits_of(user: User, child: Child) -> list[Visit]:
    """What is booked for the child, the next first, each with `moved`: a sentence where the child has moved since."""
    return with_moves(visits_of(user, child).booked().order_by("booked_for"))


def done_visits_of(user: User, child: Child) -> QuerySet[Visit]:
    """What took place or was called off, the latest first."""
    return (
        visits_of(user, child)
        .exclude(took_place_at=None, cancelled_at=None)
        .order_by("-took_place_at", "-cancelled_at", "-pk")
    )


def with_moves(visits: Iterable[Visit]) -> list[Visit]:
    """Give each booked visit `moved`, a sentence or nothing. Needs `results` on each; one query for all."""
    found: list[Any] = list(visits)
    moves = moves_of(
        (visit.pk, visit.address_id, [row.child for row in visit.results]) for visit in found if visit.address_id
    )
    for visit in found:
        visit.moved = moves.get(visit.pk, "")
    return found


def moves_of(booked: Iterable[tuple[int, int, Collection[Child]]]) -> dict[int, str]:
    """For each (visit, address, children) booked where a child lived once and lives no more, a sentence. One query."""
    booked = list(booked)
    homes: dict[int, list[Residence]] = {}
    children = {child.pk for _, _, on_it in booked for child in on_it}
    if not children:
        return {}
    rows = Residence.objects.filter(person__in=children, kind=ResidenceKind.MAIN).select_related("address")
    for row in rows.order_by("from_on", "pk"):
        homes.setdefault(row.person_id, []).append(row)
    moves = {}
    for pk, address_id, on_it in booked:
        sentences = [_moved(child, address_id, homes.get(child.pk, [])) for child in on_it]
        if told := " ".join(sentence for sentence in sentences if sentence):
            moves[pk] = told
    return moves


def _moved(child: Child, address_id: int, homes: list[Residence]) -> str:
    now = next((home for home in reversed(homes) if home.to_on is None), None)
    former = [home for home in homes if home.address_id == address_id and home.to_on is not None]
    if not former or (now and now.address_id == address_id):
        return ""
    left_on = now.from_on if now and now.from_on else former[-1].to_on
    left = f" on {words(left_on)}" if left_on else ""
    name = child.known_as or child.forename or child.name
    if now is None:
        return f"{name} left{left}, and no new address is recorded. Visit booked at the former address."
    return f"{name} moved{left}. Visit booked at the former address. Now at {now.address}."
