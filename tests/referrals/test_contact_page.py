"""The page on which a contact is logged, and the queue, as the front door uses them."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.models import Person
from referrals.models import Contact
from referrals.services import decide_contact
from tests.factories import people
from tests.factories.pages import count_queries, signed_in, words
from tests.factories.referrals import on_contact
from tests.factories.staff import agency

pytestmark = pytest.mark.django_db


def filled(**more: str) -> dict[str, str]:
    """The boxes of a short call about one new child."""
    now = timezone.localtime()
    return {
        "children-count": "1",
        "children-0-forename": "Ava",
        "children-0-surname": "Stone",
        "adults-count": "1",
        "source": "6",
        "concern": "Shouting at night.",
        "consent": "given",
        "urgency": "amber",
        "method": "telephone",
        "received_at_day": str(now.day),
        "received_at_month": str(now.month),
        "received_at_year": str(now.year),
        "received_at_time": f"{now:%H:%M}",
        **more,
    }


def post(user, **more: str):
    return signed_in(user).post("/contacts/new/", filled(**more))


def test_a_short_call_is_logged(mo):
    assert post(mo).status_code == 302
    assert Contact.objects.get().children.get().child.name == "Ava Stone"


def test_a_parent_who_is_known_is_picked_and_not_recorded_a_second_time(mo):
    kelly = people.adult("Kelly", "Stone")
    boxes = {"adults-0-forename": "Kelly", "adults-0-surname": "Stone", "adults-0-kind": "parent"}
    answer = post(mo, **boxes)
    assert answer.status_code == 422
    assert "Choose who this adult is" in words(answer)
    assert post(mo, **boxes, **{"adults-0-person": str(kelly.pk)}).status_code == 302
    assert Person.objects.filter(forename="Kelly").count() == 1
    child = Contact.objects.get().children.get().child
    assert kelly.relationships_from.get(kind="parent").to_person_id == child.pk


def test_a_date_in_the_future_is_refused_and_every_word_stays_in_its_box(mo):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = post(mo, received_at_day=str(tomorrow.day), received_at_month=str(tomorrow.month))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert "must be now or in the past" in page
    assert "Shouting at night." in page
    assert 'value="Stone"' in page
    assert not Contact.objects.exists()


def test_a_double_click_logs_one_contact(mo):
    client = signed_in(mo)
    token = re.search(r'name="submit_token" value="([^"]+)"', client.get("/contacts/new/").content.decode())[1]
    first, second = (client.post("/contacts/new/", filled(submit_token=token)) for _ in range(2))
    assert Contact.objects.count() == 1
    assert first.url == second.url


def test_a_restricted_child_is_no_candidate_not_even_as_a_number(mo):
    child = people.child("Maisie", "Clarke", date_of_birth=date(2017, 4, 3))
    typed = {"children-0-forename": "Maisie", "children-0-surname": "Clarke"}
    target = {"HX-Target": "id_children-0-person"}
    ask = signed_in(mo)
    assert "Maisie Clarke" in ask.post("/contacts/matches/", typed, headers=target).content.decode()
    child.restrictions.create(reason="A colleague's family", from_on=date(2026, 1, 1))
    empty = ask.post("/contacts/matches/", {**typed, "children-0-forename": "Qqq"}, headers=target)
    assert ask.post("/contacts/matches/", typed, headers=target).content == empty.content


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"forename": "Maisy", "surname": "Clark"}, "another spelling"),
        (
            {"surname": "Clarke", "date_of_birth_day": "4", "date_of_birth_month": "3", "date_of_birth_year": "2017"},
            "swapped",
        ),
        (
            {"surname": "Clarke", "date_of_birth_day": "3", "date_of_birth_month": "4", "date_of_birth_year": "2016"},
            "year",
        ),
        ({"nhs_number": "999 000 0018"}, "Same NHS number"),
    ],
)
def test_each_match_says_why(mo, typed, reason):
    people.child("Maisie", "Clarke", date_of_birth=date(2017, 4, 3), nhs_number="9990000018")
    answer = signed_in(mo).post(
        "/contacts/matches/",
        {f"children-0-{name}": value for name, value in typed.items()},
        headers={"HX-Target": "id_children-0-person"},
    )
    assert "Maisie Clarke" in answer.content.decode()
    assert reason in answer.content.decode()


def test_a_match_shows_what_is_already_known(mo):
    on_contact(mo, people.child("Maisie", "Clarke"))
    answer = signed_in(mo).post(
        "/contacts/matches/",
        {"children-0-forename": "Maisie", "children-0-surname": "Clarke"},
        headers={"HX-Target": "id_children-0-person"},
    )
    assert "1 earlier contact" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "outcome"), [("/contacts/", ""), ("/contacts/decided/", "nfa"), ("/early-help/", "early_help")]
)
def test_as_many_queries_for_forty_rows_as_for_four(department, address, outcome):
    client = signed_in(department.maya)

    def come_in(numbers: range) -> None:
        for number in numbers:
            row = on_contact(department.mo, people.child(f"Child{number}"))
            if outcome:
                decide_contact(contact_child=row, outcome=outcome, reason="Why.", agency=agency(), by=department.maya)

    come_in(range(4))
    client.get(address)
    few = count_queries(lambda: client.get(address))
    come_in(range(4, 40))
    assert "Child39" in words(client.get(address))
    assert count_queries(lambda: client.get(address)) == few


def test_what_is_due_first_stands_on_top_and_red_before_amber(department):
    now = timezone.now()
    people_of = {name: people.child(name, "Clarke") for name in ("Amber", "Late", "Red")}
    on_contact(department.mo, people_of["Amber"], urgency="amber")
    on_contact(department.mo, people_of["Late"], urgency="green", at=now - timedelta(days=9))
    on_contact(department.mo, people_of["Red"], urgency="red")
    page = words(signed_in(department.mo).get("/contacts/"))
    assert page.index("Late Clarke") < page.index("Red Clarke") < page.index("Amber Clarke")
