"""Recording people and putting their records right."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack, cast

from django.db.models import QuerySet

from audit.services import Actor
from people.codes import NameKind
from people.models import Child, Person, PersonName
from people.rules.records import find_problems, tidy
from people.services._rows import SomePerson, differences, lock, look_at_numbers, readable, save_changes
from people.services._shared import as_child, day_of, one_transaction, refuse, tell
from people.services.names import write_changed_names


class PersonFacts(TypedDict, total=False):
    """What may be known of a person when the record begins; see the model for meanings."""

    forename: str
    middle_names: str
    surname: str
    known_as: str
    date_of_birth: date | None
    date_of_birth_estimated: bool
    expected_date_of_birth: date | None
    sex: str
    gender_identity: str
    ethnicity: str
    first_language: str
    interpreter_needed: bool | None
    religion: str
    nhs_number: str | None
    nhs_number_verified: bool
    upn: str | None
    upn_unknown: str
    disabilities: list[str]
    immigration_status: str


class Corrections(PersonFacts, total=False):
    """What may be put right later."""

    died_on: date | None


def record_person(
    *, by: Actor, at: datetime | None = None, is_child: bool = False, **facts: Unpack[PersonFacts]
) -> Person:
    """Begin the record of somebody nobody here has met. Search first: `people.matching.find_candidates`.

    Raises ValidationError, by field, with what to do.
    """
    _check_fields(facts.keys() - PersonFacts.__annotations__.keys())
    kept, problems = tidy(cast(dict[str, Any], facts))
    person = (Child if is_child else Person)(is_child=is_child, **readable(kept, problems))
    if at:
        person.created_at = at
    refuse({**find_problems(person, day_of(at)), **problems})
    with one_transaction():
        person.save(force_insert=True)
        PersonName.objects.bulk_create(_first_names(person))
        noun = "Child" if is_child else "Person"
        tell(
            kind="person_recorded",
            summary=f"{noun} recorded: {person.formal_name}",
            about=[person],
            by=by,
            at=at,
            subject=("person", person.pk),
        )
    return person


def record_child(*, by: Actor, at: datetime | None = None, **facts: Unpack[PersonFacts]) -> Child:
    """Begin the record of a child. See `record_person`."""
    return cast(Child, record_person(by=by, at=at, is_child=True, **facts))


def make_child(*, person: Person, by: Actor, at: datetime | None = None) -> Child:
    """Somebody already met, a young mother for instance, has a record as a child from now on. Again: no change.

    Raises ValidationError for somebody too old.
    """
    child = as_child(person)
    if child.is_child:
        return child
    child.is_child = True
    refuse(find_problems(child, day_of(at)))
    with one_transaction():
        if Person.objects.filter(pk=child.pk, is_child=False).update(is_child=True, version=child.version + 1):
            child.version += 1
            tell(
                kind="child_record_begun",
                summary=f"A record as a child was begun for {child.name}",
                about=[child],
                by=by,
                at=at,
                subject=("person", child.pk),
            )
    return child


def correct_person(
    *,
    person: SomePerson,
    by: Actor,
    version: int | None = None,
    at: datetime | None = None,
    hidden: QuerySet[Person] | None = None,
    **changes: Unpack[Corrections],
) -> SomePerson:
    """Put a record right. `version` is the one the person saw when they began; names that change go to history.

    `hidden` are those of whom the writer may not know: a number of theirs is kept as in question, never refused.

    Returns the record afresh. Raises ValidationError, by field, where it cannot be, or under "version" where somebody
    else has changed the record meanwhile.
    """
    _check_fields(changes.keys() - {*PersonFacts.__annotations__, "died_on"})
    kept, problems = tidy(cast(dict[str, Any], changes))
    with one_transaction():
        current = lock(person, version)
        before = differences(current, kept)
        if not before and not problems:
            return current
        if "nhs_number" in before and "nhs_number_verified" not in kept:
            kept["nhs_number_verified"] = False
        after = {name: kept[name] for name in before}
        kept |= look_at_numbers(current, after, hidden)
        save_changes(current, readable(kept, problems), problems, at)
        write_changed_names(current, before, day_of(at))
        tell(
            kind="person_corrected",
            summary=f"{current.name}: {_listed(before)} changed",
            about=[current],
            by=by,
            at=at,
            subject=("person", current.pk),
            before=before,
            after=after,
        )
    return current


def _check_fields(strange: set[str]) -> None:
    """A caller's slip, not a user's: the number of a row or its version is not for anybody to write."""
    if strange:
        raise TypeError(f"people.services does not write {', '.join(sorted(strange))}")


def _first_names(person: Person) -> list[PersonName]:
    names = [PersonName(person_id=person.pk, kind=NameKind.CURRENT, forename=person.forename, surname=person.surname)]
    if person.known_as:
        names.append(
            PersonName(person_id=person.pk, kind=NameKind.KNOWN_AS, forename=person.known_as, surname=person.surname)
        )
    return names


def _listed(names: dict[str, Any]) -> str:
    called = {field.name: str(field.verbose_name) for field in Person._meta.concrete_fields}
    words = [called[name] for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
