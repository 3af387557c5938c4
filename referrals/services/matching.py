"""A child whom a partner named turns out to be somebody the department knows."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.services import record_event
from people import services as people
from people.models import Child, Person
from people.withdrawal import withdraw_person
from referrals.models import ContactChild
from referrals.policies import check_can_log_contact
from staff.models import User
from staff.policies import people_visible_to
from timescales.services import refresh_clocks


@transaction.atomic
def match_contact_child(
    *, contact_child: ContactChild, known: Person, by: User, at: datetime | None = None
) -> ContactChild:
    """Say that a newly recorded child on a contact is a person whose record exists, and put the contact there.

    Raises ValidationError when the child is not new, is decided already, or the known person is on the contact too.
    """
    check_can_log_contact(by)
    row = (
        ContactChild.objects.select_for_update(of=("self",)).select_related("contact", "child").get(pk=contact_child.pk)
    )
    if not row.newly_known or hasattr(row, "decision"):
        raise ValidationError("This child has been settled already. Nothing was changed.")
    if not people_visible_to(by).filter(pk=known.pk).exists():
        raise ValidationError("Choose a person from the list.")
    if row.contact.children.filter(child_id=known.pk).exists():
        raise ValidationError(f"{known.name} is on this contact already.")
    put_on_record(row=row, known=known, by=by, at=at)
    return row


def put_on_record(*, row: ContactChild, known: Person, by: User, at: datetime | None = None) -> None:
    """The contact belongs to the known person's record from now on, and the one that was made for it goes.

    The caller has checked who may, and that nothing is decided yet.
    """
    provisional, child = row.child, people.make_child(person=known, by=by, at=at)
    row.child, row.newly_known = child, False
    row.save(update_fields=["child", "newly_known"])
    record_event(
        kind="contact",
        summary=f"Contact put on this record: {row.contact.get_urgency_display()}",
        detail=row.contact.concern,
        by=by,
        child_id=child.pk,
        subject=("contact", row.contact_id),
        at=row.contact.received_at,
    )
    refresh_clocks([provisional.pk, child.pk])
    _withdraw(provisional, child, by, at)


def _withdraw(provisional: Child, known: Child, by: User, at: datetime | None) -> None:
    """The record made for the contact goes, its rows staying in the history; nothing else may hang on it."""
    if provisional.contacts.exists():
        return
    record_event(
        kind="record_withdrawn",
        summary=f"Recorded twice: this is {known.name}",
        by=by,
        child_id=known.pk,
        subject=("person", provisional.pk),
        at=at,
    )
    withdraw_person(person=provisional, same_as=known, by=by, at=at)


@transaction.atomic
def confirm_new_child(*, contact_child: ContactChild, by: User, at: datetime | None = None) -> ContactChild:
    """Say that a newly recorded child is indeed nobody known."""
    check_can_log_contact(by)
    row = ContactChild.objects.select_for_update(of=("self",)).get(pk=contact_child.pk)
    row.newly_known = False
    row.save(update_fields=["newly_known"])
    return row
