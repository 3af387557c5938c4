"""The clocks that follow from this room's records. Each source answers for a whole batch of children at once."""

from django.db.models import Min, Q

from casework.codes import DecisionKind
from casework.models import Assessment, ChildInNeedPlan, PlanReview, VisitChild
from timescales.fact_queries import Children, FactQuery, among, cycle_facts, facts_of
from timescales.models import Clock
from timescales.queries import clocks_of
from timescales.sources import OfRecord, register_clock_queries
from ui.addresses import numbered

ASSESSMENT, PLAN = "assessment", "child_in_need_plan"


def register() -> None:
    """Tell timescales where this room's clocks come from."""
    register_clock_queries(ASSESSMENT, assessment_facts, act_url=_assessment_url)
    register_clock_queries(PLAN, plan_facts, act_url=_plan_url)


def assessment_facts(children: Children) -> list[FactQuery]:
    """45 working days from the referral to authorisation, and the manager's look inside them."""
    rows = Assessment.objects.filter(among(children))
    looked = Q(checkpoint_on__isnull=False)
    first_submitted_at = Min("decisions__at", filter=Q(decisions__kind=DecisionKind.SUBMITTED))
    return [
        facts_of(rows, "assessment", started_at="counts_from", stopped_at="authorised_at"),
        facts_of(rows.filter(looked), "assessment.midpoint", started_at="started_on", stopped_at="checkpoint_on"),
        facts_of(
            rows.filter(~looked).annotate(first_submitted_at=first_submitted_at),
            "assessment.midpoint",
            started_at="started_on",
            stopped_at="first_submitted_at",
            # Handed in before anybody looked half-way: the manager reads all of it now.
            lapsed=Q(first_submitted_at__isnull=False),
        ),
    ]


def plan_facts(children: Children) -> list[FactQuery]:
    """A visit and a review at a time, for as long as a child in need plan runs."""
    plans = ChildInNeedPlan.objects.filter(among(children))
    visits = VisitChild.objects.filter(among(children), seen=True)
    reviews = PlanReview.objects.filter(among(children, "plan__child_id"))
    return [
        cycle_facts("cin.visit", plans, visits, run_key="child_id", mark_key="child_id", at="seen_at"),
        cycle_facts("cin.review", plans, reviews, run_key="pk", mark_key="plan_id", at="held_on"),
    ]


def assessment_clock(assessment: Assessment) -> Clock | None:
    """The clock of the 45 working days."""
    return clocks_of(ASSESSMENT, assessment.pk).filter(rule_id="assessment").first()


def _assessment_url(clock: OfRecord) -> str:
    return numbered("assessment", clock.child_id, clock.subject_id)


def _plan_url(clock: OfRecord) -> str:
    page = "visits" if clock.rule_id == "cin.visit" else "plan"
    return numbered(page, clock.child_id)
