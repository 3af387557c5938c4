"""A contact that a partner agency sends by itself.

The partner may learn nothing of the record: whatever the department knows of a child, the answer is the same.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from people.merged import holder_of
from people.models import Person
from referrals import sent
from referrals.models import ChildAsSent, Contact, FamilyAsSent
from referrals.services.contacts import Household, MatchedChild, NewAdult, NewChild, record_contact
from referrals.services.short_list import tell_short_list
from staff.models import RestrictedPerson, User
from staff.policies import check_may
from staff.roles import Permission

NUMBERS = {"nhs_number": "NHS number", "upn": "unique pupil number"}
TRIES = 3
TAKEN_BY_PHONE = (
    "The front door has logged a contact of yours under this reference already. "
    "If this one says something new, send it under another reference."
)


@dataclass(frozen=True)
class Received:
    """The contact, and whether this very message had come before."""

    contact: Contact
    repeated: bool


@dataclass(frozen=True)
class Placed:
    """Where one child of the message goes, and what the front door should know about that."""

    child: NewChild | MatchedChild
    note: str = ""


def receive_contact(*, message: sent.Message, by: User, at: datetime | None = None) -> Received:
    """Take a partner's message as a contact, once for each `partner_reference` of the agency.

    A child whose NHS number or unique pupil number is that of a known person, and whose date of birth does not
    contradict it, is that person; every other child is newly known. Raises ValidationError by field
    ("children.0.date_of_birth"), PermissionDenied for one who sends for no agency.
    """
    check_may(by, Permission.SEND_CONTACT)
    at = at or timezone.now()
    problems = sent.problems_of(message, at)
    if problems:
        raise ValidationError(problems)
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                return _receive(message, by, at)
        except ValidationError as refusal:
            # What the message says is in order, so somebody has recorded the same child or house at this moment:
            # looked up again, it is known.
            if attempt == TRIES or "partner_reference" in getattr(refusal, "error_dict", {}):
                raise
    raise AssertionError("the last attempt returns or raises")


def _receive(message: sent.Message, by: User, at: datetime) -> Received:
    _one_at_a_time(_locks(message, by))
    earlier = Contact.objects.filter(agency=by.agency).exclude(partner_reference="").select_related("logged_by")
    repeated = earlier.filter(partner_reference=message.partner_reference).first()
    if repeated is None:
        placed = _place_children(message, at)
        contact = record_contact(by=by, at=at, **_for_record(message, [one.child for one in placed], by, at))
        if contact.logged_by_id == by.pk and not hasattr(contact, "family_as_sent"):
            _keep_as_sent(contact, message, placed)
            tell_short_list(contact, at)
            return Received(contact, repeated=False)
        repeated = contact
    if repeated.logged_by.agency_id != by.agency_id:
        raise ValidationError({"partner_reference": TAKEN_BY_PHONE})
    return Received(repeated, repeated=True)


def _locks(message: sent.Message, by: User) -> Iterable[str]:
    if message.partner_reference:
        yield f"reference {by.agency_id} {message.partner_reference}"
    for child in message.children:
        facts = child.facts()
        yield from (f"{name} {facts[name]}" for name in NUMBERS if facts.get(name))


def _one_at_a_time(names: Iterable[str]) -> None:
    """Until this transaction ends nobody else takes in a message of the same reference, or with the same child.

    In one order for all, so that two messages about the same children never wait for each other.
    """
    keys = sorted(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True) for name in names)
    with connection.cursor() as cursor:
        for key in dict.fromkeys(keys):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _place_children(message: sent.Message, at: datetime) -> list[Placed]:
    """Each child's place: at most one child of the message goes to one known person."""
    taken: set[int] = set()
    placed = []
    for child in message.children:
        one = _place(child, taken, message.received_at or at, at)
        if isinstance(one.child, MatchedChild):
            taken.add(one.child.person.pk)
        placed.append(one)
    return placed


def _place(child: sent.SentChild, taken: set[int], received_at: datetime, at: datetime) -> Placed:
    facts = child.facts()
    given = {name: facts[name] for name in NUMBERS if facts.get(name)}
    holders = {name: holder_of(name, number) for name, number in given.items()}
    known = {person.pk: person for person in holders.values() if person}
    if not known:
        return Placed(NewChild(facts))
    person = next(iter(known.values()))
    days = timezone.localdate(received_at), timezone.localdate(at)
    if len(known) > 1 or person.pk in taken or sent.contradicts(child, person, *days):
        kept_off = [name for name, holder in holders.items() if holder]
        facts = {name: value for name, value in facts.items() if name not in kept_off}
        # A restricted holder is no business of the front door: the keeper is told instead.
        restricted = RestrictedPerson.objects.filter(person__in=list(known), to_on__isnull=True).exists()
        return Placed(NewChild(facts), "" if restricted else _kept_off_note(kept_off, given))
    return Placed(MatchedChild(person), _differs_note(person, given))


def _kept_off_note(names: list[str], given: dict[str, str]) -> str:
    """For the front door. Whose number it is stays unsaid: the search shows that to those who may see it."""
    numbers = " and ".join(f"the {NUMBERS[name]} {given[name]}" for name in names)
    return (
        f"The partner sent {numbers}, which belongs to somebody else or does not fit this child's date of birth. "
        "The child was recorded as new, without it. Search for the number, and ask the partner what is right."
    )


def _differs_note(person: Person, given: dict[str, str]) -> str:
    others = [
        f"{NUMBERS[name]} {number}" for name, number in given.items() if getattr(person, name) not in (None, number)
    ]
    return f"The partner also sent {' and '.join(others)}, which is not what the record says." if others else ""


def _for_record(
    message: sent.Message, children: list[NewChild | MatchedChild], by: User, at: datetime
) -> dict[str, Any]:
    """The message as record_contact takes it. A sender's clock that is a little ahead is set right."""
    assert by.agency is not None  # the database holds it for every partner
    names = (
        "concern",
        "consent",
        "urgency",
        "method",
        "referrer_name",
        "referrer_contact",
        "referrer_may_be_named",
        "consent_reason",
        "partner_reference",
    )
    return {
        **{name: getattr(message, name) for name in names},
        "source": sent.source_of(message, by.agency.kind),
        "received_at": min(message.received_at or at, at),
        "children": children,
        "household": Household(**asdict(message.home)),
        # A known child's family stands on the record already; the front door reads what was sent beside it.
        "adults": [_adult(one) for one in message.adults] if any(isinstance(c, NewChild) for c in children) else [],
    }


def _adult(adult: sent.SentAdult) -> NewAdult:
    return NewAdult(
        kind=adult.kind,
        fields={"forename": adult.forename, "surname": adult.surname, "sex": adult.sex},
        phone=adult.phone,
        parental_responsibility=adult.parental_responsibility,
    )


def _keep_as_sent(contact: Contact, message: sent.Message, placed: list[Placed]) -> None:
    adults = [{**asdict(one), "relationship": sent.ADULTS[one.relationship]} for one in message.adults]
    FamilyAsSent.objects.create(contact=contact, **asdict(message.home), adults=adults)
    rows = zip(contact.children.order_by("pk"), message.children, placed, strict=True)
    ChildAsSent.objects.bulk_create(
        ChildAsSent(
            contact_child=row,
            forename=child.forename,
            surname=child.surname,
            date_of_birth=child.date_of_birth,
            expected_date_of_birth=child.expected_date_of_birth,
            nhs_number=child.facts().get("nhs_number") or "",
            upn=child.facts().get("upn") or "",
            note=one.note,
        )
        for row, child, one in rows
    )
