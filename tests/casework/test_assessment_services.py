"""An assessment from its start to the manager's signature."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Event
from casework import services
from casework.models import AssessmentDecision
from casework.rules.states import State
from staff.models import Alert
from tests.factories.casework import (
    a_case,
    a_child,
    a_visit,
    an_assessment,
    at_noon,
    moment,
    submitted,
    written,
)
from tests.factories.staff import held
from timescales.queries import clocks_of

pytestmark = pytest.mark.django_db


def due_on(assessment):
    return clocks_of("assessment", assessment.pk).get(rule_id="assessment").due_on


def test_clock_runs_from_the_referral_not_from_the_start(anna):
    episode = a_case(anna, referred_on=date(2026, 3, 2))
    assessment = an_assessment(anna, episode, at=moment(2026, 3, 10))
    # 45 working days from Monday 2 March: Good Friday, Easter Monday and the May bank holiday do not count.
    assert due_on(assessment) == date(2026, 5, 7)
    assert assessment.started_on == date(2026, 3, 10)


def test_second_open_assessment_is_refused(anna):
    assessment = an_assessment(anna)
    with pytest.raises(ValidationError, match="already has an open assessment"):
        an_assessment(anna, assessment.episode)


def test_time_cannot_count_from_before_the_referral(anna):
    episode = a_case(anna)
    with pytest.raises(ValidationError) as refusal:
        an_assessment(anna, episode, counts_from=date(2026, 3, 1))
    assert "counts_from" in refusal.value.message_dict


def test_saving_demands_nothing(anna):
    assessment = services.save_assessment(assessment=an_assessment(anna), by=anna, analysis="Half a thought")
    assert assessment.analysis == "Half a thought"
    assert assessment.version == 2


def test_saving_over_a_colleague_is_refused_and_loses_nothing(anna, department):
    assessment = an_assessment(anna)
    services.save_assessment(assessment=assessment, by=department.ben, version=1, analysis="Ben's words")
    with pytest.raises(ValidationError, match="while you were writing"):
        services.save_assessment(assessment=assessment, by=anna, version=1, analysis="Anna's words")
    assessment.refresh_from_db()
    assert assessment.analysis == "Ben's words"


def test_submission_lists_what_no_manager_could_sign(anna):
    with pytest.raises(ValidationError) as refusal:
        services.submit_assessment(assessment=an_assessment(anna), by=anna)
    assert set(refusal.value.message_dict) == {"analysis", "factors", "outcome"}


def test_unseen_child_asks_for_a_reason_and_does_not_stop_the_submission(anna):
    assessment = written(an_assessment(anna))
    with pytest.raises(ValidationError) as refusal:
        services.submit_assessment(assessment=assessment, by=anna)
    assert "Maisie Clarke has not been seen" in refusal.value.message_dict["note"][0]
    services.submit_assessment(assessment=assessment, by=anna, note="In hospital abroad since the referral.")
    assert AssessmentDecision.objects.get().reason == "In hospital abroad since the referral."


def test_manager_is_told_of_a_submission(anna, tariq):
    assessment = submitted(anna)
    alert = Alert.objects.get(user=tariq, kind="submitted")
    assert alert.url == f"/children/{assessment.child_id}/assessment/{assessment.pk}/"


def test_authorising_stops_the_clock_and_keeps_who_and_when(anna, tariq):
    assessment = services.authorise_assessment(
        assessment=submitted(anna), by=tariq, reason="Clear and fair.", at=moment(2026, 4, 22, 15)
    )
    clock = clocks_of("assessment", assessment.pk).get(rule_id="assessment")
    assert clock.stopped_at == moment(2026, 4, 22, 15)
    assert assessment.state == State.AUTHORISED
    decision = AssessmentDecision.objects.get(kind="authorised")
    assert (decision.by, decision.at, decision.reason) == (tariq, moment(2026, 4, 22, 15), "Clear and fair.")
    assert Alert.objects.filter(user=anna, kind="authorised").count() == 1


def test_authorising_late_asks_for_a_reason_and_keeps_it(anna, tariq):
    assessment = submitted(anna, at=moment(2026, 5, 8))
    with pytest.raises(ValidationError) as refusal:
        services.authorise_assessment(assessment=assessment, by=tariq, at=moment(2026, 5, 8, 16))
    assert refusal.value.message_dict == {"late_reason": ["This assessment was due on 7 May 2026. Say why it is late."]}
    services.authorise_assessment(
        assessment=assessment, by=tariq, late_reason="The family was away.", at=moment(2026, 5, 8, 16)
    )
    assert AssessmentDecision.objects.get(kind="authorised").late_reason == "The family was away."
    assert clocks_of("assessment", assessment.pk).get(rule_id="assessment").late_reason == "The family was away."


def test_authorising_on_the_due_day_is_in_time(anna, tariq):
    assessment = services.authorise_assessment(
        assessment=submitted(anna), by=tariq, at=moment(2026, 5, 7, 23, 59), late_reason="Not needed"
    )
    assert assessment.decisions.get(kind="authorised").late_reason == ""


def test_sent_back_assessment_can_be_submitted_again(anna, tariq):
    assessment = submitted(anna)
    with pytest.raises(ValidationError):
        services.return_assessment(assessment=assessment, by=tariq, reason="  ")
    assessment = services.return_assessment(assessment=assessment, by=tariq, reason="What does her father say?")
    assert assessment.state == State.RETURNED
    assert Alert.objects.filter(user=anna, kind="returned").exists()
    services.submit_assessment(assessment=assessment, by=anna)
    assert [decision.kind for decision in assessment.decisions.all()] == ["submitted", "returned", "submitted"]


def test_sent_back_assessment_keeps_its_clock_running(anna, tariq):
    assessment = submitted(anna)
    services.return_assessment(assessment=assessment, by=tariq, reason="What does her father say?")
    assert clocks_of("assessment", assessment.pk).get(rule_id="assessment").is_open


def test_authorised_assessment_can_no_longer_be_changed(anna, tariq):
    assessment = services.authorise_assessment(assessment=submitted(anna), by=tariq, at=moment(2026, 4, 22))
    with pytest.raises(ValidationError, match="no longer be changed"):
        services.save_assessment(assessment=assessment, by=anna, analysis="Other words")
    with pytest.raises(ValidationError, match="already been authorised"):
        services.authorise_assessment(assessment=assessment, by=tariq)


def test_manager_who_was_handed_the_writing_cannot_authorise_it(anna, tariq):
    assessment = services.assign_assessment(assessment=an_assessment(anna), author=tariq, by=tariq)
    a_visit(anna, assessment.child)
    services.save_assessment(assessment=assessment, by=anna, analysis="x", factors=["20"], outcome="nfa")
    services.submit_assessment(assessment=assessment, by=anna, note="Written in haste.", at=moment(2026, 4, 1))
    with pytest.raises(PermissionDenied, match="another manager"):
        services.authorise_assessment(assessment=assessment, by=tariq, at=moment(2026, 4, 2))


def test_midway_look_stops_its_clock(anna, tariq):
    assessment = an_assessment(anna)
    services.look_midway(assessment=assessment, by=tariq, note="See the father.", at=moment(2026, 3, 12))
    clock = clocks_of("assessment", assessment.pk).get(rule_id="assessment.midpoint")
    assert clock.stopped_at is not None
    assert not clock.lapsed


def test_submission_lets_the_midway_clock_lapse(anna):
    assessment = submitted(anna)
    assert clocks_of("assessment", assessment.pk).get(rule_id="assessment.midpoint").lapsed


def test_starting_from_a_sisters_assessment_brings_the_family_sections(anna):
    sister = a_child("Poppy")
    theirs = written(an_assessment(anna, a_case(anna, sister)), family_and_environment="Two rooms, no heating.")
    mine = services.save_assessment(assessment=an_assessment(anna), by=anna, family_and_environment="My own words.")
    mine = services.copy_from_sibling(assessment=mine, sibling=sister, by=anna)
    assert mine.family_and_environment == "My own words.\n\nTwo rooms, no heating."
    assert mine.parenting_capacity == theirs.parenting_capacity
    assert mine.analysis == ""
    again = services.copy_from_sibling(assessment=mine, sibling=sister, by=anna)
    assert again.family_and_environment == mine.family_and_environment


def test_starting_from_a_sibling_of_another_team_gives_nothing_away(anna, lena):
    sister = a_child("Poppy")
    written(an_assessment(lena, a_case(lena, sister)))
    with pytest.raises(ValidationError, match="no assessment to start from"):
        services.copy_from_sibling(assessment=an_assessment(anna), sibling=sister, by=anna)


def test_every_step_is_in_the_childs_events(anna, tariq):
    assessment = services.authorise_assessment(assessment=submitted(anna), by=tariq, at=moment(2026, 4, 22))
    kinds = set(Event.objects.filter(child_id=assessment.child_id).values_list("kind", flat=True))
    assert {"case_opened", "assessment_started", "assessment_submitted", "assessment_authorised"} <= kinds


def test_second_open_case_is_refused(anna):
    episode = a_case(anna)
    with pytest.raises(ValidationError, match="already has an open case, from the referral of 2 March 2026"):
        services.open_episode(
            child=episode.child, referral_date=date(2026, 4, 1), source="6", primary_need="N1", by=anna
        )


def test_referral_in_the_future_is_refused(anna):
    child = a_child()
    held(child, anna)
    with pytest.raises(ValidationError) as refusal:
        services.open_episode(
            child=child,
            referral_date=date(2026, 3, 3),
            source="6",
            primary_need="N1",
            by=anna,
            at=at_noon(date(2026, 3, 2)),
        )
    assert "cannot be in the future" in refusal.value.message_dict["referral_date"][0]


@pytest.mark.parametrize("step", ["submit", "return", "authorise"])
def test_stranger_can_do_nothing(lena, anna, step):
    assessment = submitted(anna)
    do = {
        "submit": lambda: services.save_assessment(assessment=assessment, by=lena, analysis="x"),
        "return": lambda: services.return_assessment(assessment=assessment, by=lena, reason="x"),
        "authorise": lambda: services.authorise_assessment(assessment=assessment, by=lena),
    }
    with pytest.raises(PermissionDenied):
        do[step]()
