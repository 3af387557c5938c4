"""What the pack says of each child, asked for many children at once.

The pack is made by a job and for whoever is on duty: it is narrowed by no reader's permissions. What the house hides
from nearly everybody (restricted records) stays out of the ordinary file, here and as a relative or a housemate.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from casework.queries import last_seen
from people.codes import RelationshipKind, ResidenceKind
from people.models import AdultToIdentify, Child, PhoneUse, Relationship, Residence
from people.rules.kin import label_of
from staff.attack_day import sections
from staff.models import RestrictedPerson, User
from staff.queries import Responsible, front_door_line, responsible_for
from timescales import wording
from timescales.models import Clock

AHEAD = timedelta(days=14)
BATCH = 200


@dataclass
class Someone:
    """A person of the child's home or family: "Kelly Watson, mother, 07700 900123"."""

    name: str
    who: str
    phones: list[str] = field(default_factory=list)
    at_home: bool = False
    unsafe: bool = False


@dataclass
class Entry:
    """One child. Everything is text already, since nobody can look anything up."""

    child_id: int
    name: str
    born: str
    address: str = "No address is recorded"
    confidential: bool = False
    phones: list[str] = field(default_factory=list)
    people: list[Someone] = field(default_factory=list)
    standings: list[str] = field(default_factory=list)
    gravity: int = 99
    worker: str = ""
    worker_reach: str = ""
    manager: str = ""
    manager_reach: str = ""
    team: str = ""
    seen: str = "Not seen yet"
    due: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    surname: str = ""

    @property
    def sort_key(self) -> tuple[str, str, int]:
        return self.surname.casefold(), self.name.casefold(), self.child_id

    @property
    def anchor(self) -> str:
        return f"child-{self.child_id}"


@dataclass
class Wanted:
    """Which children, why, and which of them are restricted."""

    standings: dict[int, list[str]]
    gravity: dict[int, int]
    counts: list[tuple[str, int]]
    restricted: set[int]

    def ids(self, *, restricted: bool) -> list[int]:
        return sorted(pk for pk in self.standings if (pk in self.restricted) is restricted)


def wanted(day: date) -> Wanted:
    """Every child of every section, each once."""
    standings: dict[int, list[str]] = defaultdict(list)
    gravity: dict[int, int] = {}
    hidden = set(RestrictedPerson.objects.filter(to_on__isnull=True).values_list("person", flat=True))
    counts = []
    for section in sections():
        found = list(section.find(day))
        counts.append((section.title, len({one.child_id for one in found} - hidden)))
        for one in found:
            standings[one.child_id].append(one.text)
            gravity.setdefault(one.child_id, section.gravity)
    return Wanted(dict(standings), gravity, counts, hidden & standings.keys())


def entries(child_ids: Collection[int], found: Wanted, now: datetime, *, hide: bool) -> list[Entry]:
    """A batch of children, in a handful of queries. With `hide`, restricted relatives and housemates are left out."""
    children = {child.pk: child for child in Child.objects.filter(pk__in=child_ids)}
    today = timezone.localdate(now)
    rows = {pk: Entry(pk, child.name, _born(child, today), surname=child.surname) for pk, child in children.items()}
    hidden = (
        set(RestrictedPerson.objects.filter(to_on__isnull=True).values_list("person", flat=True)) if hide else set()
    )
    for pk, row in rows.items():
        row.standings, row.gravity = found.standings.get(pk, []), found.gravity.get(pk, 99)
    _add_people(rows, hidden)
    _add_responsible(rows)
    _add_seen(rows)
    _add_due(rows, now)
    for child_id, role in AdultToIdentify.objects.filter(child__in=rows, closed_on__isnull=True).values_list(
        "child_id", "role"
    ):
        rows[child_id].warnings.append(f"Not identified yet: {AdultToIdentify(role=role).get_role_display().lower()}.")
    return list(rows.values())


