"""Logging what came in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.services import record_event
from people import services as people
from people.codes import AdultRole, RelationshipKind
from people.models import Address, Child, Person
from people.rules.numbers import read_nhs_number, read_upn
from referrals import rules
from referrals.models import Contact, ContactChild, NumbersAsGiven, UrgencyChange
from referrals.policies import check_can_log_contact, contacts_visible_to
from staff.models import Agency, User
from staff.policies import people_hidden_from, people_visible_to
from timescales.services import refresh_clocks


@dataclass(frozen=True)
class NewChild:
    """A child whom nobody here has met. The fields are those of people.services.record_child."""

    fields: dict[str, Any]


@dataclass(frozen=True)
class MatchedChild:
    """A known person named by a number that a partner sent. The partner neither learns of it nor changes the record."""

    person: Person


@dataclass(frozen=True)
class NewAdult:
    """An adult of the family, known or new, and what the adult is to the children."""

    kind: str = RelationshipKind.PARENT
    person: Person | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    phone: str = ""
    parental_responsibility: bool | None = None


@dataclass(frozen=True)
class Household:
    """Where the family lives, as the caller said."""

    line1: str = ""
    town: str = ""
    postcode: str = ""


@transaction.atomic
def record_contact(
    *,
    by: User,
    source: str,
    concern: str,
    consent: str,
    urgency: str,
    children: Sequence[Person | NewChild | MatchedChild],
    received_at: datetime | None = None,
    method: str = "telephone",
    agency: Agency | None = None,
    referrer_name: str = "",
    referrer_contact: str = "",
    referrer_may_be_named: bool | None = None,
    consent_reason: str = "",
    partner_reference: str = "",
    household: Household | None = None,
    adults: Sequence[NewAdult] = (),
    at: datetime | None = None,
) -> Contact:
    """Log a contact about one child or several of a family; new people are recorded with it.

    The one working day for a decision starts when the contact was received. Raises ValidationError by field for
    what cannot be true, PermissionDenied for one who may not log contacts.
    """
    check_can_log_contact(by)
    at = at or timezone.now()
    received_at = received_at or at
    agency = by.agency or agency
    if repeated := _sent_before(agency, partner_reference):
        return repeated
    _check(by, received_at, at, children, consent, consent_reason, concern)
    contact = Contact(
        received_at=received_at,
        method=method,
        source=source,
        agency=agency,
        referrer_name=referrer_name,
        referrer_contact=referrer_contact,
        referrer_may_be_named=referrer_may_be_named,
        concern=concern.strip(),
        consent=consent,
        consent_reason=consent_reason,
        urgency=urgency,
        partner_reference=partner_reference,
        logged_by=by,
        logged_at=at,
    )
    return _write_down(contact, children, household, adults, by, at)


def _write_down(
    contact: Contact,
    children: Sequence[Person | NewChild | MatchedChild],
    household: Household | None,
    adults: Sequence[NewAdult],
    by: User,
    at: datetime,
) -> Contact:
    if not _saved_first(contact):
        return Contact.objects.get(agency=contact.agency, partner_reference=contact.partner_reference)
    UrgencyChange.objects.create(contact=contact, urgency=contact.urgency, by=by, at=at)
    rows = _put_children_on(contact, children, by, at)
    matched = {one.person.pk for one in children if isinstance(one, MatchedChild)}
    _record_family([row for row in rows if row.child_id not in matched], household, adults, by, at)
    _tell_of(contact, rows, by)
    refresh_clocks([row.child_id for row in rows])
    return contact


def _saved_first(contact: Contact) -> bool:
    """Save it. False when the same notification arrived twice at once: the other one has won, and answers for both."""
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError:
        if not contact.partner_reference:
            raise
        return False
    return True


def _tell_of(contact: Contact, rows: list[ContactChild], by: User) -> None:
    for row in rows:
        record_event(
            kind="contact",
            summary=f"Contact from {_who(contact)}: {contact.get_urgency_display()}",
            detail=contact.concern,
            by=by,
            child_id=row.child_id,
            subject=("contact", contact.pk),
            at=contact.received_at,
            source=contact.source,
        )


def _sent_before(agency: Agency | None, partner_reference: str) -> Contact | None:
    if agency is None or not partner_reference:
        return None
    return Contact.objects.filter(agency=agency, partner_reference=partner_reference).first()


def _check(
    by: User,
    received_at: datetime,
    at: datetime,
    children: Sequence[Person | NewChild | MatchedChild],
    consent: str,
    consent_reason: str,
    concern: str,
) -> None:
    errors: dict[str, list[str]] = {}
    if received_at > at:
        errors["received_at"] = ["The contact cannot come in later than now. Check the date and the time."]
    if not concern.strip():
        errors["concern"] = ["Say what the person is worried about."]
    if not children:
        errors["children"] = ["Name at least one child."]
    if rules.consent_needs_a_reason(consent) and not consent_reason.strip():
        errors["consent_reason"] = ["Say why the family was not asked, or why you go on without their agreement."]
    known = [child for child in children if isinstance(child, Person)]
    if len({child.pk for child in known}) < len(known):
        errors["children"] = ["The same child is named twice. Take one of the two away."]
    allowed = people_visible_to(by).filter(pk__in=[child.pk for child in known]).count() if known else 0
    if allowed < len({child.pk for child in known}):
        errors["children"] = ["Choose a child from the list, or say that it is a new person."]
    received_on = timezone.localdate(received_at)
    for child in children:
        if isinstance(child, MatchedChild):
            continue
        born = child.date_of_birth if isinstance(child, Person) else child.fields.get("date_of_birth")
        if isinstance(born, date) and born > received_on:
            errors["children"] = [
                f"A child was born on {born:%-d %B %Y}, after this contact. "
                "Check both dates, or give an expected date of birth for an unborn child."
            ]
    if errors:
        raise ValidationError(errors)


def _put_children_on(
    contact: Contact, children: Sequence[Person | NewChild | MatchedChild], by: User, at: datetime
) -> list[ContactChild]:
    rows = []
    for one in children:
        kept_off: dict[str, str] = {}
        if isinstance(one, NewChild):
            kept_off = _numbers_of_hidden_people(one.fields, by)
            facts = {name: value for name, value in one.fields.items() if name not in kept_off}
            child = people.record_child(by=by, at=at, **facts)
        else:
            child = people.make_child(person=one.person if isinstance(one, MatchedChild) else one, by=by, at=at)
        rows.append(ContactChild.objects.create(contact=contact, child=child, newly_known=isinstance(one, NewChild)))
        if kept_off:
            NumbersAsGiven.objects.create(contact_child=rows[-1], **kept_off)
    return rows


def _numbers_of_hidden_people(fields: dict[str, Any], by: User) -> dict[str, str]:
    """Numbers that a record hidden from this person has: to refuse them would say that there is such a record."""
    readers = {"nhs_number": read_nhs_number, "upn": read_upn}
    found = {}
    for name, reader in readers.items():
        try:
            number = reader(fields.get(name) or "")
        except ValueError:
            continue
        holders = Person.with_merged.filter(**{name: number}) if number else Person.objects.none()
        hidden = people_hidden_from(by)
        # Where somebody else has it too, of whom they may know, the refusal says that and no more.
        if holders.filter(pk__in=hidden).exists() and not holders.exclude(pk__in=hidden).exists():
            found[name] = number
    return found


def _record_family(
    rows: list[ContactChild], household: Household | None, adults: Sequence[NewAdult], by: User, at: datetime
) -> None:
    """What the caller said about the family, for the children met just now; a known child's record is left as it is."""
    new = [row.child for row in rows if row.newly_known]
    everybody = [row.child for row in rows]
    for child in new:
        for other in everybody:
            if other.pk != child.pk and (other not in new or other.pk > child.pk):
                people.relate(from_person=child, to_person=other, kind=RelationshipKind.SIBLING, by=by, at=at)
    grown = [_record_adult(adult, everybody, by, at) for adult in adults]
    if household and household.line1 and new:
        address = people.record_address(
            line1=household.line1, town=household.town, postcode=household.postcode, by=by, at=at
        )
        people.move_household(people=new, address=address, by=by, from_on=timezone.localdate(at), at=at)
    elif new and len(new) < len(everybody):
        _lives_with(new, [child for child in everybody if child not in new], by, at)
    for child in new:
        _raise_missing_parents(child, [adult for adult in grown if adult], by, at)


