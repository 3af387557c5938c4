"""The names people have and had: each is kept, so that whoever knows an old one still finds the person."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.functions import Greatest

from audit.services import Actor
from people.codes import NameKind
from people.models import Person, PersonName
from people.rules.spelling import fold
from people.services._shared import one_transaction, tell


def add_name(
    *,
    person: Person,
    by: Actor,
    kind: str = NameKind.ALIAS,
    forename: str = "",
    surname: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
    at: datetime | None = None,
) -> PersonName:
    """Another name the person uses or used. The same name again changes nothing.

    Raises ValidationError for the current name, which is changed with `correct_person`, and for days out of order.
    """
    forename, surname = " ".join(forename.split()), " ".join(surname.split())
    _check_name(kind, forename, surname, from_on, to_on)
    keys = {"kind": kind, "forename_key": fold(forename), "surname_key": fold(surname)}
    with one_transaction():
        known = PersonName.objects.filter(person_id=person.pk, **keys).first()
        if known:
            return known
        name = PersonName.objects.create(
            person_id=person.pk, kind=kind, forename=forename, surname=surname, from_on=from_on, to_on=to_on
        )
        tell(
            kind="name_added",
            summary=f"{person.name}: {NameKind(kind).label.lower()} {name}",
            about=[person],
            by=by,
            at=at,
            subject=("person", person.pk),
        )
    return name


def _check_name(kind: str, forename: str, surname: str, from_on: date | None, to_on: date | None) -> None:
    problems = {}
    if kind not in NameKind.values or kind == NameKind.CURRENT:
        problems["kind"] = "Choose whether the name was used before, is used as well, or is what they are called."
    if not forename and not surname:
        problems["forename"] = "Enter a first name or a surname."
    if max(len(forename), len(surname)) > 100:
        problems["forename"] = "A name must be 100 characters or fewer."
    if from_on and to_on and to_on < from_on:
        problems["to_on"] = "The last day of the name must be on or after its first day."
    if problems:
        raise ValidationError(problems)


def write_changed_names(person: Person, before: dict[str, Any], today: date) -> None:
    """After a person's row was changed: the former name becomes a previous one, the new one is the current one.

    `before` holds the changed fields as they were. Two queries for each of the two kinds of name that changed.
    """
    names = PersonName.objects.filter(person_id=person.pk)
    if {"forename", "surname"} & before.keys():
        ended = names.filter(kind=NameKind.CURRENT)
        ended.update(kind=NameKind.PREVIOUS, to_on=Greatest(F("from_on"), today))
        PersonName.objects.create(
            person_id=person.pk,
            kind=NameKind.CURRENT,
            forename=person.forename,
            surname=person.surname,
            from_on=today,
        )
    if "known_as" in before or ("surname" in before and person.known_as):
        ended = names.filter(kind=NameKind.KNOWN_AS, to_on__isnull=True)
        ended.update(to_on=Greatest(F("from_on"), today))
        if person.known_as:
            PersonName.objects.create(
                person_id=person.pk,
                kind=NameKind.KNOWN_AS,
                forename=person.known_as,
                surname=person.surname,
                from_on=today,
            )
