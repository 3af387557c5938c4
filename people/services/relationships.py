"""Who is what to whom: stored once, read both ways."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from audit.services import Actor
from people.codes import RelationshipKind
from people.models import Person, Relationship
from people.rules.kin import problem_of, stored_order
from people.services._shared import day_of, one_transaction, plain, tell


def relate(
    *,
    from_person: Person,
    to_person: Person,
    kind: str,
    by: Actor,
    parental_responsibility: bool | None = None,
    safe_to_contact: bool | None = None,
    from_on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Relationship:
    """`from_person` is the parent (partner, brother or sister …) of `to_person`.

    While such a relationship is open, the same row is returned, with what is given anew written into it (what is left
    out stays). Raises ValidationError by field: a parent younger than the child, or who is the child's own child.
    """
    problems = problem_of(kind, from_person, to_person, from_on, day_of(at))
    if len(note) > 300:
        problems["note"] = "The note must be 300 characters or fewer."
    if problems:
        raise ValidationError(problems)
    first, second = stored_order(kind, from_person, to_person)
    told = {"parental_responsibility": parental_responsibility, "safe_to_contact": safe_to_contact}
    given: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    given |= {name: value for name, value in {"from_on": from_on, "note": note}.items() if value}
    with one_transaction():
        known = _open_between(first, second, kind)
        if known:
            return _add_to(known, given, first, second, by, at)
        row = Relationship(from_person=first, to_person=second, kind=kind, **given)
        row.save(force_insert=True)
        _tell_of(row, f"{_said(row, first, second)}{_responsibility(parental_responsibility)}", by, at)
    return row


def end_relationship(*, relationship: Relationship, on: date, by: Actor, at: datetime | None = None) -> Relationship:
    """It was so until this day. Again: no change. Raises ValidationError for a day to come or before its first."""
    if relationship.to_on is not None and relationship.to_on <= on:
        return relationship
    if on > day_of(at) or (relationship.from_on and on < relationship.from_on):
        raise ValidationError({"on": "The last day must be today or earlier, and not before the first."})
    with one_transaction():
        relationship.to_on = on
        relationship.save(update_fields=["to_on"])
        said = _said(relationship, relationship.from_person, relationship.to_person)
        _tell_of(relationship, f"Ended: {said}", by, at)
    return relationship


def _open_between(first: Person, second: Person, kind: str) -> Relationship | None:
    """The open relationship of this kind, held; refuses one that stands the other way round."""
    rows = Relationship.objects.filter(
        Q(from_person_id=first.pk, to_person_id=second.pk) | Q(from_person_id=second.pk, to_person_id=first.pk),
        kind=kind,
        to_on__isnull=True,
    )
    for row in rows.select_for_update():
        if row.from_person_id == first.pk:
            return row
        if kind in ONE_WAY:
            noun = RelationshipKind(kind).label.lower()
            sentence = f"{second.name} is already recorded as the {noun} of {first.name}."
            raise ValidationError({"from_person": f"{sentence} End that first if it is the wrong way round."})
    return None


# A cousin can be the "other" of a cousin, and two people can care for each other.
ONE_WAY = {
    RelationshipKind.PARENT,
    RelationshipKind.STEP_PARENT,
    RelationshipKind.GRANDPARENT,
    RelationshipKind.AUNT_OR_UNCLE,
}


def _add_to(
    row: Relationship, given: dict[str, Any], first: Person, second: Person, by: Actor, at: datetime | None
) -> Relationship:
    before = {name: getattr(row, name) for name, value in given.items() if getattr(row, name) != value}
    if before:
        for name in before:
            setattr(row, name, given[name])
        row.save(update_fields=list(before))
        row.from_person, row.to_person = first, second
        after = {name: given[name] for name in before}
        _tell_of(row, f"Changed: {_said(row, first, second)}", by, at, before=plain(before), after=plain(after))
    return row


def _said(row: Relationship, first: Person, second: Person) -> str:
    if row.kind == RelationshipKind.OTHER:
        return f"{first.name} and {second.name} are linked"
    return f"{first.name} is {RelationshipKind(row.kind).label.lower()} of {second.name}"


def _responsibility(held: bool | None) -> str:
    return {True: ", with parental responsibility", False: ", without parental responsibility", None: ""}[held]


def _tell_of(row: Relationship, summary: str, by: Actor, at: datetime | None, **data: object) -> None:
    tell(
        kind="relationship_changed",
        summary=summary,
        about=[row.to_person, row.from_person],
        by=by,
        at=at,
        subject=("relationship", row.pk),
        **data,
    )
