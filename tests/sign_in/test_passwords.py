"""Changing a password, and forgetting one."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from kombu.exceptions import OperationalError

from config.celery import app
from sign_in import tasks
from sign_in.passwords import send_letters
from staff.models import Alert
from tests.factories.casework import a_case
from tests.factories.pages import words
from tests.factories.staff import PASSWORD, user
from tests.sign_in.conftest import is_in, type_password
from tests.ui.conftest import hidden
from ui import drafts

pytestmark = pytest.mark.django_db
NEW = "three-quiet-otters"


@pytest.fixture
def _at_once():
    """What the page puts into the queue is done at once."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def change(client: Client, present: str = PASSWORD, new: str = NEW):
    return client.post("/account/password/", {"old_password": present, "new_password1": new, "new_password2": new})


def letter() -> str:
    """The address in the one letter that went out."""
    [sent] = mail.outbox
    return re.search(r"http://[^/]+(/\S+)", sent.body)[1]


def set_new(client: Client, address: str, new: str = NEW):
    form = client.get(address, follow=True)
    return client.post(form.request["PATH_INFO"], {"new_password1": new, "new_password2": new})


def test_cookie_from_before_the_password_change_is_refused_and_the_words_are_kept(anna, db):
    child = a_case(anna).child
    desk, laptop = Client(), Client()
    type_password(desk, "anna")
    type_password(laptop, "anna")
    address = reverse("case-note-new", args=[child.pk])
    token = hidden(laptop.get(address), "submit_token")
    assert change(desk).status_code == 302
    answer = laptop.post(address, {"text": "An hour of work", "submit_token": token})
    assert answer.url == f"/log-in/?next={address}"
    page = type_password(laptop, "anna", NEW, next=address, follow=True)
    assert "An hour of work</textarea>" in page.content.decode()
    assert drafts.drafts_of(anna).count() == 1


def test_who_changes_it_stays_signed_in_and_is_told(anna, client):
    type_password(client, "anna")
    change(client)
    assert client.get("/account/").status_code == 200
    assert Alert.objects.get(user=anna).text.startswith("Your password was changed")


def test_present_password_is_needed_and_cannot_be_guessed_at_an_unattended_desk(anna, client):
    type_password(client, "anna")
    for _ in range(5):
        assert "Your present password is not right" in words(change(client, "wrong"))
    assert "Too many attempts" in words(change(client))
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


@pytest.mark.parametrize(("new", "sentence"), [("short", "too short"), ("anna@council.example", "too similar")])
def test_weak_password_is_refused(anna, client, new, sentence):
    type_password(client, "anna")
    assert sentence in words(change(client, new=new))


@pytest.mark.usefixtures("_at_once")
def test_answer_is_the_same_whether_there_is_such_an_account(anna, client):
    answers = [client.post("/log-in/forgotten/", {"email": one}) for one in (anna.email, "nobody@council.example")]
    assert {(one.status_code, one.url) for one in answers} == {(302, "/log-in/forgotten/sent/")}
    assert [one.to for one in mail.outbox] == [[anna.email]]


@pytest.mark.usefixtures("_at_once")
def test_letter_works_once_and_needs_the_new_password_to_come_in(anna, client):
    client.post("/log-in/forgotten/", {"email": "ANNA@council.example"})
    address = letter()
    assert set_new(client, address).url == "/log-in/"
    assert not is_in(client)
    assert "no longer works" in words(Client().get(address, follow=True))
    type_password(client, "anna", NEW)
    assert is_in(client)


def test_letter_is_good_for_an_hour(anna, settings, client):
    send_letters(email=anna.email)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "no longer works" in words(client.get(letter(), follow=True))


def test_letter_does_not_go_around_the_second_factor(anna, client, settings):
    settings.REQUIRE_SECOND_FACTOR = "everyone"
    send_letters(email=anna.email)
    set_new(client, letter())
    assert type_password(client, "anna", NEW).url == "/log-in/set-up/"
    assert not is_in(client)


def test_new_password_by_letter_ends_the_lock_out_and_every_session(anna, client):
    other = Client()
    type_password(other, "anna")
    for _ in range(6):
        type_password(client, "anna", "wrong")
    send_letters(email=anna.email)
    set_new(client, letter())
    type_password(client, "anna", NEW)
    assert is_in(client)
    assert other.get("/alerts/").status_code == 302


@pytest.mark.usefixtures("_at_once")
def test_nobody_is_flooded_with_letters(anna):
    for number in range(6):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert client.post("/log-in/forgotten/", {"email": anna.email}).status_code == 302
    assert len(mail.outbox) == 3


def test_no_letter_for_closed_demonstration_or_provider_only_accounts(db, settings):
    settings.DEMO = False
    user("closed", is_active=False)
    user("visitor", is_demo=True)
    signs_on = user("signs-on")
    signs_on.set_unusable_password()
    signs_on.save()
    assert [send_letters(email=f"{name}@council.example") for name in ("closed", "visitor", "signs-on")] == [0, 0, 0]


def test_letter_goes_to_the_address_in_the_account_and_not_to_one_that_only_looks_like_it(anna):
    assert send_letters(email="ann\u0430@council.example") == 0  # the second a is Cyrillic
    assert mail.outbox == []


@pytest.mark.usefixtures("_at_once")
def test_the_page_answers_also_while_the_queue_is_away(anna, client, monkeypatch):
    def away(*args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.send_password_letters, "delay", away)
    assert client.post("/log-in/forgotten/", {"email": anna.email}).url == "/log-in/forgotten/sent/"
