"""What the API says when it cannot take something: which field, and what to do, in plain words."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisIsAway
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from referrals.models import Contact
from tests.factories.partners import posted, with_token

pytestmark = pytest.mark.django_db
URL = "/api/v1/contacts/"
TOMORROW = f"{timezone.localdate() + timedelta(days=1)}"


def without(name):
    return {key: value for key, value in posted().items() if key != name}


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        (without("concern"), "concern", "Say what you are worried about."),
        (posted(concern=" "), "concern", "Say what you are worried about."),
        (without("children"), "children", "Name at least one child."),
        ({**posted(), "children": []}, "children", "Name at least one child."),
        (posted(*[{"surname": "Clarke"}] * 21), "children", "20"),
        (posted({"date_of_birth": TOMORROW, "surname": "Clarke"}), "children.0.date_of_birth", "today or earlier"),
        (posted({"surname": "Clarke"}, {"date_of_birth": "3/4/19"}), "children.1.date_of_birth", "like 2026-05-07"),
        (posted({"forename": ""}), "children.0.surname", "Enter a first name or a surname"),
        (posted({"surname": "Clarke", "nhs_number": "123"}), "children.0.nhs_number", "10 digits"),
        (posted({"surname": "Clarke", "upn": "123"}), "children.0.upn", "12 digits"),
        (posted({"surname": "Clarke", "sex": "X"}), "children.0.sex", "F (Female)"),
        (posted({"surname": "\x00"}), "children.0.surname", "Null characters"),
        (posted(source="99"), "source", "6 (Police)"),
        (posted(urgency="high"), "urgency", "red (Red: today"),
        (posted(consent="maybe"), "consent", "given (The family knows and agrees)"),
        (without("urgency"), "urgency", "Say how urgent it is"),
        (posted(consent="refused"), "consent_reason", "Say why"),
        (posted(received_at=f"{TOMORROW}T10:00:00Z"), "received_at", "later than now"),
        (posted(received_at="yesterday"), "received_at", "like 2026-05-07T14:05:00"),
        (posted(received_at="0001-01-01T00:00:00+14:00"), "received_at", ""),
        (posted(household={"postcode": "nowhere"}), "household.postcode", "real postcode"),
        (posted(adults=[{"relationship": "mother"}]), "adults.0.surname", "Enter a first name or a surname"),
        (posted(adults=[{"surname": "Dean", "relationship": "lodger"}]), "adults.0.relationship", "mother (Mother)"),
        (posted(referrer_may_be_named="perhaps"), "referrer_may_be_named", "true, false"),
        ({**posted(), "children": ["Maisie"]}, "children.0", "dictionary"),
        ({**posted(), "children": {"forename": "Maisie"}}, "children", "Send a list of children."),
        ({**posted(), "adults": None}, "adults", "null"),
        (["not", "a", "contact"], "non_field_errors", "dictionary"),
    ],
)
def test_field_is_named_and_the_sentence_says_what_to_do(api, sent, field, words):
    answer = api.post(URL, sent)
    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert words in answer.json()[field][0]
    assert not Contact.objects.exists()


def test_half_of_a_character(api):
    body = json.dumps(posted({"surname": "\ud800"})).encode()
    answer = api.post(URL, body, content_type="application/json")
    assert answer.status_code == 400
    assert list(answer.json()) == ["children.0.surname"]


def test_several_mistakes_are_told_at_once(api):
    answer = api.post(URL, {**posted({"date_of_birth": "x"}), "urgency": "high"})
    assert set(answer.json()) == {"children.0.date_of_birth", "urgency"}


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '{"concern": NaN}', "\xff"])
def test_what_is_not_json(api, body):
    answer = api.post(URL, body, content_type="application/json")
    assert answer.status_code == 400
    assert list(answer.json()) == ["non_field_errors"]


def test_without_a_token():
    answer = APIClient().post(URL, posted())
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"
    assert "detail" in answer.json()


def test_with_a_token_that_is_not_one():
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Token 0000")
    assert client.get(URL).status_code == 401


def test_token_of_somebody_who_has_left(api, police):
    police.is_active = False
    police.save()
    assert api.get(URL).status_code == 401


def test_council_staff_are_told_why_not(anna):
    answer = with_token(anna).post(URL, posted())
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("Your role, Social worker, may not send a contact")


def test_method_that_is_not_there(api):
    assert api.delete(URL).status_code == 405


@pytest.mark.parametrize("url", [URL, "/api/v1/contacts/1/"])
def test_program_that_asks_what_it_may_do(api, url):
    assert api.options(url).status_code == 200


def test_form_instead_of_json(api):
    assert api.post(URL, "concern=x", content_type="application/x-www-form-urlencoded").status_code == 415


def test_more_than_a_megabyte(api):
    answer = api.post(URL, posted(concern="x" * 1024 * 1024))
    assert answer.status_code == 413
    assert "one megabyte" in answer.json()["detail"]


def test_cursor_that_nobody_gave(api):
    for cursor in ("nonsense", "cD1ub25zZW5zZQ=="):
        answer = api.get(URL, {"cursor": cursor})
        assert answer.status_code == 400
        assert list(answer.json()) == ["cursor"]


def test_token_that_asks_too_often_waits(api, monkeypatch):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"user": "3/min", "anon": "3/min"})
    answers = [api.get(URL) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_contact_is_taken_while_redis_is_away(api, monkeypatch):
    def gone(*args, **kwargs):
        raise RedisIsAway

    monkeypatch.setattr(SimpleRateThrottle, "cache", type("Gone", (), {"add": gone, "incr": gone})())
    assert api.post(URL, posted()).status_code == 201
