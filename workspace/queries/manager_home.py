"""The morning of somebody who answers for a team: what waits for a decision, and where time runs out."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from casework.models import Assessment
from referrals.models import Referral
from referrals.policies import referrals_waiting_for
from staff.models import Allocation, User
from staff.policies import children_visible_to, teams_answered_for
from staff.queries import unallocated_for
from timescales.models import Clock
from timescales.queries import due_for_children
from workspace import acts
from workspace.queries.due import DueItem, item_of
from workspace.queries.holders import holders_of
from workspace.rules import SOON, When, when

MOST = 15


@dataclass(frozen=True)
class ToAuthorise:
    assessment: Assessment
    when: When | None


@dataclass(frozen=True)
class ToAccept:
    referral: Referral
    when: When | None


@dataclass(frozen=True)
class ManagerHome:
    """Lists are cut to the first few; the counts are of all."""

    to_authorise: list[ToAuthorise]
    to_accept: list[ToAccept]
    unallocated: list[Allocation]
    half_way: list[DueItem]
    late: list[DueItem]
    soon: list[DueItem]
    counts: dict[str, int]


def manager_home(user: User, now: datetime) -> ManagerHome:
    """What waits for a manager, and the dates of the teams. The number of queries is fixed."""
    assessments, referrals, unallocated = assessments_waiting_for(user), referrals_with_due(user), without_worker(user)
    half_way = half_way_looks(user).filter(due_at__lte=now + SOON)
    clocks = team_clocks(user)
    late, soon = clocks.filter(due_at__lt=now), clocks.filter(due_at__gte=now, due_at__lte=now + SOON)
    return ManagerHome(
        to_authorise=[ToAuthorise(row, _when(row.due_at, now)) for row in assessments[:MOST]],
        to_accept=[ToAccept(row, _when(row.due_at, now)) for row in referrals[:MOST]],
        unallocated=list(unallocated[:MOST]),
        half_way=_with_workers(half_way[:MOST], now, own_act=True),
        late=_with_workers(late[:MOST], now),
        soon=_with_workers(soon[:MOST], now),
        counts={
            "to_authorise": assessments.count(),
            "to_accept": referrals.count(),
            "unallocated": unallocated.count(),
            "half_way": half_way.count(),
            "late": late.count(),
            "soon": soon.count(),
        },
    )


def held_by_teams_of(user: User) -> QuerySet[Allocation]:
    """The lead allocations of the teams that a person answers for, of children whom the person may see."""
    return (
        Allocation.objects.open().lead().filter(team__in=teams_answered_for(user), child__in=children_visible_to(user))
    )


def assessments_waiting_for(user: User) -> QuerySet[Assessment, Any]:
    """Assessments of the teams' children that a manager has to read, the first due first; never the reader's own."""
    return (
        Assessment.objects.waiting_for_a_manager()
        .filter(child__in=held_by_teams_of(user).values("child"))
        .exclude(author=user)
        .select_related("child", "author")
        .annotate(due_at=_due_at("assessment"))
        .order_by(F("due_at").asc(nulls_last=True), "submitted_at")
    )


def referrals_with_due(user: User) -> QuerySet[Referral, Any]:
    """Referrals that wait to be accepted, each with the end of the time for its assessment."""
    return referrals_waiting_for(user).annotate(due_at=_due_at("referral"))


def without_worker(user: User) -> QuerySet[Allocation]:
    """Children whom no worker holds yet. One whose referral waits gets a worker when it is accepted."""
    return unallocated_for(user).exclude(child__in=Referral.objects.waiting().values("child"))


def half_way_looks(user: User) -> QuerySet[Clock]:
    """Assessments under way at which the manager has to look."""
    return _clocks_of_teams(user).filter(rule_id__in=acts.MANAGERS_RULES)


def _clocks_of_teams(user: User) -> QuerySet[Clock]:
    return due_for_children(children_visible_to(user)).filter(child__in=held_by_teams_of(user).values("child"))


def team_clocks(user: User) -> QuerySet[Clock]:
    """What workers of the teams have to do. What waits for the manager stands in lists of its own."""
    submitted = Assessment.objects.waiting_for_a_manager().values("pk")
    return (
        _clocks_of_teams(user)
        .exclude(rule_id__in=acts.MANAGERS_RULES)
        .exclude(subject_kind__in=[*acts.OF_THE_FRONT_DOOR, *acts.OF_MANAGERS])
        .exclude(subject_kind="assessment", subject_id__in=submitted)
    )


def _due_at(subject_kind: str) -> Subquery:
    clocks = Clock.objects.open().filter(subject_kind=subject_kind, subject_id=OuterRef("pk"), rule_id="assessment")
    return Subquery(clocks.values("due_at")[:1])


def _when(due_at: datetime | None, now: datetime) -> When | None:
    return when(due_at, now) if due_at else None


def _with_workers(clocks: QuerySet[Clock], now: datetime, *, own_act: bool = False) -> list[DueItem]:
    """The dates with the worker's name. They lead to the act only where it is the manager's own."""
    found = list(clocks)
    holders = holders_of({clock.child_id for clock in found})
    items = [item_of(clock, now, worker=holders[clock.child_id].worker) for clock in found]
    return items if own_act else [replace(item, url="") for item in items]