def _record_adult(adult: NewAdult, children: Sequence[Child], by: User, at: datetime) -> tuple[Person, str]:
    person = adult.person or people.record_person(by=by, at=at, **adult.fields)
    for child in children:
        people.relate(
            from_person=person,
            to_person=child,
            kind=adult.kind,
            parental_responsibility=adult.parental_responsibility,
            by=by,
            at=at,
        )
    if adult.phone:
        people.use_phone(person=person, number=adult.phone, by=by, at=at)
    return person, adult.kind


def _lives_with(new: Sequence[Child], known: Sequence[Child], by: User, at: datetime) -> None:
    """A new brother or sister of known children lives where they live, until somebody says otherwise."""
    address: Address | None = next(
        (residence.address for residence in (child.current_address() for child in known) if residence), None
    )
    if address:
        people.move_household(people=list(new), address=address, by=by, from_on=timezone.localdate(at), at=at)


def _raise_missing_parents(child: Child, grown: Sequence[tuple[Person, str]], by: User, at: datetime) -> None:
    """A mother or a father of whom nobody spoke is a thing to find out."""
    parents = [person.sex for person, kind in grown if kind == RelationshipKind.PARENT]
    for sex, role in (("F", AdultRole.MOTHER), ("M", AdultRole.FATHER)):
        if sex not in parents and len(parents) < 2:
            people.raise_adult_to_identify(child=child, role=role, by=by, at=at)


def _who(contact: Contact) -> str:
    """Never the name of a person who may not be named."""
    return str(contact.agency) if contact.agency else contact.get_source_display().lower()


@transaction.atomic
def change_urgency(*, contact: Contact, urgency: str, reason: str, by: User, at: datetime | None = None) -> Contact:
    """Give a contact another colour. Raises ValidationError on "reason" when none is given."""
    check_can_log_contact(by)
    if not reason.strip():
        raise ValidationError({"reason": "Say why the urgency changes."})
    contact = contacts_visible_to(by).select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.urgency == urgency:
        return contact
    before, contact.urgency = contact.get_urgency_display(), urgency
    contact.version += 1
    contact.save(update_fields=["urgency", "version"])
    UrgencyChange.objects.create(contact=contact, urgency=urgency, reason=reason, by=by, at=at or timezone.now())
    for child_id in contact.children.values_list("child_id", flat=True):
        record_event(
            kind="urgency_changed",
            summary=f"Contact changed from {before} to {contact.get_urgency_display()}",
            detail=reason,
            by=by,
            child_id=child_id,
            subject=("contact", contact.pk),
            at=at,
        )
    return contact
