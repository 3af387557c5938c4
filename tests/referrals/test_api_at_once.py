"""Two programs, or one program twice, at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from people.models import Child, Person
from people.services import record_child
from referrals.models import ChildAsSent, Contact
from tests.factories.partners import NHS, OTHER_NHS, partner, posted, with_token
from tests.factories.people import CLERK

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/contacts/"


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each in a thread and a connection of its own, all starting together."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def sends(user, *children, **fields):
    return lambda: with_token(user).post(URL, posted(*children, **fields))


def test_same_reference_sent_four_times_at_once_is_one_contact(api, police):
    with_token(police)
    answers = at_once(*[sends(police, partner_reference="WX-1")] * 4)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (Contact.objects.count(), Child.objects.count(), ChildAsSent.objects.count()) == (1, 1, 1)


def test_two_agencies_about_the_same_unknown_children_at_once_record_each_once(api, police):
    school = partner("head", "Mill Lane School", "education")
    for one in (police, school):
        with_token(one)
    maisie = {"forename": "Maisie", "nhs_number": NHS}
    ella = {"forename": "Ella", "nhs_number": OTHER_NHS}
    answers = at_once(sends(police, maisie, ella), sends(school, ella, maisie))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Child.objects.count() == 2
    assert Contact.objects.count() == 2


def test_child_whom_the_council_records_at_the_same_moment(api, police):
    with_token(police)

    def clerk() -> Person:
        return record_child(forename="Maisie", surname="Clarke", nhs_number=NHS, by=CLERK)

    answers = at_once(sends(police, {"forename": "Maisie", "nhs_number": NHS}), _or_none(clerk))
    assert answers[0].status_code == 201
    assert Child.objects.filter(nhs_number=NHS).count() == 1


def _or_none(act: Callable[[], Any]) -> Callable[[], Any]:
    """The clerk may be the later of the two, and is told that the number is taken."""

    def do() -> Any:
        try:
            return act()
        except ValidationError:
            return None

    return do
