"""A plan's visits and reviews as one query: the same runs as the rule in Python says."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casework.clocks import PLAN, plan_facts
from casework.models import ChildInNeedPlan, NeedEpisode, PlanReview, Visit, VisitChild
from casework.rules.cycles import runs
from people.models import Child
from timescales.fact_queries import in_one

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
START = date(2026, 3, 2)  # four weeks before the clocks go forward

hours = st.integers(-60, 60 * 24)
plans = st.tuples(
    st.one_of(st.none(), st.integers(0, 60)),  # ends after so many days
    st.lists(hours, max_size=6),  # seen so many hours after the first moment
    st.sets(st.integers(-5, 70), max_size=4),  # reviewed on that day
)


def first_moment(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(drawn=st.lists(plans, min_size=1, max_size=6))
# Seen and reviewed in the very moment in which the plan is over, and twice in another.
@example(drawn=[(1, [30, 30, 48], {2})])
def test_the_query_gives_the_runs_of_the_rule(department, drawn):
    with transaction.atomic():
        expected = {fact for one in drawn for fact in _planned(department.anna, *one)}
        everybody = list(in_one(plan_facts(None)).facts(PLAN))
        given_facts = {(f.rule_id, f.subject_id, f.child_id, f.started_at, f.stopped_at, f.lapsed) for f in everybody}
        assert given_facts == expected
        assert len(everybody) == len(expected)  # two visits at one moment begin one run
        some = {fact.child_id for fact in everybody[:1]}
        asked = {fact.started_at for fact in in_one(plan_facts(some)).facts(PLAN)}
        assert asked == {fact.started_at for fact in everybody if fact.child_id in some}
        transaction.set_rollback(True)


def _planned(anna, lasted: int | None, seen: list[int], reviewed: set[int]) -> list[tuple]:
    """The plan with its rows, and what follows from it by the rule in Python."""
    child = Child.objects.create(forename="Maisie", surname="Clarke", is_child=True)
    episode = NeedEpisode.objects.create(child=child, referral_date=START, source="1A", primary_need="N1")
    ended_on = None if lasted is None else START + timedelta(days=lasted)
    plan = ChildInNeedPlan.objects.create(
        episode=episode, child=child, started_on=START, ended_on=ended_on, written_by=anna
    )
    moments = [first_moment(START) + timedelta(hours=hour) for hour in seen]
    visits = Visit.objects.bulk_create(
        [Visit(purpose="child_in_need", worker=anna, took_place_at=at) for at in moments]
    )
    VisitChild.objects.bulk_create(
        [VisitChild(visit=visit, child=child, seen=True, seen_at=visit.took_place_at) for visit in visits]
    )
    PlanReview.objects.bulk_create(
        [PlanReview(plan=plan, held_on=START + timedelta(days=day), recorded_by=anna) for day in reviewed]
    )
    end = first_moment(ended_on + timedelta(days=1)) if ended_on else None
    held = [first_moment(START + timedelta(days=day)) for day in reviewed]
    return [
        (rule_id, plan.pk, child.pk, run.started, run.stopped, run.lapsed)
        for rule_id, marks in (("cin.visit", moments), ("cin.review", held))
        for run in runs(first_moment(START), marks, end)
    ]
