"""A record opened from outside: its manager answers whether that was right."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from access.queries import openings_for_auditor
from audit.models import Event
from staff.models import Alert
from staff.openings import answer_opening, open_with_reason, openings_to_answer
from staff.policies import child_for, children_visible_to
from tests.access.conftest import restrict
from tests.factories.pages import count_queries, page, signed_in
from tests.factories.people import child
from tests.factories.staff import held, user

pytestmark = pytest.mark.django_db
REASON = "Her cousin is on my caseload."


@pytest.fixture
def maisie(department):
    found = child()
    held(found, department.anna)
    return found


@pytest.fixture
def grant(department, maisie):
    return open_with_reason(child_id=maisie.pk, by=department.lena, reason=REASON)


class TestWhoIsAsked:
    def test_the_manager_of_the_team_that_holds_the_child(self, department, grant):
        assert grant.asked == department.tariq
        assert Alert.objects.get(kind="opened_with_reason").url == f"/openings/{grant.pk}/"

    def test_nobody_answers_an_own_opening(self, department, maisie):
        maisie.allocations.all().delete()
        held(maisie, department.lena)
        grant = open_with_reason(child_id=maisie.pk, by=department.tariq, reason=REASON)
        assert grant.asked == department.omar
        department.south.manager = department.tariq
        department.south.save()
        again = open_with_reason(child_id=maisie.pk, by=department.tariq, reason=REASON)
        assert again.asked == department.sara

    def test_the_last_holder_s_manager_where_nobody_holds_the_child(self, department, maisie):
        today = timezone.localdate()
        maisie.allocations.update(to_on=today - timedelta(days=200))
        assert open_with_reason(child_id=maisie.pk, by=department.lena, reason=REASON).asked == department.tariq

    def test_the_opener_s_own_service_manager_where_nobody_ever_held_the_child(self, department):
        assert open_with_reason(child_id=child().pk, by=department.lena, reason=REASON).asked == department.sara


def test_right_keeps_it_open(department, maisie, grant):
    answer_opening(grant=grant, answer="right", by=department.tariq)
    assert maisie in children_visible_to(department.lena)
    assert not openings_to_answer(department.tariq).exists()
    assert Event.objects.get(kind="opening_answered").summary.startswith("That was right")


def test_not_right_closes_it_at_once_and_tells_the_openers_manager_and_the_auditors(department, maisie, grant):
    helen = user("helen", "auditor")
    answer_opening(grant=grant, answer="not_right", words="She has no cousin there.", by=department.tariq)
    with pytest.raises(Http404):
        child_for(department.lena, maisie.pk, page="record")
    told = Alert.objects.filter(kind="opening_not_right")
    assert {one.user for one in told} == {department.omar, helen}
    assert not any("Maisie" in one.text for one in told)


def test_not_right_needs_words_and_an_answer_is_given_once(department, grant):
    with pytest.raises(ValidationError):
        answer_opening(grant=grant, answer="not_right", words="No", by=department.tariq)
    answer_opening(grant=grant, answer="right", by=department.tariq)
    with pytest.raises(ValidationError, match="answered this already"):
        answer_opening(grant=grant, answer="not_right", words="I changed my mind.", by=department.tariq)


@pytest.mark.parametrize("who", ["lena", "anna", "omar", "mo"])
def test_nobody_else_answers(department, grant, who):
    with pytest.raises(PermissionDenied):
        answer_opening(grant=grant, answer="right", by=getattr(department, who))


def test_an_opening_of_a_record_restricted_since_waits_for_nobody_outside_the_list(department, family):
    open_with_reason(child_id=family.maisie.pk, by=department.lena, reason=REASON)
    restrict(family, department)
    assert not openings_to_answer(department.tariq).exists()
    assert openings_to_answer(department.sara).exists()


def test_unanswered_after_three_working_days_it_is_on_the_auditors_list(department, maisie):
    """Opened on Thursday 2 April 2026; Good Friday and Easter Monday are free: 7, 8, 9 April, so late from the 10th."""
    london = ZoneInfo("Europe/London")
    at = datetime(2026, 4, 2, 10, tzinfo=london)
    open_with_reason(child_id=maisie.pk, by=department.lena, reason=REASON, at=at)
    helen = user("helen", "auditor")
    assert openings_for_auditor(helen, at.replace(day=9, hour=17))[0] == []
    ((late),) = openings_for_auditor(helen, at.replace(day=10))[0]
    assert (late.child, late.grant.asked) == (maisie, department.tariq)


def test_the_auditor_is_not_told_of_an_opening_of_a_restricted_record(department, family):
    helen = user("helen", "auditor")
    grant = open_with_reason(child_id=family.maisie.pk, by=department.lena, reason=REASON)
    answer_opening(grant=grant, answer="not_right", words="She has no cousin there.", by=department.tariq)
    assert "no cousin there" in page(helen, "/access/openings/")
    restrict(family, department)
    said = page(helen, "/access/openings/")
    assert "no cousin there" not in said
    assert "Maisie" not in said


def test_from_the_morning_page_to_the_answer(department, maisie, grant):
    said = page(department.tariq, "/")
    assert "Opened from outside: was it right? 1" in said
    assert REASON in said
    assert "Opened from outside" not in page(department.omar, "/")
    tariq = signed_in(department.tariq)
    assert REASON in page(department.tariq, f"/openings/{grant.pk}/")
    assert tariq.post(f"/openings/{grant.pk}/", {"answer": "not_right", "words": ""}).status_code == 422
    answers = {"answer": "not_right", "words": "She has no cousin there."}
    assert tariq.post(f"/openings/{grant.pk}/", answers).status_code == 302
    assert "No opening waits for your answer." in page(department.tariq, "/openings/")
    assert signed_in(department.lena).get(f"/children/{maisie.pk}/").status_code == 404


def test_ten_openings_ask_as_much_as_one(department, maisie, grant):
    tariq = signed_in(department.tariq)
    tariq.get("/openings/")
    one = count_queries(lambda: tariq.get("/openings/"))
    for _ in range(9):
        open_with_reason(child_id=maisie.pk, by=department.lena, reason=REASON)
    assert count_queries(lambda: tariq.get("/openings/")) == one
