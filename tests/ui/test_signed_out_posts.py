"""A form sent after the log-in has ended, also without JavaScript."""

import pytest
from django.test import Client

from tests.factories.staff import PASSWORD
from tests.ui.conftest import hidden
from tests.ui.pages import Note
from ui import drafts
from ui.tokens import make_token

pytestmark = pytest.mark.django_db


def test_what_was_sent_too_late_waits_behind_the_sign_in(as_anna, anna):
    token = hidden(as_anna.get("/notes/new"), "submit_token")
    as_anna.logout()
    answer = as_anna.post("/notes/new", {"text": "A long assessment", "submit_token": token})
    assert answer.url == "/log-in/?next=/notes/new"
    page = as_anna.post("/log-in/", {"username": "anna", "password": PASSWORD, "next": "/notes/new"}, follow=True)
    assert ">\nA long assessment</textarea>" in page.content.decode()
    assert Note.objects.count() == 0


def test_the_words_wait_for_their_writer_and_nobody_else(client, anna, tariq):
    client.post("/notes/new", {"text": "Anna’s words", "submit_token": make_token(anna.pk, "note:new")})
    assert drafts.open_draft(anna, "note:new").data["text"] == ["Anna’s words"]
    assert drafts.open_draft(tariq, "note:new") is None


@pytest.mark.parametrize("token", ["", "made up", "WzEsIm5vdGU6bmV3IiwiYSJd:x:y"])
def test_a_stranger_leaves_nothing_behind(client, anna, token):
    client.post("/notes/new", {"text": "spam", "submit_token": token})
    assert drafts.open_draft(anna, "note:new") is None


def test_a_page_from_before_the_last_sign_in_is_not_lost(anna):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna)
    token = hidden(strict.get("/notes/new"), "submit_token")
    answer = strict.post("/notes/new", {"text": "Kept", "submit_token": token, "csrfmiddlewaretoken": "of yesterday"})
    assert answer.status_code == 403
    assert "Everything you typed is kept." in answer.content.decode()
    assert ">\nKept</textarea>" in strict.get("/notes/new").content.decode()
