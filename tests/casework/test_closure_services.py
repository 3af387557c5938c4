"""Closing a case."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from casework import closing, services
from casework.models import NeedEpisode, Visit
from staff.queries import open_lead_allocation
from tests.factories.casework import a_case, a_child, a_plan, an_assessment, at_noon, moment, submitted
from tests.factories.staff import held
from timescales.queries import open_clocks_for

pytestmark = pytest.mark.django_db


def close(episode, by, reason="RC7", closed_on=date(2026, 7, 1), **fields):
    fields = {"at": at_noon(closed_on), **fields}
    return services.close_case(episode=episode, closed_on=closed_on, reason=reason, by=by, **fields)


def test_closing_ends_the_plan_and_its_clocks_and_nobody_holds_the_child(anna, tariq):
    plan = a_plan(anna)
    close(plan.episode, tariq, note="The evenings are calm.")
    plan.refresh_from_db()
    assert plan.ended_on == date(2026, 7, 1)
    assert not open_clocks_for(plan.child).exists()
    assert open_lead_allocation(plan.child) is None
    episode = NeedEpisode.objects.get()
    assert (episode.closure_reason, episode.closed_by, episode.closure_note) == ("RC7", tariq, "The evenings are calm.")


def test_open_assessment_stands_in_the_way(anna, tariq):
    assessment = an_assessment(anna)
    with pytest.raises(ValidationError, match="assessment is still open"):
        close(assessment.episode, tariq)


def test_closure_after_assessment_needs_one_that_is_authorised(anna, tariq):
    assessment = submitted(anna, outcome="nfa")
    services.authorise_assessment(assessment=assessment, by=tariq, at=moment(2026, 4, 22))
    with pytest.raises(ValidationError) as refusal:
        close(assessment.episode, tariq, "RC8", closed_on=date(2026, 4, 21))
    assert "closed_on" in refusal.value.message_dict
    assert close(assessment.episode, tariq, "RC8").closure_reason == "RC8"


def test_what_another_room_has_open_stands_in_the_way(anna, tariq, monkeypatch):
    monkeypatch.setattr(closing, "_further", [lambda episode: ["An enquiry is open."]])
    with pytest.raises(ValidationError, match="An enquiry is open"):
        close(a_case(anna), tariq)


def test_only_a_manager_of_the_childs_team_closes(anna, department):
    episode = a_case(anna)
    for user in (anna, department.mo, department.lena, department.omar):
        with pytest.raises(PermissionDenied):
            close(episode, user)


def test_closing_twice_is_refused(anna, tariq):
    episode = a_case(anna)
    close(episode, tariq)
    with pytest.raises(ValidationError, match="already closed"):
        close(episode, tariq)


def test_booked_visits_are_called_off_unless_they_are_to_a_brother_too(anna, tariq):
    maisie, jack = a_case(anna), a_case(anna, a_child("Jack"))
    for children in ([maisie.child], [maisie.child, jack.child]):
        services.book_visit(
            children=children, purpose="other", worker=anna, booked_for=timezone.now() + timedelta(days=1), by=anna
        )
    close(maisie, tariq)
    assert [visit.children.count() for visit in Visit.objects.booked()] == [2]


def test_new_referral_may_open_a_case_on_the_day_the_former_one_closed(anna, tariq):
    episode = a_case(anna)
    close(episode, tariq)
    again = a_case(anna, episode.child, referred_on=date(2026, 7, 1))
    assert again.referral_date == date(2026, 7, 1)


def test_new_referral_inside_the_former_case_is_refused(anna, tariq):
    episode = a_case(anna)
    close(episode, tariq)
    held(episode.child, anna, from_on=date(2026, 7, 1))
    with pytest.raises(ValidationError, match="open until 1 July 2026"):
        services.open_episode(
            child=episode.child, referral_date=date(2026, 6, 30), source="6", primary_need="N1", by=anna
        )
