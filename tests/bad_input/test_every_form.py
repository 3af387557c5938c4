"""Every form of the site, by somebody who may use it, with all that people and programs type by mistake or by malice.

A form that is new is found by its address, and tried.
"""

import os
from collections.abc import Iterable
from html import escape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.architecture.access_table import PAGES, RECORD, SEES, OfChild, Page
from tests.architecture.addresses import addresses
from tests.architecture.test_access import world as world
from tests.architecture.world import World
from tests.bad_input.filling import Filling, text_boxes
from tests.factories.pages import signed_in
from ui.form_page import FormPage
from ui.models import SubmitToken

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MULTIPART = "multipart/form-data"
SCRIPT = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"
ODD_LETTERS = {
    "an apostrophe": "Síle O'Neill-D’Arcy",
    "Arabic": "محمد بن علي",
    "emoji and marks": "👩‍👧‍👦🏽 Zoe\u0308\u0323 e\u0301",
    "the other direction": "\u202egnp.exe\u202c",
    "SQL": "'; DROP TABLE people_person; -- %s %(x)s {0} {{ 1 }}",
    "a formula": "=cmd|' /C calc'!A0",
}
TEXTS = {
    "letters of all kinds": " ".join(ODD_LETTERS.values())[:99],
    "script": SCRIPT,
    "400 characters": "Ab c " * 80,
    "40,000 characters": "Ab c " * 8_000,
    "a null character": "Zo\0e",
}
DAYS = [("31", "2", "2026"), ("1", "1", "9999"), ("9" * 5000, "١", "x"), ("0", "0", "0000")]
CHOICES = ["not offered", "9" * 30, "\0"]
# What answers a form: a page, the way on, and refusals that say why.
CLEAR = {200, 302, 400, 403, 404, 409, 413, 422}
# Where everything is done when the page is only sent: nothing is typed.
NOTHING_TYPED = {"log-out", "alerts-read"}


def in_turn(tries: Iterable[Any], number: int) -> list[Any]:
    """Every other one, beginning where the form before did not: all forms share one way in, so that two neighbours
    have tried all. BAD_INPUT_ALL=1 tries each on every form.
    """
    return list(tries) if os.environ.get("BAD_INPUT_ALL") else list(tries)[number % 2 :: 2]


def is_form(row: OfChild | Page) -> bool:
    views = [one.view for one in addresses() if one.name == row.name]
    return any(isinstance(view, type) and issubclass(view, FormPage) for view in views)


def anybody(row: OfChild | Page) -> bool:
    """Whether there is somebody who gets the page at all."""
    return bool(row.may & (SEES["own"] if isinstance(row, OfChild) else row.sees))


ROWS = [row for row in [*RECORD, *PAGES] if anybody(row)]
FORMS = [row for row in ROWS if is_form(row) and row.name != "late-reason"]
# Nobody in the table's world gets them, or only with a clock that is late.
NOT_SHOWN = {"late-reason"} | {row.name for row in [*RECORD, *PAGES] if not anybody(row)}


def somebody(row: OfChild | Page) -> str:
    sees = SEES["own"] if isinstance(row, OfChild) else row.sees
    return min(row.may & sees)


def test_every_form_of_the_site_is_tried():
    forms = {one.name for one in addresses() if isinstance(one.view, type) and issubclass(one.view, FormPage)}
    assert forms - {row.name for row in FORMS} <= NOT_SHOWN


class Form:
    """One form, as somebody who may use it sees it."""

    def __init__(self, row: OfChild | Page, world: World) -> None:
        self.row, self.client = row, signed_in(world.actors[somebody(row)])
        self.client.raise_request_exception = True
        place = world.places["own"] if isinstance(row, OfChild) else world.front_door
        self.url = reverse(row.name, args=row.args(place))
        shown = self.client.get(self.url)
        self.form = shown.context["form"] if shown.status_code == 200 and shown.context else None

    def sent(self, posted, **how) -> tuple[int, str]:
        """Status and page; what it did is undone afterwards."""
        with transaction.atomic():
            if isinstance(posted, bytes):  # as it is: the client's own post() would put it into the named alphabet
                answer = self.client.generic("POST", self.url, posted, **how)
            else:
                answer = self.client.post(self.url, posted, **how)
            page = answer.content.decode()
            if answer.status_code == 302 and answer.headers["Location"].startswith("/"):
                page = self.client.get(answer.headers["Location"]).content.decode(errors="replace")
            transaction.set_rollback(True)
        return answer.status_code, page


def test_whatever_is_typed_is_answered_and_given_back_and_runs_nowhere(world):
    faults = []
    for row in FORMS:
        faults += [f"{row.name}: {fault}" for fault in _typed(Form(row, world))]
    assert not faults, "\n".join(faults)


def _typed(form: Form):
    if form.form is None:
        return
    for what, text in TEXTS.items():
        status, page = form.sent(Filling(text=text).of(form.form))
        if status not in CLEAR:
            yield f"{what}: {status}"
        if SCRIPT in page or "<img src=x" in page:
            yield f"{what}: stands in the page as it was typed"
        if status in (409, 422) and "\0" not in text:
            lost = [box for box in text_boxes(form.form) if f'name="{box}"' in page]
            if lost and escape(text.strip()) not in page:
                yield f"{what}: {status}, and what was typed is not in the form"
        if status in (409, 422) and "govuk-error" not in page:
            yield f"{what}: {status} without a sentence"


