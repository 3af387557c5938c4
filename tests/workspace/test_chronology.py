"""A view over all events, with what workers said of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from audit.services import record_event
from casework.services import mark_event
from tests.factories.pages import count_queries, page, signed_in
from tests.factories.people import child
from tests.factories.staff import held
from workspace.queries.chronology import events_shown, with_marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def maisie(anna):
    found = child()
    held(found, anna)
    return found


def event(anna, subject, summary: str, kind: str = "case_note", day: int = 2):
    at = datetime(2026, 3, day, 10, tzinfo=ZoneInfo("Europe/London"))
    return record_event(kind=kind, summary=summary, by=anna, child_id=subject.pk, at=at)


def chronology(user, subject, **query: str) -> str:
    return page(user, f"/children/{subject.pk}/chronology/", **query)


def test_the_latest_stands_first(anna, maisie):
    event(anna, maisie, "Called the school", day=2)
    event(anna, maisie, "Met the grandmother", day=5)
    words = chronology(anna, maisie)
    assert words.index("Met the grandmother") < words.index("Called the school")


def test_a_mark_is_shown_with_its_note_and_author(anna, maisie):
    one = event(anna, maisie, "Called the school")
    mark_event(child=maisie, event_id=one.pk, significant=True, note="First time she spoke of him.", by=anna)
    words = chronology(anna, maisie)
    assert "Called the school (significant)" in words
    assert "First time she spoke of him. Anna Example" in words


def test_only_what_is_significant(anna, maisie):
    event(anna, maisie, "Called the school")
    marked = event(anna, maisie, "Met the grandmother")
    event(anna, maisie, "Case opened", kind="case_opened")
    mark_event(child=maisie, event_id=marked.pk, significant=True, by=anna)
    words = chronology(anna, maisie, only="significant")
    assert "Met the grandmother" in words
    assert "Case opened" in words
    assert "Called the school" not in words


def test_a_worker_s_mark_weighs_more_than_the_kind_of_event(anna, maisie):
    opened = event(anna, maisie, "Case opened", kind="case_opened")
    mark_event(child=maisie, event_id=opened.pk, significant=False, note="Opened by mistake.", by=anna)
    assert list(events_shown(maisie, significant_only=True)) == []


def test_marking_is_no_entry_of_its_own(anna, maisie):
    one = event(anna, maisie, "Called the school")
    mark_event(child=maisie, event_id=one.pk, significant=True, by=anna)
    assert "Marked as significant" not in chronology(anna, maisie)


def test_one_kind_at_a_time(anna, maisie):
    event(anna, maisie, "Called the school")
    event(anna, maisie, "Case opened", kind="case_opened")
    words = chronology(anna, maisie, kind="case")
    assert "Case opened" in words
    assert "Called the school" not in words


def test_for_printing_all_of_it_stands_on_one_page_oldest_first(anna, maisie):
    for number in range(60):
        event(anna, maisie, f"Call number {number}.", day=1 + number % 28)
    words = chronology(anna, maisie, print="1")
    assert words.count("Call number") == 60
    assert words.index("Call number 0.") < words.index("Call number 27.")


def test_a_long_chronology_has_pages(anna, maisie):
    for number in range(60):
        event(anna, maisie, f"Call number {number}.")
    response = signed_in(anna).get(f"/children/{maisie.pk}/chronology/", {"page": "2"})
    assert response.status_code == 200
    assert response.content.decode().count("Call number") < 60


def test_fifty_entries_ask_as_much_of_the_database_as_one(anna, maisie):
    event(anna, maisie, "Called the school")

    def read():
        return with_marks(maisie, list(events_shown(maisie, significant_only=False)[:50]))

    with_one = count_queries(read)
    for number in range(49):
        one = event(anna, maisie, f"Call {number}")
        mark_event(child=maisie, event_id=one.pk, significant=True, by=anna)
    assert count_queries(read) == with_one
