"""The morning of somebody who holds cases."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from casework.codes import DecisionKind
from casework.models import Assessment, AssessmentDecision, Visit
from casework.queries import plans_to_write
from casework.rules.states import State
from people.models import AdultToIdentify
from referrals.models import EarlyHelpAssessment
from staff.codes import AllocationRole
from staff.models import Allocation, User
from staff.policies import children_visible_to
from timescales.models import Clock
from timescales.queries import due_for_children
from workspace import acts
from workspace.queries.due import WAITING, DueItem, Section, counts_in_words, item_of, ranked, sections_of
from workspace.queries.visits import booked_visits, bookings_by_child, visit_items
from workspace.rules import Band

# Lines of one part; the rest is counted, and stands under My children.
MOST = 20
VISIT_RULES = ("cin.visit", "cp.visit")


@dataclass(frozen=True)
class WorkerHome:
    """What a worker does first, what waits for others, what was agreed without a date, whom nobody has named yet."""

    sections: list[Section]
    waiting: list[DueItem]
    waiting_count: int
    plans_to_write: list[Assessment]
    unknown_adults: list[AdultToIdentify]
    children_held: int

    @property
    def sum(self) -> list[tuple[Band, str]]:
        """2 late, 1 today, 4 in the next 7 days"""
        return counts_in_words(self.sections)


def worker_home(user: User, now: datetime) -> WorkerHome:
    """Everything due for the children whom a person holds, with the visits booked. The number of queries is fixed."""
    held = own_allocations(user)
    submitted = Assessment.objects.waiting_for_a_manager().values("pk")
    waits = Q(subject_kind="assessment", subject_id__in=submitted)
    clocks = list(ranked(_clocks(user, held), now, waits, MOST))
    assessments = _assessments(clocks)
    visits = booked_visits(user)
    items, waiting = _items(clocks, assessments, visits, now)
    hidden = {clock.part: max(clock.in_part - MOST, 0) for clock in clocks}
    sections = sections_of([*items, *visit_items(visits, now)], hidden, MOST)
    unknown = AdultToIdentify.objects.filter(closed_on__isnull=True, child__in=held.values("child"))
    return WorkerHome(
        sections=sections,
        waiting=waiting,
        waiting_count=len(waiting) + hidden.get(WAITING, 0),
        plans_to_write=list(plans_to_write(children_visible_to(user).filter(pk__in=held.values("child")))),
        unknown_adults=list(unknown.select_related("child").order_by("raised_on", "pk")),
        # Said only where nothing is due.
        children_held=0 if sections else _with_me(user).count(),
    )


def own_allocations(user: User) -> QuerySet[Allocation]:
    """The children for whom the dates are this person's to keep: whoever reviews or helps does not manage the case."""
    return _with_me(user).filter(role__in=[AllocationRole.LEAD, AllocationRole.ADVISER])


def _with_me(user: User) -> QuerySet[Allocation]:
    return Allocation.objects.open().filter(worker=user, child__in=children_visible_to(user))


def _clocks(user: User, held: QuerySet[Allocation]) -> QuerySet[Clock]:
    written = Assessment.objects.open().filter(author=user).values("pk")
    early_help = EarlyHelpAssessment.objects.open().filter(recorded_by=user).values("pk")
    others = (*acts.OF_THE_FRONT_DOOR, *acts.OF_MANAGERS, "early_help")
    clocks = Clock.objects.open().order_by().values("pk")
    # Each by an index of its own: one condition with "or" would read every clock that is open.
    mine = clocks.filter(child__in=held.values("child")).exclude(subject_kind__in=others)
    mine = mine.union(
        clocks.filter(subject_kind="assessment", subject_id__in=written),
        clocks.filter(subject_kind="early_help", subject_id__in=early_help),
    )
    return due_for_children(children_visible_to(user)).filter(pk__in=mine).exclude(rule_id__in=acts.MANAGERS_RULES)


def _assessments(clocks: list[Clock]) -> dict[int, Assessment]:
    ids = [clock.subject_id for clock in clocks if clock.subject_kind == "assessment"]
    returned = AssessmentDecision.objects.filter(kind=DecisionKind.RETURNED).select_related("by").order_by("-at", "-pk")
    rows = Assessment.objects.filter(pk__in=ids).select_related("author")
    return {row.pk: row for row in rows.prefetch_related(Prefetch("decisions", queryset=returned))}


def _items(
    clocks: list[Clock], assessments: dict[int, Assessment], visits: list[Visit], now: datetime
) -> tuple[list[DueItem], list[DueItem]]:
    """The lines for the worker to act on, and those that wait for a manager."""
    booked = bookings_by_child(visits)
    items, waiting = [], []
    for clock in clocks:
        assessment = assessments.get(clock.subject_id) if clock.subject_kind == "assessment" else None
        if assessment and assessment.state == State.SUBMITTED:
            waiting.append(item_of(clock, now, act="Assessment with your manager"))
        elif assessment:
            items.append(item_of(clock, now, **_assessment_words(assessment)))
        else:
            note = booked.get(clock.child_id, "") if clock.rule_id in VISIT_RULES else ""
            items.append(item_of(clock, now, note=note))
    return items, waiting


def _assessment_words(assessment: Assessment) -> dict[str, str]:
    """The page on which it is written, and what became of it, where its line should say so."""
    url = reverse("assessment-edit", args=[assessment.child_id, assessment.pk])
    if assessment.state != State.RETURNED:
        return {"url": url}
    decision = next(iter(assessment.decisions.all()), None)
    warning = f"Sent back by {decision.by}: {decision.reason}" if decision else "Sent back"
    return {"act": "Change the assessment and send it again", "url": url, "warning": warning}
