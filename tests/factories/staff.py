"""A small department, the same in every test.

`anna` holds the cases of North; `ben` works beside her; `tariq` manages North and `sara` its service. `mo` works in
MASH, which `maya` manages. `lena` works in South, which `omar` manages: she must see nothing of North's children.
"""

from dataclasses import dataclass
from datetime import date

from people.models import Child
from staff.codes import AllocationRole, TeamKind
from staff.models import Agency, Allocation, Team, User

PASSWORD = "a-password-for-tests"


@dataclass(frozen=True)
class Department:
    north: Team
    south: Team
    mash: Team
    anna: User
    ben: User
    tariq: User
    sara: User
    mo: User
    maya: User
    lena: User
    omar: User


def team(name: str = "North", kind: str = TeamKind.ASSESSMENT, **fields) -> Team:
    return Team.objects.create(name=name, kind=kind, **fields)


def user(username: str, role: str = "social_worker", team: Team | None = None, **fields) -> User:
    """Somebody who can log in with PASSWORD; named Anna Example when the username is anna."""
    fields.setdefault("first_name", username.capitalize())
    fields.setdefault("last_name", "Example")
    fields.setdefault("email", f"{username}@council.example")
    return User.objects.create_user(username, password=PASSWORD, role=role, team=team, **fields)


def agency(name: str = "Wexcombe Police", kind: str = "police") -> Agency:
    return Agency.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def department() -> Department:
    """The department of the docstring above."""
    north, south = team("North"), team("South")
    mash = team("Front door", TeamKind.MASH)
    people = {
        "anna": user("anna", team=north),
        "ben": user("ben", team=north),
        "tariq": user("tariq", "team_manager", north),
        "sara": user("sara", "service_manager"),
        "mo": user("mo", "mash_officer", mash),
        "maya": user("maya", "team_manager", mash),
        "lena": user("lena", team=south),
        "omar": user("omar", "team_manager", south),
    }
    for one, manager in ((north, "tariq"), (south, "omar"), (mash, "maya")):
        one.manager, one.service_manager = people[manager], people["sara"]
        one.save()
    return Department(north=north, south=south, mash=mash, **people)


def held(
    child: Child,
    worker: User | None = None,
    *,
    team: Team | None = None,
    from_on: date = date(2026, 3, 2),
    to_on: date | None = None,
    role: str = AllocationRole.LEAD,
) -> Allocation:
    """The child is allocated to the worker, or to a team that has not named one yet."""
    return Allocation.objects.create(
        child=child, worker=worker, team=team or worker.team, role=role, from_on=from_on, to_on=to_on
    )
