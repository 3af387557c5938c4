"""Both records side by side, before anything is done."""

import hashlib
from dataclasses import dataclass
from typing import Any

from people.merging.facts import ABSORBED, FACTS, Fact, differing, newer_of, offered
from people.merging.owners import held_by, owners
from people.merging.registry import Question, rule_for, rules
from people.models import Person


@dataclass(frozen=True)
class Line:
    """One fact on both records. `differs` where a person chooses; `offered` is the side that is ticked."""

    fact: Fact
    survivor: str
    absorbed: str
    differs: bool
    offered: str


@dataclass(frozen=True)
class Hanging:
    """How many rows of a kind hang on each."""

    noun: str
    survivor: int
    absorbed: int


@dataclass(frozen=True)
class Comparison:
    survivor: Person
    absorbed: Person
    lines: tuple[Line, ...]
    hanging: tuple[Hanging, ...]
    questions: tuple[Question, ...]
    warnings: tuple[str, ...]
    mark: str

    @property
    def offers_the_other(self) -> list[str]:
        return [line.fact.key for line in self.lines if line.differs and line.offered == ABSORBED]


def compare_records(survivor: Person, absorbed: Person) -> Comparison:
    """What a person looks at before two records become one. The number of queries does not grow with the records."""
    newer = newer_of(survivor, absorbed)
    unlike = {fact.key for fact in differing(survivor, absorbed)}
    lines = tuple(
        Line(
            fact,
            fact.words(survivor),
            fact.words(absorbed),
            fact.key in unlike,
            offered(fact, survivor, absorbed, newer),
        )
        for fact in FACTS
    )
    looks = [rule.look(survivor, absorbed) for rule in rules() if rule.look]
    held = held_by([survivor.pk, absorbed.pk])
    return Comparison(
        survivor,
        absorbed,
        lines,
        _hanging(held, survivor.pk, absorbed.pk),
        tuple(question for look in looks for question in look.questions),
        (*_own_warnings(survivor, absorbed), *(words for look in looks for words in look.warnings)),
        _mark(survivor, absorbed, held),
    )


def _own_warnings(survivor: Person, absorbed: Person) -> list[str]:
    found = []
    if survivor.nhs_number and absorbed.nhs_number and survivor.nhs_number != absorbed.nhs_number:
        found.append("They have different NHS numbers. Check with the NHS tracing service before you merge.")
    if survivor.upn and absorbed.upn and survivor.upn != absorbed.upn:
        found.append("They have different pupil numbers. Ask the school which one is right.")
    if survivor.date_of_birth and absorbed.date_of_birth and survivor.date_of_birth != absorbed.date_of_birth:
        found.append("Their dates of birth differ. Two children of one family can be much alike: are they twins?")
    if bool(survivor.died_on) != bool(absorbed.died_on):
        found.append("One record says that the person has died, the other does not.")
    return found


def _hanging(held: dict[tuple[str, int], Any], survivor: int, absorbed: int) -> tuple[Hanging, ...]:
    totals: dict[str, list[int]] = {}
    for owner in owners():
        rule = rule_for(owner)
        both = [held[owner.label, pk].count if (owner.label, pk) in held else 0 for pk in (survivor, absorbed)]
        if any(both):
            noun = rule.noun if rule else str(owner.model._meta.verbose_name_plural)
            total = totals.setdefault(noun, [0, 0])
            total[0] += both[0]
            total[1] += both[1]
    return tuple(Hanging(noun, *numbers) for noun, numbers in totals.items())


def mark_of(survivor: Person, absorbed: Person) -> str:
    """Changes when either record does: a page that was opened before is out of date then."""
    return _mark(survivor, absorbed, held_by([survivor.pk, absorbed.pk]))


def _mark(survivor: Person, absorbed: Person, held: dict[tuple[str, int], Any]) -> str:
    # A clock follows from the record, and an alert is read: neither makes a page out of date.
    rows = sorted((*key, one.count, one.latest) for key, one in held.items() if not key[0].startswith(_PASSING))
    text = repr((survivor.pk, survivor.version, absorbed.pk, absorbed.version, rows))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


_PASSING = ("timescales.", "staff.alert")
