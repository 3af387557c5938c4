"""The table of the test room, and a page of it to open."""

import re

import pytest
from django.db import connection
from django.test import Client

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
