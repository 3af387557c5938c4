"""What waits for the manager of a team."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from staff.models import Restriction
from tests.factories import casework as cases
from tests.factories.pages import count_queries, page
from tests.factories.people import child
from tests.factories.referrals import referral
from tests.factories.staff import held
from workspace.queries.manager_home import manager_home
from workspace.queries.team import team_loads

pytestmark = pytest.mark.django_db


def counts(user) -> dict[str, int]:
    return manager_home(user, timezone.now()).counts


def overdue(worker, forename: str = "Overdue"):
    referred_on = timezone.localdate() - timedelta(days=100)
    return cases.an_assessment(worker, cases.a_case(worker, child(forename), referred_on=referred_on))


def test_an_assessment_to_authorise_leads_to_the_decision(anna, tariq):
    assessment = cases.submitted(anna)
    words = page(tariq, "/")
    assert "1 assessment to authorise" in words
    assert f"{assessment.child.name} Anna Example, submitted" in words


def test_a_referral_waits_for_the_team_it_is_meant_for(department):
    referral(department.mo, department.maya, child(), department.north)
    assert counts(department.tariq)["to_accept"] == 1
    assert counts(department.omar)["to_accept"] == 0


def test_a_child_without_a_worker_is_one_click_from_a_worker(department):
    maisie = child()
    held(maisie, team=department.north)
    assert counts(department.tariq)["unallocated"] == 1
    assert "Maisie Clarke" in page(department.tariq, "/")


def test_the_team_s_late_dates_name_the_worker(anna, tariq):
    overdue(anna)
    home = manager_home(tariq, timezone.now())
    assert {item.worker for item in home.late} == {"Anna Example"}


def test_an_assessment_that_waits_for_the_manager_is_not_the_worker_s_delay(anna, tariq):
    cases.submitted(anna)
    assert all(item.act != "Write the assessment" for item in manager_home(tariq, timezone.now()).late)


def test_another_team_s_work_is_not_counted(anna, department):
    overdue(anna)
    cases.submitted(department.ben)
    assert set(counts(department.omar).values()) == {0}


def test_the_service_manager_answers_for_all_teams(department):
    overdue(department.anna, "North")
    overdue(department.lena, "South")
    assert {item.child.forename for item in manager_home(department.sara, timezone.now()).late} == {"North", "South"}


def test_a_restricted_child_is_in_no_number(anna, tariq, department):
    assessment = overdue(anna)
    Restriction.objects.create(child=assessment.child, reason="A colleague's family", from_on=date(2026, 1, 5))
    assert set(counts(tariq).values()) == {0}
    (team,) = team_loads(tariq, timezone.now())
    assert {load.children for load in team.loads} == {0}


def test_the_team_page_counts_children_and_dates_by_worker(anna, tariq):
    overdue(anna, "One")
    overdue(anna, "Two")
    (team,) = team_loads(tariq, timezone.now())
    loads = {str(load.worker): load for load in team.loads}
    assert loads["Anna Example"].children == 2
    assert loads["Anna Example"].late >= 2
    assert loads["Ben Example"].children == 0
    assert "Anna Example Social worker 2" in page(tariq, "/team/")


def test_a_worker_s_children_are_a_click_from_the_team(anna, tariq):
    overdue(anna)
    assert "Overdue Clarke" in page(tariq, f"/team/workers/{anna.pk}/")


def test_ten_children_ask_as_much_of_the_database_as_one(anna, tariq):
    overdue(anna)
    manager_home(tariq, timezone.now())
    with_one = count_queries(lambda: manager_home(tariq, timezone.now()))
    team_with_one = count_queries(lambda: team_loads(tariq, timezone.now()))
    for number in range(9):
        overdue(anna, f"Child{number}")
    assert count_queries(lambda: manager_home(tariq, timezone.now())) == with_one
    assert count_queries(lambda: team_loads(tariq, timezone.now())) == team_with_one


def test_empty_lists_are_told_in_words(tariq):
    words = page(tariq, "/")
    for sentence in ("No assessment waits for you.", "No referral waits for your team.", "Nothing is late."):
        assert sentence in words
