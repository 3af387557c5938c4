"""How alike are what was asked for and a person on record? Facts in, a score and its reasons out. Pure.

The score is a sum, kept between 0 and 100. 70 and more is strong, 40 and more possible, under 12 nobody is shown.

    number        same NHS number 100, same unique pupil number 95; another NHS number -40, another pupil number -25
    first name    same 25; short form, other spelling or same sound 20; a slip, or a part of it 18; a middle name 15;
                  begins so 15; initial 5; another one -25
    surname       same 25; same sound 20; a slip, or a part of it 18; begins so 15; another one -15
    birth         same day 35; day and month swapped 28; a year apart 22; one number wrong, or near the due date 20;
                  an estimate 12; another day -30
    the rest      same house 15, lived there 8, same postcode 5, same telephone 15, another sex -15
    less          first name and surname the other way round -3, not the current name -1

So a name and a day that both fit make 85 and a name alone 50; a surname alone never makes more than 25, and a twin with
the same surname, day and house stays at 50. The numbers stand here, in name_likeness.py and in birthdays.py.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from people.codes import NameKind, Sex
from people.rules.birthdays import compare_birthdays
from people.rules.name_likeness import AskedName, KnownName, compare_names

STRONG, POSSIBLE, LEAST = 70, 40, 12
POINTS = {
    "nhs_number": 100,
    "upn": 95,
    "phone": 15,
    "address": 15,
    "former_address": 8,
    "postcode": 5,
    "other_nhs_number": -40,
    "other_upn": -25,
    "other_sex": -15,
}


class Asked(NamedTuple):
    """What is known of the person one looks for; blank where nothing is. Names folded and sounded."""

    name: AskedName = AskedName()
    date_of_birth: date | None = None
    sex: str = ""
    nhs_number: str = ""
    upn: str = ""
    address_line: str = ""
    postcode: str = ""
    phone: str = ""


@dataclass
class Known:
    """What the record says of a person. Homes are keys (`Address.key`); confidential ones are left out."""

    names: list[KnownName] = field(default_factory=list)
    middle_names: str = ""
    date_of_birth: date | None = None
    date_of_birth_estimated: bool = False
    expected_date_of_birth: date | None = None
    sex: str = Sex.UNKNOWN
    nhs_number: str = ""
    upn: str = ""
    # On records that were merged into this one.
    further_numbers: set[str] = field(default_factory=set)
    homes: set[str] = field(default_factory=set)
    former_homes: set[str] = field(default_factory=set)
    postcodes: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)


class Likeness(NamedTuple):
    score: int
    reasons: list[str]


def compare(asked: Asked, known: Known) -> Likeness:
    """The score and, in plain sentences, what speaks for it and what against."""
    numbers = _compare_numbers(asked, known)
    names = compare_names(asked.name, known.names, known.middle_names)
    born = compare_birthdays(
        asked.date_of_birth, known.date_of_birth, known.date_of_birth_estimated, known.expected_date_of_birth
    )
    found = [*numbers, *names, *born, *_compare_sex(asked, known), *_compare_homes(asked, known)]
    if asked.phone and asked.phone in known.phones:
        found.append((POINTS["phone"], "Same telephone number"))
    score = sum(points for points, _ in found)
    return Likeness(max(0, min(100, score)), [reason for _, reason in found if reason])


def _compare_numbers(asked: Asked, known: Known) -> list[tuple[int, str]]:
    found = []
    if asked.nhs_number and (known.nhs_number or asked.nhs_number in known.further_numbers):
        same = asked.nhs_number in (known.nhs_number, *known.further_numbers)
        found.append(
            (POINTS["nhs_number"], "Same NHS number")
            if same
            else (POINTS["other_nhs_number"], "Has another NHS number")
        )
    if asked.upn and (known.upn or asked.upn in known.further_numbers):
        same = asked.upn in (known.upn, *known.further_numbers)
        found.append(
            (POINTS["upn"], "Same unique pupil number")
            if same
            else (POINTS["other_upn"], "Has another unique pupil number")
        )
    return found


def _compare_sex(asked: Asked, known: Known) -> list[tuple[int, str]]:
    told = {Sex.FEMALE, Sex.MALE}
    if asked.sex in told and known.sex in told and asked.sex != known.sex:
        return [(POINTS["other_sex"], f"Recorded as {Sex(known.sex).label.lower()}")]
    return []


def _compare_homes(asked: Asked, known: Known) -> list[tuple[int, str]]:
    """The same house now, the same house before, or the same postcode: the first that holds."""
    if asked.address_line:
        if _among(asked, known.homes):
            return [(POINTS["address"], "Lives at the same address")]
        if _among(asked, known.former_homes):
            return [(POINTS["former_address"], "Has lived at the same address")]
    if asked.postcode and asked.postcode in known.postcodes:
        return [(POINTS["postcode"], "Lives in the same postcode")]
    return []


def _among(asked: Asked, homes: set[str]) -> bool:
    """The beginning of the line is enough with its postcode ("12 LS1 4AP"), and a whole street without it."""
    if asked.postcode:
        begins, ends = f"{asked.address_line} ", f" {asked.postcode.lower()}"
        return any(home.startswith(begins) and home.endswith(ends) for home in homes)
    return any(f" {asked.address_line} " in f" {home} " for home in homes)


def strength_of(score: int) -> str:
    """A word for a score."""
    return "strong" if score >= STRONG else "possible" if score >= POSSIBLE else "weak"


__all__ = ["Asked", "AskedName", "Known", "KnownName", "Likeness", "NameKind", "compare", "strength_of"]
