"""The pages that nobody wants to see."""

from urllib.parse import urlencode

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisAway

from ui.failing import server_error


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"])
def test_an_error_page_needs_nothing_of_the_request_that_failed(page):
    assert '<h1 class="govuk-heading-l">' in render_to_string(page)


def test_a_refusal_gives_its_reason():
    assert "Only Amy’s own worker may." in render_to_string("403.html", {"exception": "Only Amy’s own worker may."})


def failed(error: Exception, request: HttpRequest) -> HttpResponse:
    """What Django's own error handling would send for this exception."""
    try:
        raise error
    except Exception:
        return server_error(request)


def sent(path: str = "/visits/new/", **typed: str) -> HttpRequest:
    words = urlencode({"submit_token": "t:1", "csrfmiddlewaretoken": "c", **typed})
    return RequestFactory().post(path, words, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("server closed the connection"), 503),
        (InterfaceError("connection already closed"), 503),
        (RedisAway("refused"), 503),
        (KeyError("ours"), 500),
    ],
)
def test_a_server_that_is_away_is_told_from_a_fault_of_ours(error, status):
    answer = failed(error, RequestFactory().get("/"))
    assert answer.status_code == status
    assert answer.has_header("Retry-After") is (status == 503)
    assert "Traceback" not in answer.content.decode()


def test_a_form_comes_back_with_everything_typed_and_one_button():
    page = failed(OperationalError("away"), sent(text='Mum said "no".\nThen <b>left</b>.')).content.decode()
    assert '<form method="post" action="/visits/new/">' in page
    assert 'name="text" value="Mum said &quot;no&quot;.\nThen &lt;b&gt;left&lt;/b&gt;."' in page
    assert 'name="submit_token" value="t:1"' in page
    assert "Send it again" in page


def test_a_password_is_never_given_back():
    page = failed(OperationalError("away"), sent(username="anna", password="secret-secret-secret")).content.decode()
    assert "secret" not in page


def test_what_could_be_done_twice_has_no_button_to_send_it_again():
    request = RequestFactory().post("/alerts/read/", {"all": "a long text that somebody typed"})
    page = failed(OperationalError("away"), request).content.decode()
    assert "<form" not in page
    assert "Look whether it is there before you send it again" in page


def test_the_api_and_the_automatic_save_are_answered_in_json():
    asks = [
        RequestFactory().get("/api/v1/children/"),
        RequestFactory().post("/drafts/visit:1/", "{}", content_type="application/json"),
    ]
    for request in asks:
        answer = failed(OperationalError("away"), request)
        assert (answer.status_code, answer["Content-Type"]) == (503, "application/json")
