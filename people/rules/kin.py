"""Relationships: how each is stored, what cannot be, and what people call each other. Pure."""

from datetime import date
from typing import Any

from people.codes import RelationshipKind as Kind
from people.codes import Sex

# The same from either end: stored once, the earlier record first.
EITHER_WAY = {Kind.SIBLING, Kind.HALF_SIBLING, Kind.PARTNER}
SIBLINGS = {Kind.SIBLING, Kind.HALF_SIBLING}
OLDER = {Kind.PARENT: "A parent", Kind.GRANDPARENT: "A grandparent"}

# What the first person is to the second: for a woman, for a man, where it is not known.
FORWARD = {
    Kind.PARENT: ("Mother", "Father", "Parent"),
    Kind.STEP_PARENT: ("Stepmother", "Stepfather", "Step-parent"),
    Kind.PARTNER: ("Partner", "Partner", "Partner"),
    Kind.SIBLING: ("Sister", "Brother", "Brother or sister"),
    Kind.HALF_SIBLING: ("Half-sister", "Half-brother", "Half-brother or half-sister"),
    Kind.GRANDPARENT: ("Grandmother", "Grandfather", "Grandparent"),
    Kind.AUNT_OR_UNCLE: ("Aunt", "Uncle", "Aunt or uncle"),
    Kind.CARER: ("Carer", "Carer", "Carer"),
    Kind.OTHER: ("Other", "Other", "Other"),
}
# What the second is to the first.
BACKWARD = {
    Kind.PARENT: ("Daughter", "Son", "Child"),
    Kind.STEP_PARENT: ("Stepdaughter", "Stepson", "Stepchild"),
    Kind.GRANDPARENT: ("Granddaughter", "Grandson", "Grandchild"),
    Kind.AUNT_OR_UNCLE: ("Niece", "Nephew", "Niece or nephew"),
    Kind.CARER: ("Cared for", "Cared for", "Cared for"),
}
SEX_COLUMN = {Sex.FEMALE: 0, Sex.MALE: 1, Sex.UNKNOWN: 2}


def label_of(kind: str, sex: str, forward: bool) -> str:
    """What somebody of this sex is called: the first person of the relationship (forward), or the second."""
    words = FORWARD[Kind(kind)] if forward else BACKWARD.get(Kind(kind), FORWARD[Kind(kind)])
    return words[SEX_COLUMN.get(Sex(sex), 2)]


def stored_order(kind: str, first: Any, second: Any) -> tuple[Any, Any]:
    """The two people (with `pk`) in the order in which the relationship is kept."""
    if kind in EITHER_WAY and second.pk < first.pk:
        return second, first
    return first, second


def problem_of(kind: str, first: Any, second: Any, from_on: date | None, today: date) -> dict[str, str]:
    """What cannot be true of two people with names and dates of birth, by field."""
    if kind not in Kind.values:
        return {"kind": "Choose how they are related."}
    if first.pk == second.pk:
        return {"to_person": "Choose two different people: nobody is related to themselves."}
    if from_on and from_on > today:
        return {"from_on": "The first day must be today or earlier."}
    older, younger = first.date_of_birth, second.date_of_birth
    if kind in OLDER and older and younger and older >= younger:
        return {
            "from_person": f"{OLDER[Kind(kind)]} must be older than the child: {first.name} is not older than "
            f"{second.name}. Check the dates of birth and which of them is which."
        }
    if kind in OLDER and first.expected_date_of_birth:
        return {"from_person": f"{OLDER[Kind(kind)]} must be older than the child: {first.name} is not yet born."}
    return {}


def label_through(own_parent: bool, near_name: str, kind: str, sex: str, forward: bool) -> str:
    """What somebody two steps away is: by way of one's own parent, or a plain "Mother of Leo" where no word says it."""
    if own_parent and kind == Kind.PARENT:
        return label_of(Kind.GRANDPARENT if forward else Kind.SIBLING, sex, forward=True)
    if own_parent and kind in SIBLINGS:
        return label_of(Kind.AUNT_OR_UNCLE, sex, forward=True)
    return f"{label_of(kind, sex, forward)} of {near_name}"
