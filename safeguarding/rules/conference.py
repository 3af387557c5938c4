"""When a conference may be held, by whom, and what it may decide.

Working Together to Safeguard Children, chapter 3: the chair is independent of whoever manages the case. Census rules
8875 (never on a weekend), 2885 (a plan starts on the day of its conference), 8841 (a review is after the plan's start).
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError

from casework.rules.dates import words
from safeguarding.codes import CategoryOfAbuse, ConferenceDecision, ConferenceKind, PlanEnd, TakesPart

MAY_DECIDE: dict[str, tuple[ConferenceDecision, ...]] = {
    ConferenceKind.INITIAL: (ConferenceDecision.PLAN, ConferenceDecision.NO_PLAN),
    ConferenceKind.TRANSFER_IN: (ConferenceDecision.PLAN, ConferenceDecision.NO_PLAN),
    ConferenceKind.REVIEW: (ConferenceDecision.CONTINUE, ConferenceDecision.END),
}
# Ends that a conference decides; the others have an act of their own.
ENDS_AT_CONFERENCE = (PlanEnd.CHILD_IN_NEED, PlanEnd.NO_LONGER_NEEDED, PlanEnd.LOOKED_AFTER)
# The council's own rule: children's social care and two more.
QUORUM_BESIDE_SOCIAL_CARE = 2


def quorate(agencies_that_came: Collection[str]) -> bool:
    """Children's social care and at least two agencies more: usual in local procedures, no national number."""
    came = {agency for agency in agencies_that_came if agency}
    return TakesPart.SOCIAL_CARE in came and len(came - {TakesPart.SOCIAL_CARE.value}) >= QUORUM_BESIDE_SOCIAL_CARE


def check_weekday(name: str, day: date) -> None:
    if day.isoweekday() > 5:
        raise ValidationError({name: f"{words(day)} is a {day:%A}. A conference is never on a weekend."})


class Line(NamedTuple):
    """The keys of those who carry or manage a child's case, and of the team that holds it."""

    people: frozenset[int]
    team: int | None


def why_not_independent(chair: int, chairs_team: int | None, lines: Collection[Line]) -> str:
    """Why this person may not chair; empty where nothing stands against it."""
    for line in lines:
        if chair in line.people:
            return "The chair must stand outside the case: this person holds it or manages whoever does."
        if line.team is not None and line.team == chairs_team:
            return "The chair must stand outside the case: this person works in the team that holds it."
    return ""


def check_decision(kind: str, name: str, decision: str, category: str, reason: str, end_reason: str) -> None:
    """Raises ValidationError on "children" for one child's decision."""

    def refuse(sentence: str) -> None:
        raise ValidationError({"children": sentence})

    if decision not in MAY_DECIDE[kind]:
        refuse(f"Select what the conference decided for {name}.")
    if not reason.strip():
        refuse(f"Say why the conference decided so for {name}.")
    if decision in (ConferenceDecision.PLAN, ConferenceDecision.CONTINUE) and category not in CategoryOfAbuse.values:
        refuse(f"Select the category for {name}.")
    if decision == ConferenceDecision.END and end_reason not in ENDS_AT_CONFERENCE:
        refuse(f"Select why {name}’s plan ends.")
