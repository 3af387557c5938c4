"""The morning in MASH."""

import pytest
from django.utils import timezone

from tests.factories.pages import count_queries, page
from tests.factories.people import child
from tests.factories.referrals import contact, on_contact
from workspace.queries.front_door_home import front_door_home

pytestmark = pytest.mark.django_db


def test_who_waits_for_a_decision_is_named_with_the_time_left(mo):
    on_contact(mo, child(), urgency="red")
    words = page(mo, "/")
    assert "Maisie Clarke" in words
    assert "1 red, 0 amber" in words


def test_the_officer_opens_the_contact_and_the_manager_decides(mo, department):
    on_contact(mo, child())
    now = timezone.now()
    assert front_door_home(mo, now).queue[0].act == "Open the contact"
    assert front_door_home(department.maya, now).queue[0].act == "Decide"


def test_a_contact_about_two_children_is_two_decisions(mo):
    contact(mo, child(), child("Leo"))
    assert front_door_home(mo, timezone.now()).waiting == 2


def test_a_team_manager_elsewhere_has_no_front_door_on_the_page(mo, tariq):
    on_contact(mo, child())
    assert "Waiting for a decision" not in page(tariq, "/")


def test_ten_contacts_ask_as_much_of_the_database_as_one(mo):
    on_contact(mo, child())
    now = timezone.now()
    front_door_home(mo, now)
    with_one = count_queries(lambda: front_door_home(mo, now))
    for number in range(9):
        on_contact(mo, child(f"Child{number}"))
    assert count_queries(lambda: front_door_home(mo, now)) == with_one


def test_an_empty_queue_is_told_in_words(mo):
    words = page(mo, "/")
    assert "No child waits for a decision." in words
    assert "Every partner has answered." in words
