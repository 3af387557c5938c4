"""A contact that a partner sends: who is recognised by a number, and that the partner never learns it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from guardian.shortcuts import assign_perm

from audit.models import Event
from people.models import Child, Person
from referrals.models import Contact
from referrals.outcomes import ChildOutcome
from referrals.queries import own_contacts_with_outcomes
from referrals.sent import SentAdult, SentHome
from referrals.services import decide_contact, receive_contact
from staff.models import Alert
from tests.factories.partners import NHS, OTHER_NHS, UPN, maisie, message, partner, restricted
from tests.factories.people import adult, child
from tests.factories.referrals import contact

pytestmark = pytest.mark.django_db


def send(by, *children, **fields):
    return receive_contact(message=message(*children, **fields), by=by).contact


def row_of(contact):
    return contact.children.select_related("child", "as_sent").get()


def shown(user, contact):
    """What the partner reads of the only child."""
    return ChildOutcome.of(own_contacts_with_outcomes(user).get(pk=contact.pk).children.all()[0])


def test_child_nobody_knows_is_recorded_as_newly_known(police):
    row = row_of(send(police, maisie(nhs_number="999 000 0018")))
    assert row.newly_known
    assert (row.child.forename, row.child.nhs_number, row.as_sent.nhs_number) == ("Maisie", NHS, NHS)


def test_source_is_the_usual_one_of_the_agency_unless_named(police, department):
    health_visitor = partner("hv", "Wexcombe NHS Trust", "health")
    charity = partner("charity", "Wexcombe Families", "voluntary")
    sources = [send(police).source, send(health_visitor).source, send(charity).source]
    assert [*sources, send(health_visitor, source="3B").source] == ["6", "3F", "8", "3B"]


@pytest.mark.parametrize("numbers", [{"nhs_number": NHS}, {"upn": UPN}])
def test_same_number_and_date_of_birth_is_the_known_child(police, numbers):
    known = child(**numbers)
    row = row_of(send(police, maisie(**numbers)))
    assert (row.child_id, row.newly_known) == (known.pk, False)
    assert Child.objects.count() == 1


def test_same_number_without_a_date_of_birth_is_the_known_child(police):
    known = child(nhs_number=NHS)
    assert row_of(send(police, maisie(nhs_number=NHS, date_of_birth=None))).child_id == known.pk


def test_same_name_and_birth_without_a_number_is_new_until_the_front_door_says_otherwise(police):
    child()
    assert row_of(send(police)).newly_known


def test_number_with_another_date_of_birth_stays_off_the_new_record_and_is_noted(police):
    known = child(nhs_number=NHS)
    row = row_of(send(police, maisie(nhs_number=NHS, date_of_birth=date(2020, 4, 3))))
    assert row.child_id != known.pk
    assert row.newly_known
    assert row.child.nhs_number is None
    assert row.as_sent.nhs_number == NHS
    assert f"NHS number {NHS}" in row.as_sent.note
    assert known.surname not in row.as_sent.note


def test_estimated_date_of_birth_on_record_gives_way_by_a_year(police):
    known = child(nhs_number=NHS, date_of_birth=date(2019, 1, 1), date_of_birth_estimated=True)
    assert row_of(send(police, maisie(nhs_number=NHS))).child_id == known.pk


def test_mothers_number_given_for_her_child_does_not_make_her_a_child(police):
    mother = adult(nhs_number=NHS)
    row = row_of(send(police, maisie(nhs_number=NHS, date_of_birth=None)))
    mother.refresh_from_db()
    assert row.newly_known
    assert not mother.is_child


def test_two_numbers_of_two_people_match_neither(police):
    child(nhs_number=NHS)
    child("Ella", upn=UPN)
    row = row_of(send(police, maisie(nhs_number=NHS, upn=UPN)))
    assert row.newly_known
    assert (row.child.nhs_number, row.child.upn) == (None, None)


def test_other_number_that_differs_from_the_record_is_noted(police):
    known = child(nhs_number=NHS)
    known.upn = "Q801200005002"
    known.save()
    row = row_of(send(police, maisie(nhs_number=NHS, upn=UPN)))
    assert row.child_id == known.pk
    assert UPN in row.as_sent.note


def test_two_children_of_one_message_never_become_one(police):
    known = child(nhs_number=NHS, upn=UPN)
    contact = send(police, maisie(nhs_number=NHS), maisie(forename="Ella", upn=UPN))
    first, second = contact.children.order_by("pk")
    assert first.child_id == known.pk
    assert second.newly_known
    assert second.child.upn is None


def test_known_childs_record_keeps_its_name_and_gets_no_family_from_the_message(police):
    known = child("Maisie", "Newname", nhs_number=NHS)
    people_before = Person.objects.count()
    contact = send(
        police,
        maisie(nhs_number=NHS),
        adults=[SentAdult("Carl", "Dean", "other", phone="07700 900123")],
        home=SentHome("4 Mill Lane", "Wexcombe", "LS1 4AP"),
    )
    known.refresh_from_db()
    assert known.surname == "Newname"
    assert Person.objects.count() == people_before
    assert known.current_address() is None
    assert contact.family_as_sent.line1 == "4 Mill Lane"
    (carl,) = contact.family_as_sent.adults
    assert (carl["forename"], carl["relationship"], carl["phone"]) == ("Carl", "Other", "07700 900123")


def test_family_of_a_new_child_is_recorded(police):
    contact = send(
        police,
        adults=[SentAdult("Kelly", "Clarke", "mother", parental_responsibility=True)],
        home=SentHome("4 Mill Lane", "Wexcombe", "LS1 4AP"),
    )
    new = row_of(contact).child
    tie = new.relationships_to.get()
    assert (tie.from_person.name, tie.kind, tie.from_person.sex) == ("Kelly Clarke", "parent", "F")
    assert str(new.current_address().address.line1) == "4 Mill Lane"
    assert [one.role for one in new.adults_to_identify.all()] == ["father"]


def test_new_child_beside_a_known_one_is_not_tied_to_that_record(police):
    known = child(nhs_number=NHS)
    send(police, maisie(nhs_number=NHS), maisie(forename="Ella", nhs_number=OTHER_NHS))
    assert not known.relationships_to.exists()
    assert not known.relationships_from.exists()


def test_partner_reads_the_name_it_sent_never_the_records(police):
    child("Mia", "Secret", nhs_number=NHS)
    outcome = shown(police, send(police, maisie(nhs_number=NHS)))
    assert (outcome.forename, outcome.surname, outcome.outcome_title) == ("Maisie", "Clarke", "Not decided yet")


def test_restricted_record_is_matched_and_its_short_list_told(police, department):
    known = child(nhs_number=NHS)
    restriction = restricted(known)
    assign_perm("staff.open_restricted_record", department.maya, restriction)
    contact = send(police, maisie(nhs_number=NHS))
    assert row_of(contact).child_id == known.pk
    assert [alert.user for alert in Alert.objects.filter(kind="restricted_contact")] == [department.maya]


def test_restricted_record_that_nobody_at_the_front_door_may_open_is_told_without_a_name(police, department):
    restricted(child(nhs_number=NHS))
    send(police, maisie(nhs_number=NHS))
    alert = Alert.objects.get(kind="restricted_contact")
    assert alert.user == department.sara
    assert "Maisie" not in alert.text
    assert not alert.url


def test_same_reference_twice_is_one_contact(police):
    first = receive_contact(message=message(partner_reference="WX-1"), by=police)
    second = receive_contact(message=message(concern="Something else", partner_reference="WX-1"), by=police)
    assert (first.repeated, second.repeated) == (False, True)
    assert first.contact == second.contact
    assert Contact.objects.count() == 1
    assert Child.objects.count() == 1


def test_two_agencies_may_use_the_same_reference(police):
    school = partner("head", "Mill Lane School", "education")
    assert send(police, partner_reference="1").pk != send(school, partner_reference="1").pk


def test_reference_that_the_front_door_logged_by_telephone_is_refused_with_what_to_do(police, mo):
    contact(mo, child(), agency=police.agency, partner_reference="WX-1", source="6")
    with pytest.raises(ValidationError) as refusal:
        receive_contact(message=message(partner_reference="WX-1"), by=police)
    assert list(refusal.value.message_dict) == ["partner_reference"]


def test_senders_clock_a_little_ahead_is_set_right(police):
    at = timezone.now()
    contact = receive_contact(message=message(received_at=at + timedelta(minutes=3)), by=police, at=at).contact
    assert contact.received_at == at


def test_event_stands_in_the_childs_chronology_with_the_sender(police):
    row = row_of(send(police))
    event = Event.objects.get(kind="contact", child_id=row.child_id)
    assert (event.actor_id, event.summary) == (police.pk, "Contact from Wexcombe Police: Amber: within one working day")


def test_council_staff_cannot_send_as_a_partner(anna):
    with pytest.raises(PermissionDenied):
        receive_contact(message=message(), by=anna)


def test_front_door_reads_what_was_sent_beside_the_record(police, department, client):
    child("Mia", "Secret", nhs_number=NHS, date_of_birth=date(2015, 1, 1))
    sent = send(police, maisie(nhs_number=NHS), adults=[SentAdult("Carl", "Dean", "step_parent")])
    client.force_login(department.mo)
    page = client.get(f"/contacts/{sent.pk}/").content.decode()
    assert "ask the partner what is right" in page
    assert "Carl Dean" in page
    assert "Step-parent" in page
    assert "Secret" not in page


def test_sender_is_told_once_that_it_is_decided_and_no_child_is_named(police, department):
    row = row_of(send(police, partner_reference="WX-1"))
    decide_contact(contact_child=row, outcome="nfa", reason="Enough for now.", by=department.maya)
    alert = Alert.objects.get(user=police)
    assert alert.text == "The front door has decided on a contact that you sent, your reference WX-1"
    assert alert.url == f"/partner/contacts/{row.contact_id}/"


def test_contact_logged_by_the_front_door_tells_no_partner(police, department):
    row = contact(department.mo, child(), agency=police.agency, source="6").children.get()
    decide_contact(contact_child=row, outcome="nfa", reason="Enough for now.", by=department.maya)
    assert not Alert.objects.filter(kind="outcome").exists()
