"""The child in need plan: started, changed, reviewed, ended; and its clocks."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from casework import services
from casework.models import ChildInNeedPlan, PlanAction, PlanOutcome
from tests.factories.casework import a_case, a_plan, a_visit, at_noon, moment
from timescales.models import Clock
from timescales.queries import open_clocks_for

pytestmark = pytest.mark.django_db


def due(child, rule_id: str) -> date:
    return open_clocks_for(child).get(rule_id=rule_id).due_on


def test_visits_and_reviews_count_from_the_start_of_the_plan(anna):
    child = a_plan(anna, started_on=date(2026, 5, 11)).child
    assert due(child, "cin.visit") == date(2026, 6, 8)  # four weeks
    assert due(child, "cin.review") == date(2026, 8, 11)  # three months


def test_plan_holds_outcomes_and_their_actions(anna):
    plan = a_plan(anna)
    outcome = plan.outcomes.get()
    assert (outcome.text, outcome.actions.get().owner) == ("Maisie sleeps through", "Mrs Clarke")


def test_second_open_plan_is_refused(anna):
    plan = a_plan(anna)
    with pytest.raises(ValidationError, match="already has a child in need plan"):
        a_plan(anna, plan.episode)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"started_on": date(2026, 3, 1)}, "started_on"),
        ({"started_on": date(2026, 5, 12), "at": at_noon(date(2026, 5, 11))}, "started_on"),
        ({"outcomes": [("", [])]}, "outcomes"),
        ({"outcomes": [("Sleeps", [("Ring", "", None)])]}, "outcomes"),
        ({"outcomes": [("Sleeps", [("Ring", "Kelly", date(2026, 5, 1))])]}, "outcomes"),
    ],
)
def test_plan_that_cannot_be(anna, fields, field):
    with pytest.raises(ValidationError) as refusal:
        a_plan(anna, **fields)
    assert field in refusal.value.message_dict


def test_corrected_start_moves_the_clocks(anna):
    plan = a_plan(anna, started_on=date(2026, 5, 11))
    services.change_child_in_need_plan(plan=plan, version=1, by=anna, started_on=date(2026, 5, 4))
    assert due(plan.child, "cin.visit") == date(2026, 6, 1)
    assert Clock.objects.filter(child=plan.child, rule_id="cin.visit").count() == 1


def test_stale_change_is_told_and_changes_nothing(anna, department):
    plan = a_plan(anna)
    services.change_child_in_need_plan(plan=plan, version=1, by=department.ben, summary="Ben's")
    with pytest.raises(ValidationError, match="while you were writing"):
        services.change_child_in_need_plan(plan=plan, version=1, by=anna, summary="Anna's")
    plan.refresh_from_db()
    assert plan.summary == "Ben's"


def review(plan, by, held_on, decision="continue", **fields):
    fields = {"present": "Kelly", "child_views": "", "progress": "Better nights.", "at": at_noon(held_on), **fields}
    return services.record_plan_review(plan=plan, held_on=held_on, decision=decision, by=by, **fields)


def test_next_review_counts_from_the_one_that_was_held(anna):
    plan = a_plan(anna, started_on=date(2026, 5, 11))
    review(plan, anna, date(2026, 7, 1))
    assert due(plan.child, "cin.review") == date(2026, 10, 1)
    held = Clock.objects.get(child=plan.child, rule_id="cin.review", stopped_at__isnull=False)
    assert not held.lapsed


def test_two_reviews_on_one_day_are_refused(anna):
    plan = a_plan(anna)
    review(plan, anna, date(2026, 7, 1))
    with pytest.raises(ValidationError, match="already recorded"):
        review(plan, anna, date(2026, 7, 1))


def test_review_that_ends_the_plan_ends_it_that_day_and_its_clocks_lapse(anna):
    plan = a_plan(anna)
    review(plan, anna, date(2026, 7, 1), decision="end")
    plan.refresh_from_db()
    assert plan.ended_on == date(2026, 7, 1)
    assert not open_clocks_for(plan.child).exists()
    assert Clock.objects.filter(child=plan.child, rule_id="cin.visit", lapsed=True).exists()


def test_plan_cannot_end_before_it_starts_nor_before_its_last_review(anna):
    plan = a_plan(anna, started_on=date(2026, 5, 11))
    review(plan, anna, date(2026, 7, 1))
    for on in (date(2026, 5, 10), date(2026, 6, 30)):
        with pytest.raises(ValidationError) as refusal:
            services.end_child_in_need_plan(plan=plan, on=on, because="x", by=anna)
        assert "on" in refusal.value.message_dict


def test_ended_plan_takes_nothing_more(anna):
    plan = a_plan(anna)
    services.end_child_in_need_plan(plan=plan, on=date(2026, 7, 1), because="All is well.", by=anna)
    action = PlanAction.objects.get()
    for act in (
        lambda: services.complete_action(action=action, done_on=date(2026, 7, 1), by=anna),
        lambda: review(plan, anna, date(2026, 7, 2)),
        lambda: services.add_outcome(plan=plan, text="More", actions=[], by=anna),
    ):
        with pytest.raises(ValidationError, match="ended on 1 July 2026"):
            act()


def test_visit_after_the_end_starts_no_clock(anna):
    plan = a_plan(anna)
    services.end_child_in_need_plan(plan=plan, on=date(2026, 7, 1), because="All is well.", by=anna)
    a_visit(anna, plan.child, moment(2026, 7, 8))
    assert not open_clocks_for(plan.child).exists()


def test_action_done_and_outcome_reached_are_kept_once(anna):
    plan = a_plan(anna)
    action, outcome = PlanAction.objects.get(), PlanOutcome.objects.get()
    services.complete_action(action=action, done_on=date(2026, 5, 20), by=anna)
    services.complete_action(action=action, done_on=date(2026, 5, 25), by=anna)
    services.reach_outcome(outcome=outcome, on=date(2026, 6, 1), by=anna)
    action.refresh_from_db()
    outcome.refresh_from_db()
    assert (action.done_on, outcome.reached_on) == (date(2026, 5, 20), date(2026, 6, 1))
    with pytest.raises(ValidationError):
        services.add_actions(outcome=outcome, actions=[], by=anna)
    rows = services.add_actions(outcome=outcome, actions=[("Ring the nurse", "Kelly", None)], by=anna)
    assert rows[0].outcome.plan == plan


def test_stranger_changes_nothing(anna, lena):
    plan = a_plan(anna)
    with pytest.raises(PermissionDenied):
        services.change_child_in_need_plan(plan=plan, by=lena, summary="x")
    with pytest.raises(PermissionDenied):
        review(plan, lena, date(2026, 7, 1))


def test_closed_case_takes_no_plan(anna, tariq):
    episode = a_case(anna)
    services.close_case(episode=episode, closed_on=date(2026, 4, 1), reason="RC7", by=tariq)
    with pytest.raises((ValidationError, PermissionDenied)):
        a_plan(anna, episode)
    assert ChildInNeedPlan.objects.count() == 0
