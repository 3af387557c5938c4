"""What each page asks of the database with a whole caseload on it: at most this much, however many rows there are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import Child
from tests.factories import casework as cases
from tests.factories.pages import count_queries, signed_in
from tests.factories.people import adult, child, parent_of
from tests.factories.referrals import on_contact

pytestmark = pytest.mark.django_db

PAGES = [
    ("anna", "/", 14),
    ("tariq", "/", 24),
    ("mo", "/", 12),
    ("anna", "/my-children/", 9),
    ("tariq", "/team/", 18),
    ("anna", "/search/?q=Clarke", 17),
    ("anna", "/alerts/", 6),
    ("anna", "/children/{pk}/", 36),
    ("anna", "/children/{pk}/family/", 22),
    ("anna", "/children/{pk}/chronology/", 14),
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
