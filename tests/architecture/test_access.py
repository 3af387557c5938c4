"""Walks the table of access: every address, every role, a child of one's own, of another team, and a restricted one."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from tests.architecture.access_table import EVERYBODY, PAGES, RECORD, SEES, OfChild, Page
from tests.architecture.addresses import addresses
from tests.architecture.world import World, make_world
from tests.factories.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, tmp_path, settings) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world()


def url_of(row: OfChild | Page, world: World, whose: str = "own") -> str:
    place = world.places[whose] if isinstance(row, OfChild) else world.front_door
    return reverse(row.name, args=row.args(place))


# What every answer carries, whoever asks and whatever the answer is.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
}


def careless_headers(response: HttpResponse) -> list[str]:
    """What an answer leaves out or says too loosely."""
    found = [name for name, part in HEADERS.items() if part not in response.headers.get(name, "")]
    policy = response.headers.get("Content-Security-Policy", "")
    strict = "unsafe-" not in policy and ("object-src 'none'" in policy or "sandbox" in policy)
    found += [] if strict else ["a loose Content-Security-Policy"]
    # What somebody who is signed in was shown stays in no cache, for the next person at this computer.
    kept = "no-store" not in response.headers.get("Cache-Control", "")
    found += ["no no-store"] if kept and response.wsgi_request.user.is_authenticated else []
    for cookie in (one for one in response.cookies.values() if one.value):
        found += [] if cookie["httponly"] and cookie["samesite"] == "Lax" else [f"cookie {cookie.key}"]
    return found


def answer(client: Client, row: OfChild | Page, url: str) -> HttpResponse:
    response = client.post(url, dict(getattr(row, "sent", ()))) if row.method == "post" else client.get(url)
    if response.streaming:
        # Not response.close(): that would end the test's own connection to the database as well.
        for close in response._resource_closers:
            close()
    return response


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_each_gets_from_every_address(who, world):
    client, surprises = signed_in(world.actors[who]), []
    client.raise_request_exception = False
    # To those who see nobody one child is as far as another.
    near = world.places if who in SEES["own"] | SEES["other"] else ("own", "restricted")
    asked = [(row, whose, row.expected(who, whose)) for row in RECORD for whose in near]
    asked += [(row, "own", row.expected(who)) for row in PAGES]
    for row, whose, expected in sorted(asked, key=lambda one: one[0].name == "log-out"):
        url = url_of(row, world, whose)
        found = answer(client, row, url)
        if found.status_code != expected:
            surprises.append(f"{row.name} {whose}: {found.status_code} for {who}, not {expected} ({url})")
        if careless := careless_headers(found):
            surprises.append(f"{row.name} {whose}: {careless} ({url})")
    assert not surprises, "\n".join(surprises)


def test_whoever_is_not_signed_in_is_asked_to_sign_in(world):
    surprises = []
    for row in [*RECORD, *PAGES]:
        signed_out = getattr(row, "signed_out", 401 if row.name.startswith("api-") else 302)
        url = url_of(row, world)
        response = Client().post(url) if row.method == "post" else Client().get(url)
        elsewhere = response.status_code == 302 and not response.headers["Location"].startswith("/log-in/")
        if response.status_code != signed_out or elsewhere:
            surprises.append(f"{row.name}: {response.status_code}")
        if careless := careless_headers(response):
            surprises.append(f"{row.name}: {careless}")
    assert not surprises, "\n".join(surprises)


def test_every_address_has_a_row(world):
    """By route, since one name may stand for two addresses."""
    rows = {resolve(url_of(row, world)).route for row in [*RECORD, *PAGES]}
    missing = [f"{one.name or 'no name'}: {one.route}" for one in addresses() if one.route not in rows]
    assert missing == []


def test_no_row_is_for_an_address_that_is_gone():
    names = set(get_resolver().reverse_dict) | {one.name for one in addresses()}
    assert [row.name for row in [*RECORD, *PAGES] if row.name not in names] == []
