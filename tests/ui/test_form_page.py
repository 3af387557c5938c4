"""The page with one form: what is typed survives every refusal, and one sending counts once."""

import re

import pytest

from tests.ui.conftest import hidden
from tests.ui.pages import Note
from ui import drafts

pytestmark = pytest.mark.django_db


def words_in(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def test_a_good_form_becomes_a_record_and_the_page_says_so(as_anna):
    page = as_anna.get("/notes/new")
    answer = as_anna.post(
        "/notes/new",
        {
            "text": "Amy was drawing.",
            "seen_on_day": "2",
            "seen_on_month": "march",
            "seen_on_year": "2026",
            "submit_token": hidden(page, "submit_token"),
        },
        follow=True,
    )
    note = Note.objects.get()
    assert (note.text, f"{note.seen_on:%Y-%m-%d}") == ("Amy was drawing.", "2026-03-02")
    assert answer.redirect_chain == [(f"/notes/{note.pk}", 302)]
    assert "Note saved." in words_in(answer)


def test_an_empty_form_says_what_is_missing_in_plain_words(as_anna):
    answer = as_anna.post("/notes/new", {"text": ""})
    assert answer.status_code == 422
    assert "There is a problem Enter what happened" in words_in(answer)
    assert 'href="#id_text"' in answer.content.decode()
    assert "This field is required" not in answer.content.decode()
    assert "<title>Error: Write a note" in answer.content.decode()


def test_a_wrong_form_is_kept_as_a_draft_also_without_javascript(as_anna, anna):
    as_anna.post("/notes/new", {"text": "", "seen_on_day": "31", "seen_on_month": "2", "seen_on_year": "2026"})
    page = as_anna.get("/notes/new").content.decode()
    assert "We kept what you typed" in page
    assert 'name="seen_on_day" type="text" inputmode="numeric" value="31"' in page


def test_the_services_refusal_stands_beside_its_field_and_the_rest_at_the_top(as_anna):
    answer = as_anna.post("/notes/new", {"text": "impossible"})
    assert answer.status_code == 422
    assert 'href="#id_text">This cannot be true.' in answer.content.decode()
    assert "Nor can that." in words_in(answer)
    assert ">\nimpossible</textarea>" in answer.content.decode()


def test_a_person_who_may_not_do_it_is_told_why_and_keeps_every_word(as_anna, anna):
    answer = as_anna.post("/notes/new", {"text": "forbidden words"})
    assert answer.status_code == 403
    assert "Only Amy’s own worker may write this." in words_in(answer)
    assert ">\nforbidden words</textarea>" in answer.content.decode()
    assert drafts.open_draft(anna, "note:new").data["text"] == ["forbidden words"]


def test_sending_the_same_form_twice_makes_one_record(as_anna):
    token = hidden(as_anna.get("/notes/new"), "submit_token")
    first = as_anna.post("/notes/new", {"text": "Once", "submit_token": token})
    second = as_anna.post("/notes/new", {"text": "Once", "submit_token": token})
    assert first.url == second.url
    assert Note.objects.count() == 1


def test_other_words_sent_from_a_page_already_saved_are_asked_about_and_not_lost(as_anna):
    token = hidden(as_anna.get("/notes/new"), "submit_token")
    as_anna.post("/notes/new", {"text": "Once", "submit_token": token})
    answer = as_anna.post("/notes/new", {"text": "Once and more", "submit_token": token})
    assert answer.status_code == 409
    assert "You have already saved this form" in words_in(answer)
    assert ">\nOnce and more</textarea>" in answer.content.decode()
    again = as_anna.post("/notes/new", {"text": "Once and more", "submit_token": hidden(answer, "submit_token")})
    assert again.status_code == 302
    assert Note.objects.count() == 2


def test_a_refused_form_can_be_sent_again_with_the_token_it_had(as_anna):
    token = hidden(as_anna.get("/notes/new"), "submit_token")
    assert as_anna.post("/notes/new", {"text": "impossible", "submit_token": token}).status_code == 422
    assert as_anna.post("/notes/new", {"text": "possible", "submit_token": token}).status_code == 302


def test_the_draft_is_gone_when_it_has_become_a_record(as_anna, anna):
    drafts.save_draft(user=anna, key="note:new", data={"text": ["Half a sent"]})
    assert ">\nHalf a sent</textarea>" in as_anna.get("/notes/new").content.decode()
    as_anna.post("/notes/new", {"text": "Half a sentence."})
    assert drafts.open_draft(anna, "note:new") is None


def test_discarding_a_draft_leads_back_to_the_empty_page(as_anna, anna):
    drafts.save_draft(user=anna, key="note:new", data={"text": ["Half a sent"]})
    answer = as_anna.post("/drafts/note:new/discard", {"next": "/notes/new"}, follow=True)
    assert "Half a sent" not in answer.content.decode()
    assert drafts.open_draft(anna, "note:new") is None


def test_discarding_never_leads_to_another_site(as_anna):
    assert as_anna.post("/drafts/note:new/discard", {"next": "//evil.example/"}).url == "/"


def test_once_does_it_once(as_anna):
    token = hidden(as_anna.get("/notes/new"), "submit_token")
    first = as_anna.post("/notes/add", {"text": "Added", "submit_token": token})
    second = as_anna.post("/notes/add", {"text": "Added", "submit_token": token})
    assert first.url == second.url
    assert Note.objects.count() == 1
