"""A department made up anew for each seed: who works where, who holds whom, and who may know of whom.

The facts are kept beside the records as plain Python, so that the answer of tests/leaks/oracle.py is worked out
without asking the policy that it is there to test.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from guardian.shortcuts import assign_perm

from casework import services as casework
from staff.models import AccessGrant, ConflictOfInterest, RestrictedPerson, Restriction, User
from tests.architecture.world import FrontDoor, Place, front_door, place
from tests.factories import safeguarding, staff
from tests.factories.people import child, parent_of
from tests.factories.referrals import on_contact
from tests.factories.staff import held

SURNAMES = ["Quorley", "Vexholm", "Tredgrove", "Ashwick", "Penhallow", "Marchbane", "Ollershaw", "Wyndlass"]
# Sounds and looks like one that is open to many: a hidden child must not even take a place in a list of likenesses.
LIKE_ANOTHER = {"Quorley": "Quorleigh", "Vexholm": "Vexhelm", "Tredgrove": "Treadgrove"}
WORKERS = {"anna": "north", "ben": "north", "lena": "south"}


@dataclass
class Life:
    """A child (with a brother) and everything about the two that decides who may know of them."""

    place: Place
    surname: str
    secret: str  # stands in a note and in a contact: nobody reads it without the record
    worker: str
    hidden_from: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    joint: set[str] = field(default_factory=set)
    granted: set[str] = field(default_factory=set)
    waiting_contact: bool = False

    @property
    def people(self) -> list[int]:
        return [self.place.child.pk, self.place.brother.pk]


@dataclass
class Department:
    users: dict[str, User]
    door: FrontDoor
    dice: random.Random
    lives: list[Life] = field(default_factory=list)

    @property
    def open(self) -> list[Life]:
        return [life for life in self.lives if not life.hidden_from]

    @property
    def hidden(self) -> list[Life]:
        return [life for life in self.lives if life.hidden_from]


def make_department(seed: int) -> Department:
    """Everybody who works here, and three families whom nobody hid."""
    dice = random.Random(seed)
    people = staff.department()
    users = {name: getattr(people, name) for name in ("anna", "ben", "tariq", "sara", "mo", "maya", "lena", "omar")}
    users |= {
        "asha": staff.user("asha", "advanced_practitioner", dice.choice([people.north, people.south])),
        "ines": staff.user("ines", "reviewing_officer"),
        "petra": staff.user("petra", "personal_adviser"),
        "perry": staff.user("perry", "performance_analyst"),
        "axel": staff.user("axel", "auditor"),
        "adam": staff.user("adam", "administrator"),
        "pc": staff.user("pc", "partner_agency", agency=staff.agency()),
    }
    # Rooms and chairs are there before the families who will need them: the lists to choose from stay the same.
    for number in range(7):
        safeguarding.room_and_chair(number)
    department = Department(users, front_door(people, users["pc"], child("Noor", "Hidden")), dice)
    for surname in dice.sample(list(LIKE_ANOTHER), 3):
        _life(department, surname)
    return department


def hide_some(department: Department, hide: Callable[[Department, Life], None]) -> None:
    """Four families come, live their lives through the services, and are hidden: one is kin of an open child."""
    like = department.open[0]
    for surname in (LIKE_ANOTHER[like.surname], *department.dice.sample(SURNAMES[3:], 3)):
        life = _life(department, surname)
        if surname == LIKE_ANOTHER[like.surname]:
            parent_of(like.place.mother, life.place.child)
        hide(department, life)


def _life(department: Department, surname: str) -> Life:
    dice = department.dice
    worker = dice.choice(list(WORKERS))
    where = place(department.users[worker], surname)
    life = Life(where, surname, secret=f"{surname.lower()}ish secret", worker=worker)
    casework.write_case_note(
        children=[where.child, where.brother],
        kind="telephone",
        happened_at=timezone.now() - timedelta(hours=3),
        text=f"They told me the {life.secret}.",
        by=department.users[worker],
    )
    if dice.random() < 0.5:
        on_contact(department.users["mo"], where.child, concern=f"Somebody rang about the {life.secret}.")
        life.waiting_contact = True
    if dice.random() < 0.5:
        reviewer = dice.choice(["ines", "petra", "lena", "anna"])
        if reviewer != worker:
            held(where.child, department.users[reviewer], team=_team_of(department, worker), role="reviewing")
            life.joint.add(reviewer)
    if dice.random() < 0.5:
        who = dice.choice(["lena", "anna", "omar", "petra"])
        until = timezone.now() + timedelta(days=dice.choice([-2, 5]))
        granted_at = until - timedelta(days=7)
        AccessGrant.objects.create(
            user=department.users[who], child=where.child, reason="Covers", granted_at=granted_at, until=until
        )
        if until > timezone.now():
            life.granted.add(who)
    department.lives.append(life)
    return life


def _team_of(department: Department, worker: str):
    return department.users[worker].team


def restrict(department: Department, life: Life) -> None:
    """The whole household, to all but one manager or nobody."""
    life.named = frozenset(department.dice.sample(["sara", "tariq", "axel"], department.dice.choice([0, 1])))
    life.hidden_from = frozenset(department.users) - life.named
    row = Restriction.objects.create(child=life.place.child, reason="A colleague's family", from_on=date(2026, 1, 5))
    for one in (life.place.brother, life.place.mother):
        RestrictedPerson.objects.create(restriction=row, person_id=one.pk, from_on=row.from_on)
    for name in life.named:
        assign_perm("staff.open_restricted_record", department.users[name], row)


def bar(department: Department, life: Life) -> None:
    """It is the family of somebody who works here: for each of these it does not exist, whatever the role."""
    life.hidden_from = frozenset(name for name in department.users if name != life.worker) - {"adam", "sara"}
    for name in life.hidden_from:
        for one in (life.place.child, life.place.brother, life.place.mother):
            ConflictOfInterest.objects.create(
                user=department.users[name],
                person_id=one.pk,
                reason="My own family",
                from_on=date(2026, 1, 5),
                set_by=department.users["sara"],
            )
