"""The clocks that follow from this room's records. Each source answers for a whole batch of children at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone

from casework.codes import DecisionKind
from casework.models import Assessment, ChildInNeedPlan, PlanReview, VisitChild
from casework.rules.cycles import Run, runs
from timescales.facts import ClockFact
from timescales.models import Clock
from timescales.queries import clocks_of
from timescales.sources import register_clock_source

ASSESSMENT, PLAN = "assessment", "child_in_need_plan"


def register() -> None:
    """Tell timescales where this room's clocks come from."""
    register_clock_source(ASSESSMENT, assessment_facts, act_url=_assessment_url)
    register_clock_source(PLAN, plan_facts, act_url=_plan_url)


def assessment_facts(child_ids: Collection[int]) -> Iterator[ClockFact]:
    """45 working days from the referral to authorisation, and the manager's look inside them. One query."""
    rows = Assessment.objects.filter(child_id__in=child_ids).annotate(
        first_submitted_at=Min("decisions__at", filter=Q(decisions__kind=DecisionKind.SUBMITTED))
    )
    for one in rows.values(
        "pk", "child_id", "counts_from", "started_on", "authorised_at", "checkpoint_on", "first_submitted_at"
    ):
        yield ClockFact(
            "assessment",
            one["child_id"],
            ASSESSMENT,
            one["pk"],
            started_at=one["counts_from"],
            stopped_at=one["authorised_at"],
        )
        looked_on = one["checkpoint_on"]
        yield ClockFact(
            "assessment.midpoint",
            one["child_id"],
            ASSESSMENT,
            one["pk"],
            started_at=one["started_on"],
            stopped_at=looked_on or one["first_submitted_at"],
            # Handed in before anybody looked half-way: the manager reads all of it now.
            lapsed=looked_on is None and one["first_submitted_at"] is not None,
        )


def plan_facts(child_ids: Collection[int]) -> Iterator[ClockFact]:
    """A visit and a review at a time, for as long as a child in need plan runs. Three queries, or one without plans."""
    plans = list(
        ChildInNeedPlan.objects.filter(child_id__in=child_ids).values("pk", "child_id", "started_on", "ended_on")
    )
    if not plans:
        return
    seen = _grouped(
        VisitChild.objects.filter(child_id__in={plan["child_id"] for plan in plans}, seen=True).values_list(
            "child_id", "seen_at"
        )
    )
    reviews = PlanReview.objects.filter(plan__in=[plan["pk"] for plan in plans])
    held = _grouped(reviews.values_list("plan_id", "held_on"))
    for plan in plans:
        start = _start_of(plan["started_on"])
        ended = _start_of(plan["ended_on"] + timedelta(days=1)) if plan["ended_on"] else None
        yield from _facts("cin.visit", plan, runs(start, seen[plan["child_id"]], ended))
        yield from _facts("cin.review", plan, runs(start, map(_start_of, held[plan["pk"]]), ended))


def _grouped(rows: Iterable[tuple]) -> dict[int, list]:
    grouped = defaultdict(list)
    for key, value in rows:
        grouped[key].append(value)
    return grouped


def _facts(rule_id: str, plan: Mapping[str, Any], cycles: list[Run]) -> Iterator[ClockFact]:
    for run in cycles:
        yield ClockFact(
            rule_id,
            child_id=plan["child_id"],
            subject_kind=PLAN,
            subject_id=plan["pk"],
            started_at=run.started,
            stopped_at=run.stopped,
            lapsed=run.lapsed,
        )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def assessment_clock(assessment: Assessment) -> Clock | None:
    """The clock of the 45 working days."""
    return clocks_of(ASSESSMENT, assessment.pk).filter(rule_id="assessment").first()


def _assessment_url(clock: Clock) -> str:
    return reverse("assessment", args=[clock.child_id, clock.subject_id])


def _plan_url(clock: Clock) -> str:
    page = "visits" if clock.rule_id == "cin.visit" else "plan"
    return reverse(page, args=[clock.child_id])
