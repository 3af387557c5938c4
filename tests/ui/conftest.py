"""The table of the test room, and a page of it to open."""

import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from tests.factories.browsers import sign_in
from tests.ui.pages import Note

# These tests do not depend on what the menu holds.
MENU = [
    {"text": "My work", "url": "/", "current": False},
    {"text": "Write a note", "url": "/notes/new", "current": True},
]


@pytest.fixture(scope="session", autouse=True)
def note_table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Note)


@pytest.fixture(autouse=True)
def _test_room(request, settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.ui.pages"
    monkeypatch.setattr("workspace.context.menu_for", lambda user, path: MENU)
    yield
    if "transactional_db" in request.fixturenames or "live_server" in request.fixturenames:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE test_note")


@pytest.fixture
def as_anna(anna) -> Client:
    client = Client()
    client.force_login(anna)
    return client


@pytest.fixture
def as_tariq(tariq) -> Client:
    client = Client()
    client.force_login(tariq)
    return client


def hidden(response, name: str) -> str:
    """The value of a hidden box on the page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no hidden {name} on the page"
    return found[1]


@pytest.fixture
def open_as(browser, live_server):
    """`open_as(anna)` gives a page in a browser of her own, signed in; relative addresses work on it."""
    contexts = []

    def open_page(user=None, **options) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        if user is not None:
            sign_in(context, user, live_server.url)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def sign_out(context: BrowserContext) -> None:
    """The session ends, as after ten hours; the browser is not told."""
    for cookie in context.cookies():
        if cookie["name"] == "sessionid":
            SessionStore(cookie["value"]).flush()
