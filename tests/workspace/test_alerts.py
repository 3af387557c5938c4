"""Told once, read once."""

from datetime import date

import pytest

from staff.models import Alert, Restriction
from staff.services import alert
from tests.factories.pages import page, signed_in
from tests.factories.people import child
from tests.factories.staff import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(anna):
    for number in (1, 2, 3):
        alert(user=anna, kind="clock", text=f"Date number {number}", key=str(number))
    return list(Alert.objects.filter(user=anna))


def unread(user) -> int:
    return Alert.objects.filter(user=user, read_at=None).count()


def test_one_alert_is_marked_as_read(anna, told):
    signed_in(anna).post("/alerts/read/", {"alert": told[0].pk})
    assert unread(anna) == 2


def test_all_alerts_are_marked_as_read(anna, told):
    signed_in(anna).post("/alerts/read/")
    assert unread(anna) == 0
    assert "Nothing new." in page(anna, "/alerts/")
    assert "Date number 1" in page(anna, "/alerts/", show="all")


def test_nobody_reads_for_somebody_else(lena, anna, told):
    signed_in(lena).post("/alerts/read/", {"alert": told[0].pk})
    signed_in(lena).post("/alerts/read/")
    assert unread(anna) == 3


def test_reading_is_not_done_by_following_a_link(anna, told):
    assert signed_in(anna).get("/alerts/read/").status_code == 405


def test_an_alert_about_a_record_that_was_restricted_since_is_gone_and_not_counted(anna):
    maisie = child()
    held(maisie, anna)
    alert(user=anna, kind="clock", text="Maisie Clarke: visit due", key="x", child_id=maisie.pk)
    assert "Maisie Clarke: visit due" in page(anna, "/alerts/")
    Restriction.objects.create(child=maisie, reason="A colleague's family", from_on=date(2026, 1, 5))
    response = signed_in(anna).get("/alerts/")
    assert "Maisie" not in response.content.decode()
    assert response.context["alert_count"] == 0


def test_the_frame_of_a_page_asks_one_query(anna, told, django_assert_num_queries):
    from django.test import RequestFactory

    from workspace.context import page_frame

    request = RequestFactory().get("/")
    request.user = anna
    anna.has_perm("x")
    page_frame(request)
    with django_assert_num_queries(1):
        assert page_frame(request)["alert_count"] == 3
