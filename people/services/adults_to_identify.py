"""Adults who matter to a child and whom nobody has named yet: something to find out, never a blank."""

from datetime import date, datetime

from django.core.exceptions import ValidationError

from audit.services import Actor
from people.codes import AdultRole, RelationshipKind, Sex
from people.models import AdultToIdentify, Child, Person
from people.services._shared import day_of, one_transaction, tell
from people.services.persons import record_person
from people.services.relationships import relate

SEX = {AdultRole.FATHER: Sex.MALE, AdultRole.MOTHER: Sex.FEMALE}
PARENTS = {AdultRole.FATHER, AdultRole.MOTHER}


def raise_adult_to_identify(
    *,
    child: Child,
    role: str,
    by: Actor,
    what_is_known: str = "",
    on: date | None = None,
    at: datetime | None = None,
) -> AdultToIdentify:
    """Somebody is missing from what we know. The same open father, mother or partner is one row, added to."""
    what_is_known = " ".join(what_is_known.split())
    on = on or day_of(at)
    _check(role, what_is_known, on, at)
    with one_transaction():
        known = None
        if role != AdultRole.ADULT_IN_HOME:
            known = AdultToIdentify.objects.filter(child_id=child.pk, role=role, closed_on__isnull=True).first()
        if known and (not what_is_known or known.what_is_known == what_is_known):
            return known
        adult = known or AdultToIdentify(child=child, role=role, raised_on=on)
        adult.what_is_known = what_is_known
        adult.save()
        summary = f"{child.name}: {adult.get_role_display().lower()} to be identified"
        _tell_of(adult, child, "adult_to_identify", summary, by, at, detail=what_is_known)
    return adult


def identify_adult(
    *,
    adult: AdultToIdentify,
    by: Actor,
    person: Person | None = None,
    forename: str = "",
    surname: str = "",
    date_of_birth: date | None = None,
    sex: str | None = None,
    kind: str | None = None,
    parental_responsibility: bool | None = None,
    on: date | None = None,
    at: datetime | None = None,
) -> Person:
    """It is somebody: a person on record, or a new one with these names. They are related to the child from now on.

    `kind` says how; without it a father or mother is a parent and everybody else "other". Raises ValidationError where
    the question is closed already, or the person cannot be that.
    """
    on = on or day_of(at)
    _check_open(adult, on, at)
    role, child = AdultRole(adult.role), adult.child
    with one_transaction():
        found = person or record_person(
            forename=forename,
            surname=surname,
            date_of_birth=date_of_birth,
            sex=sex or SEX.get(role, Sex.UNKNOWN),
            by=by,
            at=at,
        )
        relate(
            from_person=found,
            to_person=child,
            kind=kind or (RelationshipKind.PARENT if role in PARENTS else RelationshipKind.OTHER),
            parental_responsibility=parental_responsibility,
            note="" if role in PARENTS else role.label,
            by=by,
            at=at,
        )
        adult.person, adult.closed_on, adult.closed_because = found, on, "Identified"
        adult.save(update_fields=["person", "closed_on", "closed_because"])
        summary = f"{child.name}: {role.label.lower()} identified as {found.name}"
        _tell_of(adult, child, "adult_identified", summary, by, at, person_id=found.pk)
    return found


def close_adult_to_identify(
    *, adult: AdultToIdentify, because: str, by: Actor, on: date | None = None, at: datetime | None = None
) -> AdultToIdentify:
    """Nobody is looked for any more. Raises ValidationError without a reason, or where it is closed already."""
    because = " ".join(because.split())
    on = on or day_of(at)
    if not because or len(because) > 300:
        raise ValidationError({"because": "Say in up to 300 characters why nobody is looked for any more."})
    _check_open(adult, on, at)
    with one_transaction():
        adult.closed_on, adult.closed_because = on, because
        adult.save(update_fields=["closed_on", "closed_because"])
        summary = f"{adult.child.name}: {adult.get_role_display().lower()} no longer to be identified"
        _tell_of(adult, adult.child, "adult_to_identify_closed", summary, by, at, detail=because)
    return adult


def _check(role: str, what_is_known: str, on: date, at: datetime | None) -> None:
    problems = {}
    if role not in AdultRole.values:
        problems["role"] = "Choose who is to be identified: father, mother, partner of a parent or other adult."
    if len(what_is_known) > 500:
        problems["what_is_known"] = "What is known must be 500 characters or fewer."
    if on > day_of(at):
        problems["on"] = "The day must be today or earlier."
    if problems:
        raise ValidationError(problems)


def _check_open(adult: AdultToIdentify, on: date, at: datetime | None) -> None:
    if adult.closed_on is not None:
        raise ValidationError({"adult": "This is settled already. Look at the family's page for what was found."})
    if on > day_of(at) or on < adult.raised_on:
        raise ValidationError({"on": "The day must be today or earlier, and not before the question was raised."})


def _tell_of(
    adult: AdultToIdentify, child: Child, kind: str, summary: str, by: Actor, at: datetime | None, **data: object
) -> None:
    subject = ("adult_to_identify", adult.pk)
    tell(kind=kind, summary=summary, about=[child], by=by, at=at, subject=subject, **data)
