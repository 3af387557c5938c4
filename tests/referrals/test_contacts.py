"""Logging what came in."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from audit.models import Event
from people.models import Child, Person
from referrals.models import Contact, ContactChild
from referrals.services import Household, NewAdult, NewChild, change_urgency, record_contact
from tests.factories import people
from tests.factories.referrals import contact, london
from timescales.models import Clock

pytestmark = pytest.mark.django_db


def maisie(**fields) -> Child:
    return people.child(forename="Maisie", surname="Clarke", date_of_birth=date(2017, 4, 3), **fields)


def test_one_working_day_starts_when_the_contact_came_in(mo):
    # Given a contact that came in on Thursday 24 December 2026; Friday is Christmas Day, Monday 28 stands for
    # Boxing Day, so the next working day is Tuesday 29 December.
    row = contact(mo, maisie(), at=london(2026, 12, 24, 15)).children.get()
    clock = Clock.objects.get(subject_kind="contact_child", subject_id=row.pk)
    assert clock.due_on == date(2026, 12, 29)
    assert clock.stopped_at is None


def test_each_child_of_the_family_stands_on_the_contact_and_has_the_event(mo):
    one, other = maisie(), people.child(forename="Leo", surname="Clarke")
    logged = contact(mo, one, other)
    assert {row.child_id for row in logged.children.all()} == {one.pk, other.pk}
    for child in (one, other):
        event = Event.objects.get(child_id=child.pk, kind="contact")
        assert event.actor_name == "Mo Example"
        assert event.detail == logged.concern


def test_new_children_of_one_contact_are_brothers_and_sisters_and_live_together(mo):
    logged = record_contact(
        by=mo,
        source="6",
        concern="Police were called to the home.",
        consent="not_yet_sought",
        urgency="red",
        children=[NewChild({"forename": "Ava", "surname": "Stone"}), NewChild({"forename": "Kai", "surname": "Stone"})],
        household=Household("12 High Street", "Wexcombe", "LS1 4AP"),
        adults=[NewAdult(fields={"forename": "Dawn", "surname": "Stone", "sex": "F"}, phone="07700 900123")],
    )
    ava, kai = (row.child for row in logged.children.order_by("pk"))
    assert ava.current_address().address == kai.current_address().address
    assert (
        ava.relationships_from.filter(kind="sibling").count() + ava.relationships_to.filter(kind="sibling").count() == 1
    )
    dawn = Person.objects.get(forename="Dawn")
    assert not dawn.is_child
    assert dawn.relationships_from.filter(kind="parent").count() == 2
    # Parental responsibility is not implied by being a parent.
    assert set(dawn.relationships_from.values_list("parental_responsibility", flat=True)) == {None}


def test_a_father_of_whom_nobody_spoke_is_a_thing_to_find_out(mo):
    logged = record_contact(
        by=mo,
        source="6",
        concern="Police were called to the home.",
        consent="not_yet_sought",
        urgency="red",
        children=[NewChild({"forename": "Ava", "surname": "Stone"})],
        adults=[NewAdult(fields={"forename": "Dawn", "surname": "Stone", "sex": "F"})],
    )
    child = logged.children.get().child
    assert [row.role for row in child.adults_to_identify.all()] == ["father"]


def test_a_known_childs_record_is_left_as_it_is(mo):
    child = maisie()
    people.lives(child, people.home("4 Mill Lane", "LS1 4AB"), date(2020, 1, 1))
    contact(mo, child, household=Household("99 Other Road", "Wexcombe", "LS1 4AC"))
    assert child.current_address().address.line1 == "4 Mill Lane"
    assert not child.adults_to_identify.exists()


@pytest.mark.parametrize(
    ("fields", "where", "words"),
    [
        ({"received_at": london(2026, 3, 3)}, "received_at", "later than now"),
        ({"concern": "  "}, "concern", "worried"),
        ({"consent": "not_sought_risk"}, "consent_reason", "why the family was not asked"),
    ],
)
def test_what_cannot_be_true_is_refused_beside_the_field(mo, fields, where, words):
    child = maisie()
    with pytest.raises(ValidationError) as refused:
        contact(mo, child, at=london(2026, 3, 2), **fields)
    assert words in " ".join(refused.value.message_dict[where])
    assert not Contact.objects.exists()


def test_a_child_born_after_the_contact_is_refused_with_the_date(mo):
    child = people.child(forename="Noah", date_of_birth=date(2026, 3, 5))
    with pytest.raises(ValidationError) as refused:
        contact(mo, child, received_at=london(2026, 3, 2), at=london(2026, 3, 9))
    assert "5 March 2026, after this contact" in refused.value.message_dict["children"][0]


def test_a_contact_without_a_child_and_a_child_named_twice_are_refused(mo):
    child = maisie()
    for children in ((), (child, child)):
        with pytest.raises(ValidationError) as refused:
            contact(mo, *children)
        assert "children" in refused.value.message_dict


def test_nothing_is_kept_of_a_contact_whose_new_child_is_refused(mo):
    with pytest.raises(ValidationError):
        record_contact(
            by=mo,
            source="6",
            concern="Police were called.",
            consent="given",
            urgency="red",
            children=[NewChild({"forename": "Ava", "nhs_number": "1234567890"})],
        )
    assert not Contact.objects.exists()
    assert not Person.objects.filter(forename="Ava").exists()


def test_a_restricted_child_cannot_be_picked_and_the_answer_says_nothing_of_it(mo, department):
    child = maisie()
    child.restrictions.create(reason="A colleague's family", from_on=date(2026, 1, 1))
    with pytest.raises(ValidationError) as refused:
        contact(mo, child)
    assert "Maisie" not in str(refused.value)


def test_the_role_decides_who_may_log(department):
    department.mo.role = "performance_analyst"
    with pytest.raises(PermissionDenied):
        contact(department.mo, maisie())


def test_every_colour_is_kept_with_who_and_why(mo):
    logged = contact(mo, maisie(), urgency="green")
    change_urgency(contact=logged, urgency="red", reason="A bruise was seen.", by=mo)
    assert [(one.urgency, one.reason) for one in logged.urgency_changes.all()] == [
        ("green", ""),
        ("red", "A bruise was seen."),
    ]
    with pytest.raises(ValidationError):
        change_urgency(contact=logged, urgency="blue", reason=" ", by=mo)


def test_the_database_refuses_the_same_child_twice_and_a_contact_logged_before_it_came(mo):
    logged = contact(mo, maisie(), at=london(2026, 3, 2))
    row = logged.children.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactChild.objects.create(contact=logged, child=row.child)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=logged.pk).update(received_at=london(2026, 3, 3))
