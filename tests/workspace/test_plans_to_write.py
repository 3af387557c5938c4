"""A plan that was agreed and never written: no clock would say so."""

from datetime import date

import pytest

from casework import services as casework
from tests.factories import casework as cases
from tests.factories.pages import page

pytestmark = pytest.mark.django_db
AGREED = cases.moment(2026, 4, 27)


@pytest.fixture
def agreed(anna, tariq):
    """Authorised on 27 April with a child in need plan; nothing more has been done."""
    assessment = cases.submitted(anna, outcome="child_in_need")
    casework.authorise_assessment(assessment=assessment, by=tariq, reason="Clear.", at=AGREED)
    return assessment


def test_the_worker_and_the_record_say_that_it_is_still_to_be_written(agreed, anna):
    home = page(anna, "/")
    assert "Agreed, and still to be written" in home
    assert "Write the plan" in home
    assert "27 April 2026" in home
    assert "Child in need plan to be written" in page(anna, f"/children/{agreed.child_id}/")


def test_once_written_it_asks_for_nothing_more(agreed, anna):
    cases.a_plan(anna, agreed.episode, started_on=date(2026, 5, 11))
    assert "still to be written" not in page(anna, "/")
    assert "plan to be written" not in page(anna, f"/children/{agreed.child_id}/")


def test_a_plan_of_before_the_assessment_that_has_ended_does_not_count(anna, tariq):
    episode = cases.a_case(anna)
    plan = cases.a_plan(anna, episode, started_on=date(2026, 3, 16))
    casework.end_child_in_need_plan(plan=plan, on=date(2026, 4, 13), because="Reached.", by=anna)
    assessment = cases.an_assessment(anna, episode)
    cases.a_visit(anna, episode.child)
    casework.submit_assessment(
        assessment=cases.written(assessment, outcome="child_in_need"), by=anna, at=cases.moment(2026, 4, 20)
    )
    casework.authorise_assessment(assessment=assessment, by=tariq, reason="Clear.", at=AGREED)
    assert "Agreed, and still to be written" in page(anna, "/")


@pytest.mark.parametrize("outcome", ["nfa", "early_help"])
def test_another_outcome_asks_for_no_plan(anna, tariq, outcome):
    assessment = cases.submitted(anna, outcome=outcome)
    casework.authorise_assessment(assessment=assessment, by=tariq, reason="Clear.", at=AGREED)
    assert "still to be written" not in page(anna, "/")


def test_a_further_assessment_takes_its_place(agreed, anna, tariq):
    casework.start_assessment(
        episode=agreed.episode,
        author=anna,
        by=tariq,
        counts_from=date(2026, 5, 4),
        why_now="A new partner moved in.",
        at=cases.moment(2026, 5, 4),
    )
    assert "still to be written" not in page(anna, "/")
