"""The morning of somebody who answers for a team: what waits for a decision, and where time runs out."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from casework.models import Assessment
from referrals.models import Referral
from referrals.policies import referrals_waiting_for
from safeguarding.models import Section47Enquiry
from staff.models import Allocation, User
from staff.policies import children_visible_to, may_open, teams_answered_for
from staff.queries import unallocated_for
from timescales.models import Clock
from timescales.queries import due_for_children
from workspace import acts
from workspace.queries.due import DueItem, item_of
from workspace.queries.holders import holders_of
from workspace.rules import SOON, when
from workspace.rules import When as Words

MOST = 15
PARTS = HALF_WAY, LATE, SOON_DUE = "half way", "late", "soon"


@dataclass(frozen=True)
class ToAuthorise:
    assessment: Assessment
    when: Words | None


@dataclass(frozen=True)
class EnquiryToDecide:
    enquiry: Section47Enquiry
    when: Words | None


@dataclass(frozen=True)
class ToAccept:
    referral: Referral
    when: Words | None


@dataclass(frozen=True)
class ManagerHome:
    """Lists are cut to the first few; the counts are of all."""

    to_authorise: list[ToAuthorise]
    enquiries: list[EnquiryToDecide]
    to_accept: list[ToAccept]
    unallocated: list[Allocation]
    half_way: list[DueItem]
    late: list[DueItem]
    soon: list[DueItem]
    counts: dict[str, int]


def manager_home(user: User, now: datetime) -> ManagerHome:
    """What waits for a manager, and the dates of the teams. The number of queries is fixed."""
    assessments, referrals = _counted(assessments_waiting_for(user)), _counted(referrals_with_due(user))
    unallocated, enquiries = _counted(without_worker(user)), _counted(enquiries_waiting_for(user))
    clocks = _clocks(user, now)
    holders = holders_of({clock.child_id for clock in clocks})
    parts = {part: [clock for clock in clocks if clock.part == part] for part in PARTS}
    items = {
        part: [item_of(clock, now, worker=holders[clock.child_id].worker) for clock in rows]
        for part, rows in parts.items()
    }
    return ManagerHome(
        to_authorise=[ToAuthorise(row, _when(row.due_at, now)) for row in assessments],
        enquiries=[EnquiryToDecide(row, _when(row.due_at, now)) for row in enquiries],
        to_accept=[ToAccept(row, _when(row.due_at, now)) for row in referrals],
        unallocated=unallocated,
        # A date leads to the act only where it is the manager's own.
        half_way=items[HALF_WAY],
        late=[replace(item, url="") for item in items[LATE]],
        soon=[replace(item, url="") for item in items[SOON_DUE]],
        counts={
            "to_authorise": _number(assessments),
            "enquiries": _number(enquiries),
            "to_accept": _number(referrals),
            "unallocated": _number(unallocated),
            "half_way": _number(parts[HALF_WAY]),
            "late": _number(parts[LATE]),
            "soon": _number(parts[SOON_DUE]),
        },
    )


def _counted(rows: QuerySet[Any]) -> list[Any]:
    """The first few, each with how many there are in all as `in_all`: one query for both."""
    return list(rows.annotate(in_all=Window(Count("pk")))[:MOST])


def _number(rows: list[Any]) -> int:
    return rows[0].in_all if rows else 0


def _clocks(user: User, now: datetime) -> list[Any]:
    """The first few dates of each part of the page, each with how many there are: one query for the three."""
    rules, soon = acts.MANAGERS_RULES, now + SOON
    of_workers = ~Q(rule_id__in=rules) & ~Q(subject_kind__in=[*acts.OF_THE_FRONT_DOOR, *acts.OF_MANAGERS])
    submitted = Assessment.objects.waiting_for_a_manager().values("pk")
    clocks = _clocks_of_teams(user).filter(Q(rule_id__in=rules) | of_workers, due_at__lte=soon)
    numbered = clocks.exclude(~Q(rule_id__in=rules), subject_kind="assessment", subject_id__in=submitted).annotate(
        part=Case(
            When(rule_id__in=rules, then=Value(HALF_WAY)), When(due_at__lt=now, then=Value(LATE)),
            default=Value(SOON_DUE),
        ),
        place=Window(RowNumber(), partition_by=F("part"), order_by=("due_at", "pk")),
        in_all=Window(Count("pk"), partition_by=F("part")),
    )  # fmt: skip
    return list(numbered.filter(place__lte=MOST).order_by("due_at", "pk"))


def held_by_teams_of(user: User) -> QuerySet[Allocation]:
    """The lead allocations of the teams that a person answers for, of children whom the person may see."""
    return Allocation.objects.open().lead().filter(may_open(user, "child"), team__in=teams_answered_for(user))


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


def enquiries_waiting_for(user: User) -> QuerySet[Section47Enquiry, Any]:
    """Section 47 enquiries of the teams' children that were handed in, the first conference due first."""
    clocks = Clock.objects.filter(subject_kind="section47_enquiry", subject_id=OuterRef("pk"), stopped_at__isnull=True)
    return (
        Section47Enquiry.objects.open()
        .filter(submitted_at__isnull=False, child__in=held_by_teams_of(user).values("child"))
        .exclude(submitted_by=user)
        .select_related("child", "submitted_by")
        .annotate(due_at=Subquery(clocks.values("due_at")[:1]))
        .order_by(F("due_at").asc(nulls_last=True), "submitted_at")
    )


def referrals_with_due(user: User) -> QuerySet[Referral, Any]:
    """Referrals that wait to be accepted, each with the end of the time for its assessment."""
    return referrals_waiting_for(user).annotate(due_at=_due_at("referral"))


def without_worker(user: User) -> QuerySet[Allocation]:
    """Children whom no worker holds yet. One whose referral waits gets a worker when it is accepted."""
    return unallocated_for(user).exclude(child__in=Referral.objects.waiting().values("child"))


def _clocks_of_teams(user: User) -> QuerySet[Clock]:
    return due_for_children(children_visible_to(user)).filter(child__in=held_by_teams_of(user).values("child"))


def _due_at(subject_kind: str) -> Subquery:
    clocks = Clock.objects.open().filter(subject_kind=subject_kind, subject_id=OuterRef("pk"), rule_id="assessment")
    return Subquery(clocks.values("due_at")[:1])


def _when(due_at: datetime | None, now: datetime) -> Words | None:
    return when(due_at, now) if due_at else None
