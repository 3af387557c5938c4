"""A record outside one's teams, opened with a reason; and who may see who looked."""

from datetime import date

import pytest

from staff.models import Alert, Restriction
from tests.factories.pages import page, signed_in
from tests.factories.people import child
from tests.factories.staff import held

pytestmark = pytest.mark.django_db
REASON = "Her brother is on my caseload and they share a bedroom."


@pytest.fixture
def maisie(anna):
    found = child()
    held(found, anna)
    return found


def ask(user, subject, reason: str = REASON):
    return signed_in(user).post(f"/children/{subject.pk}/open/", {"reason": reason})


def test_before_the_reason_nothing_is_told_but_name_and_team(lena, maisie):
    words = page(lena, f"/children/{maisie.pk}/open/")
    assert "Maisie Clarke is with North" in words
    assert "2019" not in words
    assert "Anna" not in words


def test_with_a_reason_the_record_opens_and_the_manager_is_told_at_once(lena, maisie, tariq):
    assert ask(lena, maisie).status_code == 302
    assert "Maisie Clarke" in page(lena, f"/children/{maisie.pk}/")
    assert REASON in Alert.objects.get(user=tariq).text


def test_a_word_is_no_reason(lena, maisie):
    assert ask(lena, maisie, "because").status_code == 422
    assert signed_in(lena).get(f"/children/{maisie.pk}/").status_code == 404


def test_a_restricted_record_cannot_be_asked_for(lena, maisie):
    Restriction.objects.create(child=maisie, reason="A colleague's family", from_on=date(2026, 1, 5))
    assert signed_in(lena).get(f"/children/{maisie.pk}/open/").status_code == 404
    assert ask(lena, maisie).status_code == 404


def test_one_s_own_child_needs_no_reason(anna, maisie):
    response = signed_in(anna).get(f"/children/{maisie.pk}/open/")
    assert response.headers["Location"] == f"/children/{maisie.pk}/"


def test_the_manager_sees_who_opened_the_record(anna, tariq, maisie):
    page(anna, f"/children/{maisie.pk}/chronology/")
    words = page(tariq, f"/children/{maisie.pk}/history/", kind="opening")
    assert "Anna Example , social worker, looked at: chronology" in words


def test_the_worker_does_not_see_who_opened_the_record(anna, maisie):
    page(anna, f"/children/{maisie.pk}/chronology/")
    assert "looked at" not in page(anna, f"/children/{maisie.pk}/history/", kind="opening")


def test_the_manager_of_another_team_does_not_see_it_either(department, maisie):
    ask(department.omar, maisie)
    assert "looked at" not in page(department.omar, f"/children/{maisie.pk}/history/", kind="opening")
