"""Contacts over the API: sent, answered, read again."""

from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from referrals.models import Contact, ContactChild
from referrals.services import decide_contact
from tests.factories.partners import NHS, UPN, partner, posted, restricted, with_token
from tests.factories.people import adult, child
from tests.factories.referrals import contact

pytestmark = pytest.mark.django_db
URL = "/api/v1/contacts/"


def decide(number, by, outcome="nfa", **fields):
    row = ContactChild.objects.filter(contact=number).order_by("pk").first()
    decide_contact(contact_child=row, outcome=outcome, reason="Enough for now.", by=by, **fields)


def test_contact_is_answered_with_its_number_and_each_child(api):
    answer = api.post(URL, posted(partner_reference="WX-1"))
    assert answer.status_code == 201
    contact = Contact.objects.get()
    assert answer.headers["Location"] == f"/api/v1/contacts/{contact.pk}/"
    told = answer.json()
    assert datetime.fromisoformat(told.pop("received_at")) == contact.received_at
    assert told == {
        "id": contact.pk,
        "partner_reference": "WX-1",
        "status": "waiting",
        "children": [
            {
                "reference": str(contact.children.get().pk),
                "forename": "Maisie",
                "surname": "Clarke",
                "outcome": "",
                "outcome_title": "Not decided yet",
                "decided_at": None,
                "told_to_referrer": "",
            }
        ],
    }


def test_contact_belongs_to_the_agency_of_the_token(api, police):
    api.post(URL, posted())
    contact = Contact.objects.get()
    assert (contact.agency, contact.logged_by, contact.method) == (police.agency, police, "notification")


def test_row_history_names_whose_token_it_was(api, police):
    api.post(URL, posted())
    history = apps.get_model("referrals", "ContactEvent").objects.get()
    assert history.pgh_context.metadata == {"user": police.pk, "url": URL}


def test_all_fields_arrive(api):
    whole = posted(
        {"forename": "Maisie", "surname": "Clarke", "date_of_birth": "2019-04-03", "sex": "F", "nhs_number": NHS},
        {"surname": "Clarke", "expected_date_of_birth": f"{timezone.localdate() + timedelta(days=60)}"},
        source="1A",
        received_at=(timezone.now() - timedelta(hours=2)).isoformat(),
        method="telephone",
        referrer_name="PC Jones",
        referrer_contact="0114 496 0101",
        referrer_may_be_named=False,
        consent="not_sought_risk",
        consent_reason="Father is in the house.",
        urgency="red",
        household={"line1": "4 Mill Lane", "town": "Wexcombe", "postcode": "ls14ap"},
        adults=[{"forename": "Kelly", "surname": "Clarke", "relationship": "mother", "phone": "07700 900123"}],
    )
    answer = api.post(URL, whole)
    assert answer.status_code == 201, answer.json()
    found = Contact.objects.get()
    assert (found.source, found.urgency, found.referrer_may_be_named) == ("1A", "red", False)
    assert found.consent_reason == "Father is in the house."
    born = found.children.order_by("pk")[0].child
    assert (born.nhs_number, str(born.current_address().address.postcode)) == (NHS, "LS1 4AP")
    assert found.children.order_by("pk")[1].child.unborn


def test_same_reference_again_is_the_first_contact_with_200(api):
    first = api.post(URL, posted(partner_reference="WX-1"))
    again = api.post(URL, posted(concern="Other words", partner_reference="WX-1"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Contact.objects.count() == 1


KNOWN = {
    "nobody": lambda: None,
    "a child": lambda: child(nhs_number=NHS),
    "a restricted child": lambda: restricted(child(nhs_number=NHS)),
    "a child under another name": lambda: child("Mia", "Secret", nhs_number=NHS),
    "a child with another date of birth": lambda: child(nhs_number=NHS, date_of_birth=date(2015, 1, 1)),
    "an adult": lambda: adult(nhs_number=NHS),
    "two people": lambda: (child(nhs_number=NHS), child("Ella", upn=UPN)),
}


@pytest.mark.parametrize("held", KNOWN)
def test_answer_is_the_same_whoever_has_the_number(api, held):
    KNOWN[held]()
    one = {"forename": "Maisie", "surname": "Clarke", "date_of_birth": "2019-04-03", "nhs_number": NHS, "upn": UPN}
    answer = api.post(URL, posted(one))
    assert answer.status_code == 201
    told = answer.json()["children"][0]
    assert told.pop("reference").isdecimal()
    assert told == {
        "forename": "Maisie",
        "surname": "Clarke",
        "outcome": "",
        "outcome_title": "Not decided yet",
        "decided_at": None,
        "told_to_referrer": "",
    }
    again = api.get(answer.headers["Location"]).json()
    assert (again["status"], again["children"][0]["surname"]) == ("waiting", "Clarke")


def test_referrer_reads_the_outcome_without_asking(api, department):
    number = api.post(URL, posted({"forename": "Maisie"}, {"forename": "Ella"})).json()["id"]
    decide(number, department.maya, "advice", told_to_referrer="Thank you. The school nurse will help.")
    found = api.get(f"{URL}{number}/").json()
    assert found["status"] == "partly_decided"
    maisie, ella = found["children"]
    assert (maisie["outcome"], maisie["outcome_title"]) == ("advice", "Information and advice")
    assert maisie["told_to_referrer"] == "Thank you. The school nurse will help."
    assert maisie["decided_at"]
    assert ella["outcome"] == ""


def test_reason_of_the_decision_is_not_the_referrers(api, department):
    number = api.post(URL, posted()).json()["id"]
    decide(number, department.maya)
    assert "Enough for now" not in api.get(f"{URL}{number}/").content.decode()


def test_another_agencys_contact_is_not_there(api, department):
    other = with_token(partner("head", "Mill Lane School", "education"))
    number = other.post(URL, posted()).json()["id"]
    assert api.get(f"{URL}{number}/").status_code == 404
    assert api.get(URL).json()["results"] == []
    assert other.get(f"{URL}{number}/").status_code == 200


def test_contact_that_the_front_door_logged_for_the_agency_is_not_shown(api, police, mo):
    found = contact(mo, child(), agency=police.agency, source="6")
    assert api.get(f"{URL}{found.pk}/").status_code == 404


def test_number_that_no_contact_has(api):
    assert api.get(f"{URL}999999999999999999999999/").status_code == 404


def test_list_is_in_pages_the_newest_first(api):
    numbers = [api.post(URL, posted()).json()["id"] for _ in range(5)]
    first = api.get(URL, {"page_size": 2}).json()
    second = api.get(first["next"]).json()
    third = api.get(second["next"]).json()
    pages = [[one["id"] for one in page["results"]] for page in (first, second, third)]
    assert pages == [numbers[4:2:-1], numbers[2:0:-1], numbers[:1]]
    assert third["next"] is None


def test_list_takes_as_many_queries_for_forty_contacts_as_for_one(api, django_assert_max_num_queries):
    api.post(URL, posted())
    with django_assert_max_num_queries(50) as few:
        api.get(URL)
        as_many = len(few)
    for _ in range(39):
        api.post(URL, posted())
    with django_assert_max_num_queries(as_many):
        assert len(api.get(URL).json()["results"]) == 40
