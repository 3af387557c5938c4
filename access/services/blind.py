"""Comparing whoever was newly recorded with restricted people, without anybody at the front door being shown it.

It runs by itself a minute later: what an officer is answered, and how fast, is the same whoever was typed.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from access.codes import MatchAnswer
from access.models import BlindLook, BlindMatch
from access.policies import check_may_answer_matches
from access.services.match_alerts import tell_again, tell_those_who_can_answer
from audit.services import record_event
from people.codes import ResidenceKind
from people.matching import Candidate, PersonQuery, find_candidates
from people.models import Person, PhoneUse, Relationship, Residence
from referrals.models import Contact, ContactChild
from referrals.services.matching import put_on_record
from referrals.services.short_list import tell_short_list
from staff.models import RestrictedPerson, Restriction, User
from staff.policies import people_visible_to
from staff.restrictions import hide_with, open_restriction_of
from timescales.services import refresh_clocks

# What is older was looked at, or came before anybody was restricted.
LOOKS_BACK = timedelta(days=14)
MOST = 300
JOB = "match blindly"
NUMBERS = {"nhs_number": "NHS number", "upn": "unique pupil number"}


def restricted_people() -> QuerySet[Person]:
    """Everybody whom a restriction hides today."""
    return Person.objects.filter(Exists(RestrictedPerson.objects.filter(person=OuterRef("pk"), to_on__isnull=True)))


def look_blindly(now: datetime | None = None) -> int:
    """Compare each new record, and each new contact, once; answers how many may be somebody restricted."""
    now = now or timezone.now()
    if not restricted_people().exists():
        return 0
    since = now - LOOKS_BACK
    contacts = Contact.objects.filter(logged_at__gte=since).exclude(pk__in=_looked("contact_id"))
    for contact in contacts.order_by("pk")[:MOST]:
        with transaction.atomic():
            if _claimed(contact_id=contact.pk):
                _about_restricted_child(contact, now)
    found = 0
    people = Person.objects.filter(created_at__gte=since).exclude(pk__in=_looked("person_id"))
    # Whoever is restricted already is seen by nobody who could be told.
    people = people.exclude(pk__in=restricted_people().values("pk"))
    for person in people.order_by("pk")[:MOST]:
        with transaction.atomic():
            if _claimed(person_id=person.pk):
                found += _compare(person, now)
    found += sum(_in_question(person, now) for person in _with_numbers_in_question())
    tell_again(now)
    return found


def _with_numbers_in_question() -> QuerySet[Person]:
    """Those on whose record somebody wrote a number that only a person hidden from the writer has."""
    asked = Q(nhs_number_in_question=True) | Q(upn_in_question=True)
    return Person.objects.filter(asked).exclude(pk__in=restricted_people().values("pk")).order_by("pk")[:MOST]


def _in_question(person: Person, now: datetime) -> int:
    found = 0
    for name, title in NUMBERS.items():
        if getattr(person, f"{name}_in_question"):
            holder = restricted_people().filter(Q(pk__in=_who_had(name, person))).first()
            reasons = [f"Same {title}"]
            found += _note(person, None, Candidate(person=holder, score=100, reasons=reasons), now) if holder else 0
    return found


def _who_had(name: str, person: Person) -> QuerySet[Person, int]:
    """Whose the number is, also where it stands on a record that was merged into theirs."""
    rows = Person.with_merged.filter(**{name: getattr(person, name)}).exclude(pk=person.pk)
    return rows.values_list(Coalesce("merged_into", "pk"), flat=True)


def _looked(name: str) -> QuerySet[BlindLook, int]:
    return BlindLook.objects.filter(**{f"{name}__isnull": False}).values_list(name, flat=True)


def _claimed(**which: Any) -> bool:
    return BlindLook.objects.get_or_create(**which)[1]


def _about_restricted_child(contact: Contact, now: datetime) -> None:
    """The contact names a restricted child, so nobody else sees it: whoever was recorded with it is hidden as well."""
    on_contact = restricted_people().filter(pk__in=contact.children.values("child"))
    restriction = next((open_restriction_of(person) for person in on_contact), None)
    if restriction:
        hide_with(restriction=restriction, people=_recorded_with(contact), by=None, job=JOB, at=now)
        tell_short_list(contact, now)


def _recorded_with(contact: Contact) -> list[Person]:
    """The children and adults whose records were begun by this contact."""
    children = list(contact.children.values_list("child_id", flat=True))
    kin = Relationship.objects.filter(Q(to_person__in=children) | Q(from_person__in=children))
    ids = {pk for pair in kin.values_list("from_person", "to_person") for pk in pair} | set(children)
    return list(Person.objects.filter(pk__in=ids, created_at=contact.logged_at))


def _compare(person: Person, now: datetime) -> int:
    contact = _contact_of(person)
    among = restricted_people().exclude(pk=person.pk)
    if contact:
        among = among.exclude(pk__in=contact.children.values("child"))
    found = {one.person.pk: one for one in _by_number(person, contact, among)}
    for candidate in find_candidates(_query_of(person), among=among, limit=5):
        if candidate.strength != "weak":
            found.setdefault(candidate.person.pk, candidate)
    return sum(_note(person, contact, candidate, now) for candidate in found.values())


def _contact_of(person: Person) -> Contact | None:
    kin = Relationship.objects.filter(Q(to_person=person) | Q(from_person=person))
    ids = {pk for pair in kin.values_list("from_person", "to_person") for pk in pair} | {person.pk}
    row = ContactChild.objects.filter(contact__logged_at=person.created_at, child__in=ids).select_related("contact")
    first = row.order_by("pk").first()
    return first.contact if first else None


def _query_of(person: Person) -> PersonQuery:
    home = Residence.objects.current().filter(person=person, kind=ResidenceKind.MAIN, confidential=False)
    residence = home.select_related("address").first()
    use = PhoneUse.objects.current().filter(person=person).select_related("phone").first()
    return PersonQuery(
        forename=person.forename,
        surname=person.surname,
        date_of_birth=person.date_of_birth,
        sex=person.sex,
        nhs_number=person.nhs_number or "",
        upn=person.upn or "",
        address_line=residence.address.line1 if residence else "",
        postcode=residence.address.postcode if residence else "",
        phone=use.phone.number if use else "",
    )


def _by_number(person: Person, contact: Contact | None, among: QuerySet[Person]) -> Iterable[Candidate]:
    """A number that was typed or sent and could not be kept, since it is a restricted person's own."""
    row = ContactChild.objects.filter(contact=contact, child=person.pk).select_related("as_sent", "as_given").first()
    for given in (getattr(row, "as_sent", None), getattr(row, "as_given", None)):
        for name, title in NUMBERS.items():
            number = getattr(given, name, "")
            holder = among.filter(**{name: number}).first() if number else None
            if holder:
                yield Candidate(person=holder, score=100, reasons=[f"Same {title}"])