def _born(child: Child, today: date) -> str:
    if child.expected_date_of_birth:
        return f"Unborn, expected {_day(child.expected_date_of_birth)}"
    born = child.date_of_birth
    if born is None:
        return "Date of birth not known"
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return f"{_day(born)}{' (estimated)' if child.date_of_birth_estimated else ''}, {years} years old"


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _add_people(rows: dict[int, Entry], hidden: set[int]) -> None:
    homes = {home.person_id: home for home in _homes().filter(person__in=rows)}
    for pk, home in homes.items():
        rows[pk].address, rows[pk].confidential = str(home.address), home.confidential
    housemates = defaultdict(list)
    for home in _homes().filter(address__in={home.address_id for home in homes.values()}).select_related("person"):
        housemates[home.address_id].append(home.person)
    kin = _kin(rows)
    everybody = {person.pk for people in housemates.values() for person in people}
    everybody |= {other.pk for relatives in kin.values() for other, _, _ in relatives.values()} | rows.keys()
    phones = _phones(everybody)
    for pk, row in rows.items():
        row.phones = phones.get(pk, [])
        near = homes.get(pk)
        at_home = {person.pk: person for person in housemates.get(near.address_id, [])} if near else {}
        for other_pk, person in at_home.items():
            kin[pk].setdefault(other_pk, (person, "lives there", None))
        for other_pk, (person, who, safe) in kin[pk].items():
            if other_pk == pk or other_pk in hidden or person.died_on:
                continue
            row.people.append(Someone(person.name, who, phones.get(other_pk, []), other_pk in at_home, safe is False))
            if safe is False:
                row.warnings.append(f"Not safe to contact: {person.name} ({who}).")
        row.people.sort(key=lambda one: (not one.at_home, one.who == "lives there", one.name))


def _homes():
    return Residence.objects.current().filter(kind=ResidenceKind.MAIN).select_related("address").order_by("person_id")


def _kin(rows: dict[int, Entry]) -> dict[int, dict]:
    """For each child the relatives one step away: by key, (person, what they are to the child, safe to contact)."""
    kin: dict[int, dict] = {pk: {} for pk in rows}
    relations = Relationship.objects.current().filter(Q(from_person__in=rows) | Q(to_person__in=rows))
    for relation in relations.select_related("from_person", "to_person").order_by("pk"):
        for pk, other, forward in (
            (relation.to_person_id, relation.from_person, True),
            (relation.from_person_id, relation.to_person, False),
        ):
            if pk in kin and not (relation.kind == RelationshipKind.PARENT and not forward):
                who = label_of(relation.kind, other.sex, forward=forward).lower()
                kin[pk].setdefault(other.pk, (other, who, relation.safe_to_contact))
    return kin


def _phones(person_ids: Collection[int]) -> dict[int, list[str]]:
    found = defaultdict(list)
    for use in PhoneUse.objects.current().filter(person__in=person_ids).select_related("phone").order_by("-pk"):
        found[use.person_id].append(str(use.phone))
    return found


def _add_responsible(rows: dict[int, Entry]) -> None:
    for pk, line in responsible_for(list(rows)).items():
        _fill_line(rows[pk], line)
    waiting = [row for row in rows.values() if not row.team]
    if waiting:
        front_door = front_door_line()
        for row in waiting:
            _fill_line(row, front_door)


def _fill_line(row: Entry, line: Responsible) -> None:
    row.team = line.team.name if line.team else ""
    row.worker, row.worker_reach = _person(line.worker, "Nobody yet")
    row.manager, row.manager_reach = _person(line.team_manager or line.service_manager, "Nobody is named")


def _person(user: User | None, otherwise: str) -> tuple[str, str]:
    return (user.get_full_name(), user.email) if user else (otherwise, "")


def _add_seen(rows: dict[int, Entry]) -> None:
    for pk, seen in last_seen(list(rows)).items():
        if seen.seen_at:
            rows[pk].seen = _day(timezone.localdate(seen.seen_at))
            alone = _day(timezone.localdate(seen.seen_alone_at)) if seen.seen_alone_at else "not yet"
            rows[pk].seen += f" (alone: {alone})"


def _add_due(rows: dict[int, Entry], now: datetime) -> None:
    clocks = Clock.objects.open().filter(child__in=rows, due_at__lte=now + AHEAD).order_by("due_at", "pk")
    for clock in clocks:
        verb = "was due" if clock.due_at < now else "due"
        rows[clock.child_id].due.append(f"{clock.title}: {verb} {wording.day_or_moment(clock.due)}")
