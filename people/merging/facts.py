"""What the two records say of the person, side by side, and which of the two is offered: the fuller, then the newer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from people.codes import Disability, Ethnicity, Sex
from people.models import Person
from people.rules.birthdays import said

SURVIVOR, ABSORBED = "survivor", "absorbed"


@dataclass(frozen=True)
class Fact:
    """One question about a person, which may take several columns: a date of birth and whether it is an estimate."""

    key: str
    label: str
    columns: tuple[str, ...]
    unique: bool = False

    def of(self, person: Person) -> tuple[Any, ...]:
        return tuple(getattr(person, column) for column in self.columns)

    def fullness(self, person: Person) -> int:
        """0 where nothing is known; more the more is known."""
        first, *rest = self.of(person)
        if self.key == "name":
            return sum(bool(part) for part in (first, *rest))
        if self.key == "born":
            return 4 - bool(rest[0]) if first else 2 if rest[1] else 0
        if self.key in ("nhs_number", "upn"):
            return (2 + (rest[0] is True)) if first else int(bool(rest[0]))
        if self.key == "sex":
            return int(first != Sex.UNKNOWN)
        if self.key == "ethnicity":
            return {Ethnicity.NOT_OBTAINED: 0, Ethnicity.REFUSED: 1}.get(first, 2)
        return int(first is not None and first not in ("", []))

    def words(self, person: Person) -> str:
        """As a reader reads it; empty where nothing is known."""
        first, *rest = self.of(person)
        if not self.fullness(person):
            return ""
        if self.key == "name":
            return person.formal_name
        if self.key == "born":
            day = said(first or rest[1])
            return f"Expected {day}" if rest[1] else f"{day}, estimated" if rest[0] else day
        if self.key == "nhs_number":
            number = f"{first[:3]} {first[3:6]} {first[6:]}"
            return f"{number}, checked" if rest[0] else number
        if self.key == "upn":
            return first or person.get_upn_unknown_display()
        return self._simple(person, first)

    def _simple(self, person: Person, value: Any) -> str:
        if self.key == "disabilities":
            return ", ".join(str(Disability(code).label) for code in value)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if self.key == "died_on":
            return said(value)
        show = getattr(person, f"get_{self.key}_display", None)
        return str(show() if show else value)


FACTS: tuple[Fact, ...] = (
    Fact("name", "Name", ("forename", "middle_names", "surname")),
    Fact("known_as", "Known as", ("known_as",)),
    Fact("born", "Date of birth", ("date_of_birth", "date_of_birth_estimated", "expected_date_of_birth")),
    Fact("died_on", "Died on", ("died_on",)),
    Fact("sex", "Sex", ("sex",)),
    Fact("gender_identity", "Gender", ("gender_identity",)),
    Fact("ethnicity", "Ethnicity", ("ethnicity",)),
    Fact("first_language", "First language", ("first_language",)),
    Fact("interpreter_needed", "Interpreter needed", ("interpreter_needed",)),
    Fact("religion", "Religion", ("religion",)),
    Fact("nhs_number", "NHS number", ("nhs_number", "nhs_number_verified", "nhs_number_in_question"), unique=True),
    Fact("upn", "Unique pupil number", ("upn", "upn_unknown", "upn_in_question"), unique=True),
    Fact("disabilities", "Disability", ("disabilities",)),
    Fact("immigration_status", "Immigration status", ("immigration_status",)),
)
COLUMNS = tuple(column for fact in FACTS for column in fact.columns)


def newer_of(survivor: Person, absorbed: Person) -> str:
    """Which of the two records somebody changed last, by the history that the database keeps. One query."""
    history = Person.pgh_event_model.objects.filter(pgh_obj__in=[survivor.pk, absorbed.pk])  # type: ignore[attr-defined]
    latest = dict(history.order_by().values_list("pgh_obj").annotate(Max("pgh_created_at")))
    ours, theirs = latest.get(survivor.pk), latest.get(absorbed.pk)
    return ABSORBED if theirs and ours and theirs > ours else SURVIVOR


def offered(fact: Fact, survivor: Person, absorbed: Person, newer: str) -> str:
    """The side whose answer is offered."""
    ours, theirs = fact.fullness(survivor), fact.fullness(absorbed)
    if ours != theirs:
        return SURVIVOR if ours > theirs else ABSORBED
    # Neither spelling is better for being newer: the record that goes on keeps the name that people know it by.
    return SURVIVOR if fact.key == "name" else newer


def differing(survivor: Person, absorbed: Person) -> list[Fact]:
    """The facts that a person chooses between."""
    return [fact for fact in FACTS if _said(fact, survivor) != _said(fact, absorbed)]


def _said(fact: Fact, person: Person) -> tuple[Any, ...]:
    """What a reader reads: whether a number is in question goes along with it and is no difference of its own."""
    return fact.of(person)[:-1] if fact.unique else fact.of(person)


def chosen(survivor: Person, absorbed: Person, choices: Mapping[str, str], newer: str) -> list[Fact]:
    """The facts that the survivor takes from the other record."""
    return [
        fact
        for fact in differing(survivor, absorbed)
        if choices.get(fact.key, offered(fact, survivor, absorbed, newer)) == ABSORBED
    ]
