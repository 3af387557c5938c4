"""A session ends when nothing is done, and ten hours after it began; words and place are kept."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.casework import a_case
from tests.factories.pages import count_queries, words
from tests.sign_in.conftest import is_in, type_password
from tests.ui.conftest import hidden
from ui import drafts
from ui.tokens import make_token

pytestmark = pytest.mark.django_db
HOUR = 60 * 60


def wind_back(client: Client, *, seen: int = 0, began: int = 0) -> None:
    """As if the session had been used, or begun, so many seconds earlier."""
    session = client.session
    session["seen_at"] -= seen
    session["signed_in_at"] -= began
    session.save()


@pytest.fixture
def as_anna(anna, client) -> Client:
    type_password(client, "anna")
    return client


def test_thirty_minutes_without_a_sign_of_life_and_the_session_is_over(as_anna):
    wind_back(as_anna, seen=30 * 60 - 5)
    assert as_anna.get("/alerts/").status_code == 200
    wind_back(as_anna, seen=30 * 60 + 1)
    assert as_anna.get("/alerts/").url == "/log-in/?next=/alerts/"
    assert "signed out because nothing was done for 30 minutes" in words(as_anna.get("/log-in/"))


def test_the_api_under_a_session_ends_with_it(as_anna):
    wind_back(as_anna, seen=30 * 60 + 1)
    assert as_anna.get("/api/v1/clocks/").status_code == 401


def test_every_page_asked_for_begins_the_thirty_minutes_anew(as_anna):
    for _ in range(4):
        wind_back(as_anna, seen=20 * 60)
        assert as_anna.get("/alerts/").status_code == 200


def test_ten_hours_are_the_end_however_busy(as_anna):
    wind_back(as_anna, began=10 * HOUR - 60)
    assert as_anna.get("/alerts/").status_code == 200
    wind_back(as_anna, began=61)
    assert as_anna.get("/alerts/").status_code == 302
    assert "you signed in ten hours ago" in words(as_anna.get("/log-in/"))


@pytest.mark.parametrize("address", ["/drafts/note:1", "/drafts/csrf", "/session/"])
def test_what_an_unattended_page_does_by_itself_is_no_sign_of_life(as_anna, anna, address):
    wind_back(as_anna, seen=20 * 60)
    before = as_anna.session["seen_at"]
    if "note" in address:
        token = make_token(anna.pk, "note:1")
        sent = {"data": {"text": ["words"]}, "token": token}
        assert as_anna.post(address, sent, content_type="application/json").status_code == 200
    else:
        assert as_anna.get(address).status_code == 200
    assert as_anna.session["seen_at"] == before


def test_page_tells_that_somebody_was_there_and_when(as_anna):
    wind_back(as_anna, seen=20 * 60)
    answer = as_anna.post("/session/", headers={"X-Idle-Seconds": "300"})
    assert 25 * 60 - 5 <= answer.json()["seconds_left"] <= 25 * 60
    # An older sign of life, from another tab, moves nothing back.
    as_anna.post("/session/", headers={"X-Idle-Seconds": "900"})
    assert as_anna.get("/session/").json()["seconds_left"] > 24 * 60


@pytest.mark.parametrize("said", ["", "soon", "-5", "nan", "inf", "1e9"])
def test_nonsense_about_activity_is_refused(as_anna, said):
    assert as_anna.post("/session/", headers={"X-Idle-Seconds": said}).status_code == 400


def test_another_site_cannot_keep_a_session_alive(as_anna):
    """It can send a form, but not the header."""
    assert as_anna.post("/session/", {"x": "y"}).status_code == 400


def test_asking_does_not_wake_the_dead(as_anna):
    wind_back(as_anna, seen=30 * 60 + 1)
    assert as_anna.post("/session/", headers={"X-Idle-Seconds": "0"}).status_code == 401
    assert not is_in(as_anna)


def test_session_is_written_once_a_minute_at_most(as_anna):
    few = count_queries(lambda: as_anna.get("/account/"))
    wind_back(as_anna, seen=70)
    assert count_queries(lambda: as_anna.get("/account/")) > few
    assert count_queries(lambda: as_anna.get("/account/")) == few


def test_form_sent_after_the_end_waits_for_its_writer_and_for_nobody_else(as_anna, anna, tariq):
    address = reverse("case-note-new", args=[a_case(anna).child.pk])
    token = hidden(as_anna.get(address), "submit_token")
    wind_back(as_anna, seen=30 * 60 + 1)
    answer = as_anna.post(address, {"text": "Anna’s words", "submit_token": token})
    assert answer.url == f"/log-in/?next={address}"
    page = type_password(as_anna, "tariq", next=address, follow=True)
    assert "Anna’s words" not in page.content.decode()
    as_anna.post("/log-out/")
    page = type_password(as_anna, "anna", next=address, follow=True)
    assert "Anna’s words</textarea>" in page.content.decode()
    assert not drafts.drafts_of(tariq).exists()


def test_nothing_of_the_old_session_is_left_in_the_new_one(as_anna):
    old = as_anna.session.session_key
    wind_back(as_anna, seen=30 * 60 + 1)
    as_anna.get("/alerts/")
    assert as_anna.session.session_key != old
    type_password(as_anna, "anna")
    assert abs(as_anna.session["seen_at"] - time.time()) < 60