def _note(person: Person, contact: Contact | None, found: Candidate, now: datetime) -> int:
    row, new = BlindMatch.objects.get_or_create(
        person=found.person,
        contact=contact,
        **({} if contact else {"recorded_id": person.pk}),
        defaults={"recorded_id": person.pk, "score": found.score, "reasons": found.reasons, "found_at": now},
    )
    restriction = open_restriction_of(found.person)
    if new and restriction:
        tell_those_who_can_answer(row, restriction, now)
    return int(new)


@transaction.atomic
def answer_match(*, match: BlindMatch, answer: str, by: User, at: datetime | None = None) -> BlindMatch:
    """Say whether the new record is the restricted person. If so the contact belongs to the restricted record.

    The contact's child moves there while nothing is decided; a record on which something hangs already is hidden with
    the family instead, to be merged. Raises PermissionDenied, or ValidationError where it is answered already.
    """
    at = at or timezone.now()
    check_may_answer_matches(by)
    row = BlindMatch.objects.select_for_update(of=("self",)).select_related("contact", "person").get(pk=match.pk)
    if not people_visible_to(by).filter(pk=row.person_id).exists():
        raise PermissionDenied("This record is not open to you.")
    if row.answer:
        raise ValidationError(f"{row.answered_by} has answered this already: {row.get_answer_display()}.")
    if answer not in MatchAnswer.values:
        raise ValidationError({"answer": "Choose whether this is the same person."})
    row.answer, row.answered_by, row.answered_at = answer, by, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    restriction = open_restriction_of(row.person)
    if answer == MatchAnswer.SAME and restriction:
        _put_together(row, restriction, by, at)
    record_event(
        kind="blind_match_answered",
        summary="A new record is the same person" if answer == MatchAnswer.SAME else "A new record is somebody else",
        by=by,
        child_id=row.person_id if row.person.is_child else None,
        subject=("blind_match", row.pk),
        at=at,
        recorded=row.recorded_id,
    )
    return row


def _put_together(match: BlindMatch, restriction: Restriction, by: User, at: datetime) -> None:
    recorded = list(Person.objects.filter(pk=match.recorded_id))
    if match.contact:
        recorded = list({one.pk: one for one in [*recorded, *_recorded_with(match.contact)]}.values())
        moved = _moved(match.contact, match, by, at)
        recorded = [one for one in recorded if one.pk != moved]
    hidden = hide_with(restriction=restriction, people=recorded, by=by, at=at)
    refresh_clocks([one.pk for one in hidden if one.is_child])
    if match.contact:
        tell_short_list(match.contact, at)


def _moved(contact: Contact, match: BlindMatch, by: User, at: datetime) -> int | None:
    """The number of the record that went, its contact now on the restricted one; None where it has to stay."""
    row = ContactChild.objects.select_related("contact", "child").filter(contact=contact, child=match.recorded_id)
    found = row.filter(undecided=True).first()
    if found is None or contact.children.filter(child=match.person_id).exists():
        return None
    if found.child.created_at != contact.logged_at:
        return None
    try:
        with transaction.atomic():
            put_on_record(row=found, known=match.person, by=by, at=at)
    except (ProtectedError, ValidationError):
        return None
    return match.recorded_id
