"""The first page of a child's record."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from audit import as_known
from casework.header import held_by
from casework.queries import LastSeen
from people.family import Family
from people.models import AdultToIdentify, Child, PersonName, PhoneUse, Residence
from staff.models import Allocation, User
from staff.roles import Permission
from timescales.models import Clock
from timescales.queries import open_clocks_for
from workspace import acts
from workspace.queries.chronology import Entry, events_shown, with_marks
from workspace.queries.due import DueItem, item_of
from workspace.queries.family import Relative, family_with_reach
from workspace.queries.in_force import InForce, at_a_glance
from workspace.queries.withheld import withheld_from

EVENTS_SHOWN = 6


@dataclass(frozen=True)
class Record:
    """Who the child is, who holds the case, what is in force, what is due and why, and what happened last."""

    child: Child
    names: list[PersonName]
    home: Residence | None
    phones: list[PhoneUse]
    allocations: list[Allocation]
    in_force: list[InForce]
    due: list[DueItem]
    events: list[Entry]
    last_seen: LastSeen
    family: Family
    relatives: list[Relative]
    unknown_adults: list[AdultToIdentify]
    gaps: list[tuple[str, str]]
    unknown: list[str]

    @property
    def nhs_number(self) -> str:
        """In the groups in which it is read out: 999 000 0018."""
        number = self.child.nhs_number or ""
        return f"{number[:3]} {number[3:6]} {number[6:]}"

    @property
    def lead(self) -> Allocation | None:
        return next((row for row in self.allocations if row.role == "lead"), None)

    @property
    def others(self) -> list[Allocation]:
        return [row for row in self.allocations if row.role != "lead"]


def record_of(user: User, child: Child, now: datetime) -> Record:
    """All of it. The number of queries does not grow with the length of the record or the size of the family."""
    withheld = withheld_from(user, child)
    glance = at_a_glance(user, child)
    family, relatives, reach = family_with_reach(user, child, glance.unknown_adults)
    return Record(
        child=child,
        names=reach.names,
        home=reach.home,
        phones=reach.phones,
        allocations=held_by(child),
        in_force=glance.in_force,
        due=[replace(item_of(clock, now), url=_own_act(user, clock)) for clock in _clocks_of(child)],
        events=with_marks(child, list(events_shown(child, withheld=withheld)[:EVENTS_SHOWN]), withheld),
        last_seen=glance.last_seen,
        family=family,
        relatives=relatives,
        unknown_adults=family.adults_to_identify,
        gaps=gaps_in(child, reach.home),
        unknown=unknown_of(child),
    )


def _clocks_of(child: Child) -> list[Clock]:
    clocks = list(open_clocks_for(child))
    for clock in clocks:
        clock.child = child
    return clocks


def _own_act(user: User, clock: Clock) -> str:
    """Where the reader does it, or nothing where it is for somebody else to do, or was in the past."""
    if as_known.moment_shown():
        return ""
    if clock.subject_kind in acts.OF_THE_FRONT_DOOR:
        needed = Permission.SEE_FRONT_DOOR
    elif clock.subject_kind in acts.OF_MANAGERS or clock.rule_id in acts.MANAGERS_RULES:
        needed = Permission.ALLOCATE
    else:
        needed = Permission.WRITE_RECORD
    return acts.act_url(clock) if user.may(needed) else ""


def unknown_of(child: Child) -> list[str]:
    """What is not known about the child, as one line: it is nobody's task, and worth asking when there is a chance."""
    facts = [
        (child.first_language, "first language"),
        (child.religion, "religion"),
        (child.disabilities, "disability"),
        (child.upn or child.upn_unknown or child.unborn, "pupil number"),
    ]
    return [name for value, name in facts if not value]


def gaps_in(child: Child, home: Residence | None) -> list[tuple[str, str]]:
    """What the record does not know and should: each with the page where it is put right."""
    details = reverse("child-details-edit", args=[child.pk])
    address = reverse("child-address", args=[child.pk])
    missing = [
        (child.ethnicity == "NOBT", "Ethnicity has not been asked", details),
        (not child.date_of_birth and not child.expected_date_of_birth, "Date of birth is not known", details),
        (not child.nhs_number and not child.unborn, "NHS number is not known", details),
        (home is None, "Nobody knows where the child lives", address),
    ]
    return [(words, url) for is_missing, words, url in missing if is_missing]
