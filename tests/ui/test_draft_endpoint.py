"""The endpoint that a page saves itself to."""

import json
from datetime import datetime

import pytest
from django.test import Client

from ui import drafts
from ui.tokens import make_token

pytestmark = pytest.mark.django_db
ADDRESS = "/drafts/note:new"


def send(client: Client, **body):
    return client.post(ADDRESS, json.dumps({"data": {"text": ["Half"]}, **body}), content_type="application/json")


def test_json_is_kept_and_answered_with_the_time(as_anna, anna):
    answer = send(as_anna, base_version=4, title="Write a note", url="/notes/new")
    assert answer.status_code == 200
    kept = drafts.open_draft(anna, "note:new")
    assert (kept.data, kept.base_version, kept.title, kept.url) == ({"text": ["Half"]}, 4, "Write a note", "/notes/new")
    assert datetime.fromisoformat(answer.json()["saved_at"]) == kept.saved_at


def test_a_plain_form_is_kept_as_well(as_anna, anna):
    assert as_anna.post(ADDRESS, {"text": "Half", "topics": ["home", "school"], "version": "2"}).status_code == 200
    kept = drafts.open_draft(anna, "note:new")
    assert (kept.data, kept.base_version) == ({"text": ["Half"], "topics": ["home", "school"]}, 2)


def test_signed_out_is_an_answer_and_never_a_redirect(client):
    assert send(client).status_code == 401
    assert client.get("/drafts/csrf").status_code == 401


@pytest.mark.parametrize("body", ["[]", "{", '{"data": {}}', '{"data": []}', "null", '{"data": 3}'])
def test_nonsense_is_refused(as_anna, body):
    assert as_anna.post(ADDRESS, body, content_type="application/json").status_code == 400


def test_what_a_database_cannot_hold_is_left_out_and_the_rest_kept(as_anna, anna):
    body = r'{"data": {"te\u0000xt": ["Ha\u0000lf\ud800"]}, "base_version": 99999999999, "title": "A\u0000"}'
    assert as_anna.post(ADDRESS, body, content_type="application/json").status_code == 200
    kept = drafts.open_draft(anna, "note:new")
    assert (kept.data, kept.base_version, kept.title) == ({"text": ["Half?"]}, None, "A")


def test_an_address_outside_is_not_kept(as_anna, anna):
    send(as_anna, url="https://evil.example/")
    assert drafts.open_draft(anna, "note:new").url == ""


def test_only_somebody_who_was_shown_the_page_learns_who_else_is_writing(as_anna, anna, tariq):
    drafts.save_draft(user=tariq, key="note:new", data={"text": ["x"]})
    assert send(as_anna).json()["others"] == []
    assert send(as_anna, token=make_token(anna.pk, "another:page")).json()["others"] == []
    assert send(as_anna, token=make_token(anna.pk, "note:new")).json()["others"][0]["name"] == "Tariq Example"


def test_words_of_one_person_are_not_kept_for_another(as_tariq, tariq, anna):
    assert send(as_tariq, token=make_token(anna.pk, "note:new")).status_code == 401
    assert drafts.open_draft(tariq, "note:new") is None


def test_without_a_csrf_token_nothing_is_kept(anna):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna)
    assert send(strict).status_code == 403
    token = strict.get("/drafts/csrf").json()["csrf_token"]
    answer = strict.post(ADDRESS, "{}", content_type="application/json", headers={"x-csrftoken": token})
    assert answer.status_code == 400
