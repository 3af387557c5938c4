"""The two days in a life that the record marks."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from audit.services import Actor
from people.codes import Sex
from people.models import Person
from people.rules.birthdays import said
from people.rules.records import tidy
from people.services._rows import SomePerson, differences, lock, look_at_numbers, readable, save_changes
from people.services._shared import day_of, one_transaction, tell
from people.services.names import write_changed_names


def record_birth(
    *,
    child: SomePerson,
    date_of_birth: date,
    by: Actor,
    sex: str = Sex.UNKNOWN,
    forename: str = "",
    surname: str = "",
    nhs_number: str | None = None,
    at: datetime | None = None,
    hidden: QuerySet[Person] | None = None,
) -> SomePerson:
    """The baby is born: the same record goes on, its due date gives way to the date of birth.

    `hidden` as in `correct_person`. Raises ValidationError where a birth is already recorded.
    """
    given = {"forename": forename, "surname": surname, "nhs_number": nhs_number}
    kept, problems = tidy({name: value for name, value in given.items() if value})
    kept |= {"date_of_birth": date_of_birth, "expected_date_of_birth": None, "sex": sex}
    with one_transaction():
        current = lock(child)
        if current.date_of_birth is not None:
            sentence = f"{current.name} is already recorded as born on {said(current.date_of_birth)}."
            raise ValidationError({"date_of_birth": f"{sentence} Correct that date if it is wrong."})
        before = differences(current, kept)
        kept |= look_at_numbers(current, {name: kept[name] for name in before}, hidden)
        save_changes(current, readable(kept, problems), problems, at)
        write_changed_names(current, before, day_of(at))
        tell(
            kind="birth_recorded",
            summary=f"{current.name} was born on {said(date_of_birth)}",
            about=[current],
            by=by,
            at=at,
            subject=("person", current.pk),
            before=before,
        )
    return current


def record_death(*, person: SomePerson, on: date, by: Actor, at: datetime | None = None) -> SomePerson:
    """A person has died. Raises ValidationError for a day to come or before birth, or where it is recorded already."""
    with one_transaction():
        current = lock(person)
        if current.died_on is not None and current.died_on != on:
            sentence = f"{current.name} is already recorded as having died on {said(current.died_on)}."
            raise ValidationError({"died_on": f"{sentence} Correct that date if it is wrong."})
        if current.died_on == on:
            return current
        save_changes(current, {"died_on": on}, {}, at)
        tell(
            kind="death_recorded",
            summary=f"{current.name} died on {said(on)}",
            about=[current],
            by=by,
            at=at,
            subject=("person", current.pk),
        )
    return current
