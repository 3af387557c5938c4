"""A town that is on no map: its three localities, streets and schools."""

from dataclasses import dataclass
from random import Random

from demo.numbers import postcode
from demo.words import lists


@dataclass(frozen=True)
class Place:
    """A part of the council's area. Its postcodes begin with ZX and this district."""

    name: str
    town: str
    district: int


LOCALITIES = (
    Place("Wexcombe Central", "Wexcombe", 1),
    Place("Thorley and the Vale", "Thorley Vale", 4),
    Place("Saltmere Coast", "Saltmere", 7),
)
_LISTS = lists("places")
STREETS: list[str] = _LISTS["streets"]
PRIMARIES: list[str] = _LISTS["primaries"]
SECONDARIES: list[str] = _LISTS["secondaries"]
HOUSES_IN_A_STREET = 160
DISTRICTS = 10


def house(number: int, locality: Place, rng: Random) -> tuple[str, str]:
    """A house and street, and its postcode: another house for each number. One in eight is a flat."""
    street, row = number % len(STREETS), number // len(STREETS)
    # 29 and 160 share no factor: every house of a street comes up once before one comes up again.
    door = 1 + (row * 29 + street * 13) % HOUSES_IN_A_STREET
    district = locality.district + row // HOUSES_IN_A_STREET * DISTRICTS
    line = f"{door} {STREETS[street]}"
    if rng.random() < 0.125:
        line = f"Flat {rng.randrange(1, 9)}, {line}"
    return line, postcode(district, street * 7 + door % 7)


def school_for(age: int, rng: Random) -> str:
    """A school of the right kind; for the youngest, a nursery."""
    if age < 4:
        return "Little Acorns Nursery"
    return rng.choice(PRIMARIES if age < 11 else SECONDARIES)