def test_days_numbers_and_choices_that_are_none_are_refused_in_words(world):
    faults = []
    for number, row in enumerate(FORMS):
        form = Form(row, world)
        if form.form is None:
            continue
        fillings = [Filling(day=day) for day in DAYS] + [Filling(choice=choice) for choice in CHOICES]
        for filling in in_turn(fillings, number):
            posted = filling.of(form.form)
            posted |= {name: "9" * 5000 for name in posted if name.endswith("-count")} if filling.choice else {}
            status, page = form.sent(posted)
            if status not in CLEAR or "Traceback" in page:
                faults.append(f"{row.name}: {filling.day or filling.choice}: {status}")
    assert not faults, "\n".join(faults)


def test_empty_doubled_and_wrongly_packed_forms_are_answered(world):
    faults = []
    for number, row in enumerate(FORMS):
        form = Form(row, world)
        if form.form is None:
            continue
        right = Filling().of(form.form)
        texts = {name: value for name, value in right.items() if isinstance(value, str)}
        tries = {
            "nothing": ({}, {}),
            "everything twice": ({name: [value, value] for name, value in texts.items()}, {}),
            "JSON": ('{"a": 1}', {"content_type": "application/json"}),
            "no type": (b"\xff\xfe", {"content_type": "application/octet-stream"}),
            "half a file": (
                b"--x\r\nContent-Disposition: form-data; name=",
                {"content_type": "multipart/form-data; boundary=x"},
            ),
            "no boundary": (b"x", {"content_type": MULTIPART}),
            "another alphabet": (b"a=%ff", {"content_type": "application/x-www-form-urlencoded; charset=utf-16"}),
            "no alphabet": (b"--x--", {"content_type": f"{MULTIPART}; boundary=x; charset=rot13"}),
            "not UTF-8": (b"version=%ED%A0%80&submit_token=%ff", {"content_type": "application/x-www-form-urlencoded"}),
            "a forged token": (
                {**texts, "submit_token": "x" * 400 + "\0", "version": "9" * 40, "draft_seen": "2026-99-99"},
                {},
            ),
        }
        for what, (posted, how) in in_turn(tries.items(), number):
            try:
                status, _ = form.sent(posted, **how)
            except Exception as error:
                status = f"{type(error).__name__}: {error}"
            if status not in CLEAR:
                faults.append(f"{row.name}: {what}: {status}")
    assert not faults, "\n".join(faults)


def test_same_page_sent_twice_is_done_once(world):
    """The second sending of one page leads where the first led."""
    faults = []
    for row in FORMS:
        form = Form(row, world)
        if form.form is None:
            continue
        page = form.client.get(form.url).content.decode()
        token = page.split('name="submit_token" value="', 1)[1].split('"', 1)[0]
        posted = {**Filling().of(form.form), "submit_token": token}
        posted = {name: value for name, value in posted.items() if isinstance(value, str)}
        with transaction.atomic():
            first = form.client.post(form.url, posted)
            if first.status_code == 302:
                before = SubmitToken.objects.count()
                second = form.client.post(form.url, posted)
                if (second.status_code, SubmitToken.objects.count()) not in (
                    (302, before),
                    (307, before),
                    (404, before),
                    (403, before),
                ):
                    faults.append(f"{row.name}: {second.status_code}")
            transaction.set_rollback(True)
    assert not faults, "\n".join(faults)


ASKED = ("q", "page", "kind", "only", "print", "show", "next", "team", "worker", "cursor", "page_size", "child")
ODD = [
    "%00",
    "%ff%fe",
    "9" * 5000,
    "-1",
    SCRIPT.replace("&", "%26"),
    "%F0%9F%91%A7",
    "' OR 1=1 --",
    "a" * 3000,
    "%u0041",
    "%",
]


def test_no_question_to_any_page_breaks_it(world):
    faults = []
    for number, row in enumerate(ROWS):
        if row.method == "post":
            continue
        client = signed_in(world.actors[somebody(row)])
        client.raise_request_exception = False
        place = world.places["own"] if isinstance(row, OfChild) else world.front_door
        url = reverse(row.name, args=row.args(place))
        for odd in in_turn(ODD, number):
            answer = client.get(url, QUERY_STRING="&".join(f"{name}={odd}" for name in ASKED))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if answer.status_code >= 500 and row.name != "readyz":
                faults.append(f"{row.name}: {odd[:20]}: {answer.status_code}")
            if b"<img src=x" in body:
                faults.append(f"{row.name}: {odd[:20]}: stands in the page as it was asked")
    assert not faults, "\n".join(faults)


def test_pages_for_posting_answer_nonsense(world):
    faults = []
    for row in ROWS:
        if row.method != "post" or row.name in NOTHING_TYPED:
            continue
        client = signed_in(world.actors[somebody(row)])
        client.raise_request_exception = False
        place = world.places["own"] if isinstance(row, OfChild) else world.front_door
        url = reverse(row.name, args=row.args(place))
        names = ("known", "alert", "next", "forename", "surname", "date_of_birth", "data", "version", "submit_token")
        for odd in ["\0", "9" * 5000, "-1", SCRIPT, "https://elsewhere.example/", "//elsewhere.example", "a" * 40_000]:
            with transaction.atomic():
                answer = client.post(url, dict.fromkeys(names, odd))
                transaction.set_rollback(True)
            if answer.status_code >= 500 or "elsewhere" in answer.headers.get("Location", ""):
                faults.append(f"{row.name}: {odd[:20]}: {answer.status_code} {answer.headers.get('Location', '')}")
    assert not faults, "\n".join(faults)
    assert Client().post(reverse("log-in"), {"username": "\0", "password": "\0"}).status_code == 200
