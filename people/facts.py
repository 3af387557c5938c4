"""Reads of several people what a comparison will look at: two to four statements, whoever and however many they are."""

from collections.abc import Sequence

from django.utils import timezone

from people.models import Person, PersonName, PhoneUse, Residence
from people.rules.likeness import Asked, Known, KnownName
from people.rules.spelling import fold


def read_facts(ids: Sequence[int], asked: Asked) -> list[tuple[Person, Known]]:
    """Each person with what is on record of them, as far as it was asked for.

    Confidential addresses stay out: they answer no search.
    """
    people = {person.pk: (person, _own_facts(person)) for person in Person.objects.filter(pk__in=ids)}
    _add_names(people)
    if asked.nhs_number or asked.upn:
        _add_further_numbers(people)
    if asked.address_line or asked.postcode:
        _add_homes(people)
    if asked.phone:
        _add_phones(people)
    return list(people.values())


def _own_facts(person: Person) -> Known:
    return Known(
        middle_names=fold(person.middle_names),
        date_of_birth=person.date_of_birth,
        date_of_birth_estimated=person.date_of_birth_estimated,
        expected_date_of_birth=person.expected_date_of_birth,
        sex=person.sex,
        nhs_number=person.nhs_number or "",
        upn=person.upn or "",
    )


def _add_names(people: dict[int, tuple[Person, Known]]) -> None:
    rows = PersonName.objects.filter(person__in=list(people)).values_list(
        "person_id", "forename_key", "surname_key", "forename_sound", "surname_sound", "kind", "forename", "surname"
    )
    for person_id, first, last, first_sound, last_sound, kind, forename, surname in rows:
        written = " ".join(part for part in (forename, surname) if part)
        people[person_id][1].names.append(KnownName(first, last, first_sound, last_sound, kind, written))


def _add_further_numbers(people: dict[int, tuple[Person, Known]]) -> None:
    """Numbers that stand on records merged into these. Mostly there are none, and nothing is asked."""
    merged = {pk: known for person, known in people.values() for pk in person.merged_ids}
    rows = Person.with_merged.filter(pk__in=list(merged)).values_list("pk", "nhs_number", "upn") if merged else []
    for pk, nhs_number, upn in rows:
        merged[pk].further_numbers.update(number for number in (nhs_number, upn) if number)


def _add_phones(people: dict[int, tuple[Person, Known]]) -> None:
    rows = PhoneUse.objects.filter(person__in=list(people)).values_list("person_id", "phone__number")
    for person_id, number in rows:
        people[person_id][1].phones.add(number)


def _add_homes(people: dict[int, tuple[Person, Known]]) -> None:
    today = timezone.localdate()
    rows = Residence.objects.filter(person__in=list(people), confidential=False).values_list(
        "person_id", "address__key", "address__postcode", "to_on"
    )
    for person_id, key, postcode, to_on in rows:
        known = people[person_id][1]
        if to_on is None or to_on > today:
            known.homes.add(key)
            known.postcodes.add(postcode)
        else:
            known.former_homes.add(key)
