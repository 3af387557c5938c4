"""A manager names the worker; work under way goes along."""

import pytest

from staff.models import Alert, Allocation
from tests.factories import casework as cases
from tests.factories.pages import page, signed_in
from tests.factories.people import child
from tests.factories.staff import held

pytestmark = pytest.mark.django_db


def allocate(user, subject, worker, **fields):
    return signed_in(user).post(f"/children/{subject.pk}/allocate/", {"worker": str(worker.pk), **fields})


def lead(subject) -> Allocation:
    return Allocation.objects.get(child=subject, role="lead", to_on=None)


def test_the_page_shows_what_each_worker_holds(anna, tariq):
    held(child("Leo"), anna)
    maisie = child()
    held(maisie, team=tariq.team)
    words = page(tariq, f"/children/{maisie.pk}/allocate/")
    assert "Anna Example Holds 1 child" in words
    assert "Ben Example Holds 0 children" in words
    assert "Today: North, no worker yet." in words


def test_the_worker_holds_the_child_and_is_told(anna, tariq):
    maisie = child()
    held(maisie, team=tariq.team)
    assert allocate(tariq, maisie, anna).status_code == 302
    assert lead(maisie).worker == anna
    assert Alert.objects.filter(user=anna, kind="allocated").exists()


def test_an_assessment_under_way_goes_to_the_new_worker(department):
    assessment = cases.an_assessment(department.anna)
    assert allocate(department.tariq, assessment.child, department.ben, reason="Anna is on leave").status_code == 302
    assessment.refresh_from_db()
    assert assessment.author == department.ben


def test_a_worker_of_another_team_is_not_offered(department):
    maisie = child()
    held(maisie, department.anna)
    response = allocate(department.tariq, maisie, department.lena)
    assert response.status_code == 422
    assert lead(maisie).worker == department.anna


def test_a_social_worker_does_not_allocate(anna, department):
    maisie = child()
    held(maisie, anna)
    assert allocate(anna, maisie, department.ben).status_code == 403


def test_a_joint_worker_is_added_beside_the_lead(department):
    maisie = child()
    held(maisie, department.anna)
    response = signed_in(department.tariq).post(f"/children/{maisie.pk}/joint-worker/", {"worker": department.ben.pk})
    assert response.status_code == 302
    assert Allocation.objects.filter(child=maisie, worker=department.ben, role="co_worker", to_on=None).exists()
    assert lead(maisie).worker == department.anna


def test_a_child_is_moved_to_another_team_whose_manager_is_told(department):
    maisie = child()
    held(maisie, department.anna)
    response = signed_in(department.tariq).post(
        f"/children/{maisie.pk}/move-to-team/", {"team": department.south.pk, "reason": "The family has moved."}
    )
    assert response.status_code == 302
    assert (lead(maisie).team, lead(maisie).worker) == (department.south, None)
    assert Alert.objects.filter(user=department.omar, kind="allocate").exists()
