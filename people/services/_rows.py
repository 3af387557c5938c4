"""A person's row: held, compared and saved."""

from datetime import datetime
from typing import Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from people.models import Person
from people.rules.records import find_problems
from people.services._shared import TAKEN, day_of, refuse

SomePerson = TypeVar("SomePerson", bound=Person)


def lock(person: SomePerson, version: int | None = None) -> SomePerson:
    """The row as it is now, held until the transaction ends. Raises ValidationError where the version has moved on."""
    current = cast(SomePerson, type(person)._default_manager.select_for_update().get(pk=person.pk))
    if version is not None and version != current.version:
        sentence = "Somebody else has changed this record since you opened it."
        raise ValidationError({"version": f"{sentence} Look at what it says now, then make your change again."})
    return current


def save_changes(person: Person, kept: dict[str, Any], problems: dict[str, list[str]], at: datetime | None) -> None:
    """Write the changed columns and the next version, or raise what is wrong with them."""
    for name, value in kept.items():
        setattr(person, name, value)
    refuse({**find_problems(person, day_of(at)), **problems})
    person.version += 1
    person.save(update_fields=[*kept, "version"])


def readable(kept: dict[str, Any], problems: dict[str, list[str]]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name not in problems}


def differences(person: Person, kept: dict[str, Any]) -> dict[str, Any]:
    """What would change, as it stands now."""
    return {name: getattr(person, name) for name, value in kept.items() if getattr(person, name) != value}


def look_at_numbers(person: Person, changed: dict[str, Any], hidden: QuerySet[Person] | None) -> dict[str, bool]:
    """Of the numbers that are written now, whether only somebody among `hidden` has each: then it is in question.

    Raises ValidationError, by field, for the number of somebody whom the writer may know.
    """
    found = {}
    for name in ("nhs_number", "upn"):
        if name not in changed:
            continue
        holders = Person.with_merged.filter(**{name: changed[name]}).exclude(pk=person.pk)
        taken = {*holders.values_list("pk", flat=True)} if changed[name] else set()
        unknown = {*hidden.filter(pk__in=taken).values_list("pk", flat=True)} if taken and hidden is not None else set()
        if taken - unknown:
            raise ValidationError({name: TAKEN[name]})
        found[f"{name}_in_question"] = bool(taken)
    return found
