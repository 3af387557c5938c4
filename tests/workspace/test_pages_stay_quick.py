"""What each page asks of the database with a whole caseload on it: at most this much, however many rows there are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import Child
from tests.factories import casework as cases
from tests.factories.pages import count_queries, signed_in, words
from tests.factories.people import adult, child, parent_of
from tests.factories.referrals import on_contact
from timescales.services import clocks_together

pytestmark = pytest.mark.django_db

PAGES = [
    ("anna", "/", 13),
    ("tariq", "/", 15),
    ("mo", "/", 12),
    ("anna", "/my-children/", 9),
    ("tariq", "/team/", 12),
    ("anna", "/search/?q=Clarke", 15),
    ("anna", "/alerts/", 6),
    ("mo", "/contacts/", 9),
    ("mo", "/early-help/", 9),
    ("anna", "/children/{pk}/", 15),
    ("anna", "/children/{pk}/family/", 13),
    ("anna", "/children/{pk}/chronology/", 12),
]


@pytest.fixture
def caseload(department) -> list[Child]:
    """Eighteen children with an assessment each, begun five days apart, and six who wait at the front door."""
    today, children = timezone.localdate(), []
    for number in range(18):
        one = child(f"Child{number}")
        parent_of(adult(f"Parent{number}"), one)
        episode = cases.a_case(department.anna, one, referred_on=today - timedelta(days=5 * number))
        cases.an_assessment(department.anna, episode)
        children.append(one)
    for number in range(6):
        on_contact(department.mo, child(f"New{number}", "Stone"))
    return children


def test_each_page_asks_no_more_than_it_may(department, caseload):
    too_many = {}
    for who, address, most in PAGES:
        client, url = signed_in(getattr(department, who)), address.format(pk=caseload[3].pk)
        client.get(url)
        asked = count_queries(lambda client=client, url=url: client.get(url))
        if asked > most:
            too_many[f"{who} {address}"] = asked
    assert too_many == {}


@pytest.fixture
def busy(department) -> list[Child]:
    """A hundred and twenty children with one worker, each with an assessment that is late."""
    children = []
    for number in range(120):
        one = child(f"Child{number}")
        with clocks_together():
            episode = cases.a_case(department.anna, one, referred_on=timezone.localdate() - timedelta(days=90))
            cases.an_assessment(department.anna, episode)
        children.append(one)
    return children


def test_a_hundred_children_ask_no_more_and_fill_no_more_than_a_page(department, busy):
    client = signed_in(department.anna)
    client.get("/")
    assert count_queries(lambda: client.get("/")) <= 13
    said = words(client.get("/"))
    assert "Late 120" in said
    assert "The first 20 of 120." in said
    assert said.count("Write the assessment") == 20
    first, last = words(client.get("/my-children/")), words(client.get("/my-children/?page=3"))
    assert "120 children, the next date first." in first
    assert first.count("Write the assessment") == 50
    assert last.count("Write the assessment") == 20
    assert count_queries(lambda: client.get("/my-children/?page=2")) <= 9
