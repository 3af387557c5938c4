"""What every service here needs: the day, one transaction, one event for each child concerned."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.services import Actor, record_event
from people.models import Child, Person

# Constraints that two people typing at once can meet, and what to tell the second of them.
TAKEN = {
    "nhs_number": "This NHS number is on another record. Search for the number before you record somebody new.",
    "upn": "This unique pupil number is on another record. Search for it before you record somebody new.",
    "uprn": "This UPRN belongs to another address on record. Search for that address and use it.",
}
CHANGED_MEANWHILE = "Somebody else has just changed this. Look at what it says now, then make your change again."


def day_of(at: datetime | None) -> date:
    """The day of the act in London."""
    return timezone.localdate(at)


@contextmanager
def one_transaction() -> Iterator[None]:
    """All or nothing. What only the database could see is told as plainly as what was checked before.

    Raises ValidationError, by field, for a number that is already taken or a row that somebody else just changed.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        for field, sentence in TAKEN.items():
            if f"_{field}_" in constraint:
                raise ValidationError({field: sentence}) from error
        if constraint.endswith(("_once_while_open", "_one_main_at_a_time", "_one_current", "_once")):
            raise ValidationError({"__all__": CHANGED_MEANWHILE}) from error
        raise


def refuse(problems: Mapping[str, list[str]]) -> None:
    """Raise what was found, if anything was."""
    if problems:
        raise ValidationError(dict(problems))


def tell(
    *,
    kind: str,
    summary: str,
    about: list[Person],
    by: Actor,
    at: datetime | None,
    subject: tuple[str, int],
    **data: Any,
) -> None:
    """Write the event for each child among those it is about, so that it stands in each chronology; once if none is."""
    children = dict.fromkeys(person.pk for person in about if person.is_child)
    for child_id in children or [None]:
        record_event(kind=kind, summary=summary, by=by, at=at, child_id=child_id, subject=subject, **plain(data))


def plain(value: Any) -> Any:
    """The same in what JSON can hold: a date as 2026-05-07."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def as_child(person: Person) -> Child:
    """The same row as a Child, without asking the database again."""
    names = [field.attname for field in Person._meta.concrete_fields]
    return Child.from_db(person._state.db, names, [getattr(person, name) for name in names])
