"""A police officer signs in, sends a contact, and later reads what was decided."""

import re

import pytest

from referrals.models import ContactChild
from referrals.services import decide_contact
from tests.factories.browsers import check_page
from tests.factories.partners import partner
from tests.factories.staff import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def test_partner_sends_a_contact_and_reads_its_outcome(page, live_server, department):
    partner()
    given_the_officer_has_signed_in(page, live_server.url)
    when_a_contact_about_two_children_is_sent(page)
    then_it_waits_for_a_decision(page)
    when_the_front_door_decides(department)
    then_the_list_shows_the_outcome(page)


def given_the_officer_has_signed_in(page, url):
    page.goto(f"{url}/log-in/")
    page.get_by_label("User name").fill("pc-jones")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/partner/")
    check_page(page)


def when_a_contact_about_two_children_is_sent(page):
    page.get_by_role("button", name="Send a contact").click()
    check_page(page)
    first = page.get_by_role("group", name="Child 1")
    first.get_by_label("First name").fill("Maisie")
    first.get_by_label("Last name").fill("Clarke")
    page.get_by_role("button", name="Add another child").click()
    page.get_by_role("group", name="Child 2").get_by_label("First name").fill("Ella")
    page.get_by_label("What are you worried about?").fill("Officers found the children alone at 1 am.")
    page.get_by_label("Red: today").check()
    page.get_by_label("Not asked yet").check()
    page.get_by_label("Your own reference").fill("WX-1")
    page.get_by_role("button", name="Send to the front door").click()
    page.wait_for_url(re.compile(r"/partner/contacts/\d+/$"))


def then_it_waits_for_a_decision(page):
    assert page.get_by_role("heading", level=1).inner_text().endswith("Maisie Clarke, Ella")
    assert page.get_by_text("Waiting for a decision").count() == 2
    check_page(page)


def when_the_front_door_decides(department):
    for row in ContactChild.objects.all():
        decide_contact(
            contact_child=row,
            outcome="advice",
            reason="Enough for now.",
            told_to_referrer="The health visitor will call.",
            by=department.maya,
        )


def then_the_list_shows_the_outcome(page):
    page.get_by_role("link", name="Contacts you sent").click()
    assert page.get_by_text("Maisie Clarke: Information and advice").is_visible()
    page.get_by_role("link", name="Maisie Clarke, Ella").click()
    assert page.get_by_text("The health visitor will call.").first.is_visible()
    check_page(page)
