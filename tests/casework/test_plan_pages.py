"""The plan's pages, and closing a case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework import services
from casework.models import ChildInNeedPlan, NeedEpisode, PlanAction, PlanOutcome, PlanReview
from people.models import Relationship
from tests.casework.pages import as_user, day, queries_of, text_of
from tests.factories.casework import a_case, a_child, a_plan, a_visit, an_assessment, written

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


@pytest.fixture
def episode(anna) -> NeedEpisode:
    return a_case(anna, referred_on=today() - timedelta(days=60))


@pytest.fixture
def plan(anna, episode) -> ChildInNeedPlan:
    return a_plan(
        anna,
        episode,
        started_on=today() - timedelta(days=20),
        outcomes=[("Maisie sleeps through", [("Ask the school nurse in", "Kelly", today())])],
    )


def plan_typed(**changes) -> dict:
    return {
        **day("started_on", today()),
        "summary": "Calm evenings.",
        "outcomes-count": "2",
        "outcomes-0-outcome": "Maisie sleeps through",
        "outcomes-0-action": "Ask the school nurse in",
        "outcomes-0-owner": "Kelly",
        **day("outcomes-0-due_on", today() + timedelta(days=10)),
        "outcomes-1-outcome": "Kelly has an evening off",
        **changes,
    }


def url(name: str, of, *more: int) -> str:
    return reverse(name, args=[of.child_id, *more])


def test_plan_starts_with_outcomes_and_actions(anna, episode):
    assert as_user(anna).post(url("plan-new", episode), plan_typed()).status_code == 302
    assert [outcome.text for outcome in PlanOutcome.objects.all()] == [
        "Maisie sleeps through",
        "Kelly has an evening off",
    ]
    assert PlanAction.objects.get().owner == "Kelly"
    page = text_of(as_user(anna).get(url("plan", episode)))
    assert "Ask the school nurse in" in page
    assert "Visit to a child in need" in page


def test_what_the_assessment_said_is_in_the_form_already(anna, episode):
    a_visit(anna, episode.child, timezone.now() - timedelta(days=30))
    written(an_assessment(anna, episode))
    page = text_of(as_user(anna).get(url("plan-new", episode)))
    assert "A plan with the grandmother in it.</textarea>" in page
    assert "Her mother asks for help with the evenings.</textarea>" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (day("started_on", timezone.localdate() + timedelta(days=1)), "must be today or in the past"),
        (day("started_on", timezone.localdate() - timedelta(days=61)), "cannot start before the referral"),
        ({"outcomes-0-owner": ""}, "Say who will do this: Ask the school nurse in"),
        ({"summary": ""}, "Enter what needs to change"),
    ],
)
def test_refused_plan_keeps_what_was_typed(anna, episode, changes, words):
    answer = as_user(anna).post(url("plan-new", episode), plan_typed(**changes))
    assert answer.status_code == 422
    page = text_of(answer)
    assert words in page
    assert 'value="Kelly has an evening off"' in page
    assert not ChildInNeedPlan.objects.exists()


def test_later_of_two_is_told(anna, department, plan):
    typed = {**day("started_on", plan.started_on), "summary": "Ben's words", "version": "1"}
    as_user(department.ben).post(url("plan-edit", plan), typed)
    answer = as_user(anna).post(url("plan-edit", plan), {**typed, "summary": "Anna's words"})
    assert answer.status_code == 409
    plan.refresh_from_db()
    assert plan.summary == "Ben's words"


def test_progress_is_marked_on_the_plan(anna, plan):
    client, outcome, action = as_user(anna), PlanOutcome.objects.get(), PlanAction.objects.get()
    client.post(url("plan-action-done", plan, action.pk), day("on", today()))
    client.post(url("plan-outcome-reached", plan, outcome.pk), day("on", today()))
    more = {"actions-count": "1", "actions-0-action": "Ring the nurse", "actions-0-owner": "Anna"}
    client.post(url("plan-actions-new", plan, outcome.pk), more)
    client.post(url("plan-outcome-new", plan), {"outcome": "Kelly has an evening off"})
    page = text_of(client.get(url("plan", plan)))
    for words in ("Done", "Reached", "Ring the nurse", "Kelly has an evening off"):
        assert words in page


def test_review_is_recorded_beside_what_was_agreed(anna, plan):
    page = as_user(anna).get(url("plan-review", plan))
    assert "Ask the school nurse in" in text_of(page)
    typed = {**day("held_on", today()), "present": "Kelly", "progress": "Better nights.", "decision": "continue"}
    assert as_user(anna).post(url("plan-review", plan), typed).status_code == 302
    assert PlanReview.objects.get().decision == "continue"


def test_plan_that_has_ended_has_no_forms(anna, plan):
    typed = {**day("on", today()), "because": "All is well."}
    as_user(anna).post(url("plan-end", plan), typed)
    assert as_user(anna).get(url("plan-edit", plan)).status_code == 302
    assert "Ended" in text_of(as_user(anna).get(url("plan", plan)))


def test_parts_of_another_childs_plan_are_not_found_under_this_one(anna, plan):
    other = a_case(anna, a_child("Jack")).child
    outcome, action = PlanOutcome.objects.get(), PlanAction.objects.get()
    for name, pk in (
        ("plan", plan.pk),
        ("plan-actions-new", outcome.pk),
        ("plan-outcome-reached", outcome.pk),
        ("plan-action-done", action.pk),
    ):
        assert as_user(anna).get(reverse(name, args=[other.pk, pk])).status_code == 404


@pytest.mark.parametrize("name", ["plan", "plan-new", "plan-edit", "plan-review", "plan-end", "case-close"])
def test_stranger_finds_nothing(lena, plan, name):
    assert as_user(lena).get(url(name, plan)).status_code == 404


# Closing


def close_typed(**changes) -> dict:
    return {**day("closed_on", today()), "reason": "RC7", "note": "The evenings are calm.", **changes}


def test_manager_closes_with_the_familys_history_on_the_page(anna, tariq, episode):
    jack, mother = a_child("Jack"), a_child("Kelly")
    for child in (episode.child, jack):
        Relationship.objects.create(from_person=mother, to_person=child, kind="parent")
    a_case(anna, jack, referred_on=today() - timedelta(days=10))
    page = text_of(as_user(tariq).get(url("case-close", episode)))
    assert "Jack Clarke: referred" in page
    assert "Step down to early help" in page
    assert as_user(tariq).post(url("case-close", episode), close_typed()).status_code == 302
    episode.refresh_from_db()
    assert episode.closure_reason == "RC7"
    # The team that closed it reads it for a while; a second pressing says that it is closed.
    assert as_user(tariq).get(url("case-close", episode)).status_code == 302


def test_worker_does_not_close(anna, episode):
    assert as_user(anna).get(url("case-close", episode)).status_code == 403


def test_open_assessment_is_named_and_what_was_typed_stays(anna, tariq, episode):
    an_assessment(anna, episode)
    assert "assessment is still open" in text_of(as_user(tariq).get(url("case-close", episode)))
    answer = as_user(tariq).post(url("case-close", episode), close_typed())
    assert answer.status_code == 422
    assert "The evenings are calm." in text_of(answer)
    episode.refresh_from_db()
    assert episode.closed_on is None


@pytest.mark.parametrize("reason", ["RC8", "RC2"])
def test_reason_that_does_not_fit_is_refused_beside_the_question(tariq, episode, reason):
    answer = as_user(tariq).post(url("case-close", episode), close_typed(reason=reason))
    assert answer.status_code == 422
    assert 'href="#id_reason"' in text_of(answer)


def test_closing_before_the_work_in_the_record_is_refused(tariq, plan):
    typed = close_typed(**day("closed_on", plan.started_on - timedelta(days=1)))
    assert "The case cannot close before that" in text_of(as_user(tariq).post(url("case-close", plan), typed))


def test_page_of_a_plan_takes_no_more_queries_for_many_actions(anna, plan):
    few = queries_of(as_user(anna), url("plan", plan))
    for n in range(20):
        services.add_outcome(plan=plan, text=f"Outcome {n}", actions=[("Act", "Kelly", None)] * 5, by=anna)
    assert queries_of(as_user(anna), url("plan", plan)) == few
