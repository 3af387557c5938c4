"""Families who do not exist: who they are before anybody tells the department about them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from demo.names import Names, misspelt
from demo.numbers import Numbers
from demo.places import LOCALITIES, Place, house, school_for
from demo.words import Theme
from people.codes import Ethnicity, Sex, UpnUnknown
from people.models import Child, Person

SIZES = (1, 1, 1, 2, 2, 2, 3, 3, 4)
HOMES_PER_FAMILY = 4
# Days between two births.
LEAST_BETWEEN = 420


@dataclass(eq=False)
class MadeUpChild:
    """A child as the family knows it. `record` is what the department has, once somebody has told it."""

    forename: str
    surname: str
    sex: str
    born: date
    number: int
    nhs_number: str
    upn: str
    school: str
    disabilities: list[str] = field(default_factory=list)
    name_at_birth: str = ""
    numbers_known: bool = True
    record: Child | None = None

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"

    def age_on(self, day: date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(eq=False)
class MadeUpAdult:
    forename: str
    surname: str
    sex: str
    born: date
    phone: str = ""
    record: Person | None = None

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"

    def fields(self) -> dict[str, Any]:
        """What is written down when somebody names this person."""
        return {
            "forename": self.forename,
            "surname": self.surname,
            "date_of_birth": self.born,
            "sex": self.sex,
        }


@dataclass(eq=False)
class MadeUpFamily:
    """One household, its chance, and the matter that brings it to the department."""

    number: int
    rng: Random
    theme: Theme
    locality: Place
    ethnicity: str
    language: str
    children: list[MadeUpChild]
    mother: MadeUpAdult
    father: MadeUpAdult
    grandmother: MadeUpAdult
    homes: list[tuple[str, str]]

    @property
    def eldest(self) -> MadeUpChild:
        return min(self.children, key=lambda child: child.born)

    def child_fields(self, child: MadeUpChild, on: date) -> dict[str, Any]:
        """What the first person to ring knows of a child: often less than all, now and then a little wrong."""
        rng = self.rng
        if child.born > on:
            return {"surname": child.surname, "expected_date_of_birth": child.born, "ethnicity": self.ethnicity}
        fields: dict[str, Any] = {
            "forename": child.forename,
            "surname": child.surname,
            "sex": child.sex,
            "date_of_birth": child.born,
            "ethnicity": self.ethnicity if rng.random() < 0.82 else Ethnicity.NOT_OBTAINED,
            "first_language": self.language,
            "disabilities": child.disabilities,
        }
        if child.numbers_known and rng.random() < 0.7:
            fields |= {"nhs_number": child.nhs_number, "nhs_number_verified": rng.random() < 0.6}
        if child.age_on(on) < 5:
            fields["upn_unknown"] = UpnUnknown.TOO_YOUNG
        elif child.numbers_known and rng.random() < 0.6:
            fields["upn"] = child.upn
        else:
            fields["upn_unknown"] = UpnUnknown.NEWLY_KNOWN
        if rng.random() < 0.04:
            fields["date_of_birth"] = date(child.born.year, 1, 1)
            fields["date_of_birth_estimated"] = True
            fields.pop("nhs_number", None)
            fields.pop("nhs_number_verified", None)
        elif rng.random() < 0.02:
            fields["forename"] = misspelt(child.forename, rng)
        return fields


class FamilyMaker:
    """Makes families one after the other. `part` of `parts` shares out the numbers that may be used once only.

    `first` is where these begin, for a database that holds some of them already.
    """

    def __init__(self, seed: int, part: int = 0, parts: int = 1, first: int = 0) -> None:
        self.seed, self.first = seed, first
        self.numbers = Numbers(part, parts, first)

    def family(self, number: int, *, theme: Theme, size: int, on: date, locality: Place | None = None) -> MadeUpFamily:
        """A family with `size` children on a day. Its chance follows from the seed and its number alone."""
        rng = Random(f"{self.seed}:{number}")
        names = Names(rng)
        surname = names.surname("F")
        born = self._birthdays(rng, theme, size, on)
        sexes = [rng.choice("FM") for _ in born]
        children = [
            self._child(rng, forename, _form(surname, sex), sex, day, index, theme)
            for index, (forename, sex, day) in enumerate(zip(names.children(sexes), sexes, born, strict=True))
        ]
        mother, father, grandmother = self._adults(rng, names, surname, born[0])
        locality = locality or rng.choice(LOCALITIES)
        return MadeUpFamily(
            number=number,
            rng=rng,
            theme=theme,
            locality=locality,
            ethnicity=names.heritage.ethnicity,
            language=names.heritage.language,
            children=children,
            mother=mother,
            father=father,
            grandmother=grandmother,
            homes=[
                house((self.first + number) * HOMES_PER_FAMILY + step, locality, rng)
                for step in range(HOMES_PER_FAMILY)
            ],
        )

    def _birthdays(self, rng: Random, theme: Theme, size: int, on: date) -> list[date]:
        """The eldest of an age that fits the matter, the others one to four years apart; an unborn baby alone."""
        if theme.unborn:
            return [on + timedelta(days=rng.randrange(45, 140))]
        age = rng.randrange(theme.ages[0] * 365 + 20, theme.ages[1] * 365 + 360)
        ages = [max(age, (size - 1) * LEAST_BETWEEN + 40)]
        for left in range(size - 1, 0, -1):
            most = (ages[-1] - 30) // left
            ages.append(ages[-1] - rng.randint(LEAST_BETWEEN, max(LEAST_BETWEEN, min(most, 1500))))
        return [on - timedelta(days=days) for days in ages]

    def _child(
        self, rng: Random, forename: str, surname: str, sex: str, born: date, number: int, theme: Theme
    ) -> MadeUpChild:
        return MadeUpChild(
            forename="the baby" if theme.unborn else forename,
            name_at_birth=forename,
            surname=surname,
            sex=Sex(sex),
            born=born,
            number=number,
            nhs_number=self.numbers.nhs_number(),
            upn=self.numbers.upn(born.year + 5),
            school="",
            disabilities=list(rng.choice(theme.disabilities)) if number == 0 and theme.disabilities else [],
        )

    def _adults(self, rng: Random, names: Names, surname: str, eldest: date) -> tuple[MadeUpAdult, ...]:
        born = eldest - timedelta(days=rng.randrange(19 * 365, 36 * 365))
        mother = MadeUpAdult(names.grown_up("F"), surname, "F", born, self.numbers.phone())
        other_name = surname if rng.random() < 0.55 else names.surname("M")
        father = MadeUpAdult(
            names.grown_up("M"), _form(other_name, "M"), "M", born - timedelta(days=rng.randrange(-900, 2200))
        )
        grandmother = MadeUpAdult(names.grown_up("F"), surname, "F", born - timedelta(days=rng.randrange(7300, 11000)))
        return mother, father, grandmother


def choose_schools(family: MadeUpFamily, on: date) -> None:
    """Each child goes to a school of its age; brothers and sisters of one age group share it."""
    chosen: dict[str, str] = {}
    for child in family.children:
        age = child.age_on(on)
        stage = "nursery" if age < 4 else "primary" if age < 11 else "secondary"
        child.school = chosen.setdefault(stage, school_for(age, family.rng))


def _form(surname: str, sex: str) -> str:
    """Polish surnames in -ski are -ska for a woman and a girl."""
    for man, woman in (("ski", "ska"), ("cki", "cka"), ("dzki", "dzka")):
        if sex == "M" and surname.endswith(woman):
            return surname[: -len(woman)] + man
        if sex == "F" and surname.endswith(man):
            return surname[: -len(man)] + woman
    return surname
