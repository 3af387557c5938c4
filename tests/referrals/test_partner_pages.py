"""A partner's own pages: it sends, and sees what became of it; nothing else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from referrals.models import Contact, ContactChild
from referrals.services import decide_contact, receive_contact
from tests.factories.partners import NHS, message, partner
from tests.factories.people import child
from tests.factories.staff import PASSWORD
from ui.models import Draft

pytestmark = pytest.mark.django_db
HOME, NEW = "/partner/", "/partner/contacts/new/"
YESTERDAY = timezone.localdate() - timedelta(days=1)


def signed_in(user):
    client = Client()
    assert client.login(username=user.username, password=PASSWORD)
    return client


@pytest.fixture
def pages(police):
    return signed_in(police)


def filled(**changed):
    return {
        "children-count": "1",
        "children-0-forename": "Maisie",
        "children-0-surname": "Clarke",
        "children-0-date_of_birth_day": "3",
        "children-0-date_of_birth_month": "4",
        "children-0-date_of_birth_year": "2019",
        "children-0-sex": "F",
        "adults-count": "1",
        "concern": "Officers found the children alone at 1 am.",
        "urgency": "amber",
        "consent": "not_yet_sought",
        "received_at_day": str(YESTERDAY.day),
        "received_at_month": str(YESTERDAY.month),
        "received_at_year": str(YESTERDAY.year),
        "received_at_time": "01:20",
        "referrer_name": "PC Jones",
        **changed,
    }


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_form_says_which_boxes_it_has(pages):
    names = set(re.findall(r'name="([^"]+)"', pages.get(NEW).content.decode()))
    assert set(filled()) <= names


def test_contact_is_sent_and_its_page_shown(pages, police):
    answer = pages.post(NEW, filled(partner_reference="WX-1"))
    contact = Contact.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/partner/contacts/{contact.pk}/"
    assert (contact.agency, contact.method, contact.source, contact.referrer_name) == (
        police.agency,
        "form",
        "6",
        "PC Jones",
    )
    shown = text_of(pages.get(answer.headers["Location"]))
    assert "Maisie Clarke" in shown
    assert "Waiting for a decision" in shown
    assert "WX-1" in shown


def test_problem_stands_beside_the_childs_own_box_and_nothing_typed_is_lost(pages, police):
    answer = pages.post(NEW, filled(**{"children-0-nhs_number": "943 476 5918", "postcode": "LEEDS"}))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'href="#id_children-0-nhs_number"' in html
    assert 'href="#id_postcode"' in html
    assert "Officers found the children alone at 1 am." in html
    assert Draft.objects.filter(user=police, key="partner-contact:new").exists()
    assert not Contact.objects.exists()


def test_consent_that_needs_a_reason(pages):
    answer = pages.post(NEW, filled(consent="refused"))
    assert answer.status_code == 422
    assert "Say why the family was not asked" in text_of(answer)


def test_second_child_by_button_without_javascript(pages):
    answer = pages.post(NEW, filled(**{"children-add": "1"}))
    assert answer.status_code == 200
    assert 'name="children-1-forename"' in answer.content.decode()


def test_list_shows_the_outcome_without_asking(pages, police, department):
    number = receive_contact(message=message(partner_reference="WX-1"), by=police).contact.pk
    assert "Waiting for a decision" in text_of(pages.get(HOME))
    row = ContactChild.objects.get(contact=number)
    decide_contact(
        contact_child=row,
        outcome="advice",
        reason="Not for the referrer.",
        by=department.maya,
        told_to_referrer="The school nurse will help.",
    )
    assert "Information and advice" in text_of(pages.get(HOME))
    shown = text_of(pages.get(f"/partner/contacts/{number}/"))
    assert "The school nurse will help." in shown
    assert "Not for the referrer" not in shown


def test_pages_show_the_name_that_was_sent_never_the_records(pages, police):
    child("Mia", "Secret", nhs_number=NHS)
    pages.post(NEW, filled(**{"children-0-nhs_number": NHS}))
    for url in (HOME, f"/partner/contacts/{Contact.objects.get().pk}/"):
        shown = text_of(pages.get(url))
        assert "Maisie Clarke" in shown
        assert "Secret" not in shown


def test_another_agency_sees_nothing_of_it(police, department):
    number = receive_contact(message=message(), by=police).contact.pk
    other = signed_in(partner("head", "Mill Lane School", "education"))
    assert other.get(f"/partner/contacts/{number}/").status_code == 404
    assert "Maisie" not in text_of(other.get(HOME))


@pytest.mark.parametrize("url", [HOME, NEW, "/partner/contacts/1/"])
def test_council_staff_have_their_own_pages(url, mo):
    assert signed_in(mo).get(url).status_code == 403


@pytest.mark.parametrize("url", [HOME, NEW, "/partner/contacts/1/"])
def test_signed_out(url, client):
    assert client.get(url).status_code == 302


def test_list_takes_as_many_queries_for_twenty_as_for_one(pages, police, django_assert_max_num_queries):
    receive_contact(message=message(), by=police)
    with django_assert_max_num_queries(50) as few:
        pages.get(HOME)
        as_many = len(few)
    for _ in range(19):
        receive_contact(message=message(), by=police)
    with django_assert_max_num_queries(as_many):
        pages.get(HOME)
