"""The rules as data: rules.csv holds the law, local_defaults.csv the numbers a council starts with where there is none.

An id is kept for good. A change in the law is a new row with the same id and the later day from which it holds;
a record keeps the rule of its day. A blank `holds_from` means: for as long as anybody's records go back.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from timescales import wording
from timescales.calendars import CALENDARS, ENGLAND
from timescales.working_days import COUNTABLE, Unit

HERE = Path(__file__).resolve().parent
LOCAL = "Local default, not a national number"


class UnknownRuleError(LookupError):
    """No rule has this id, or the rule has no such variant."""


class NoNumberError(ValueError):
    """The rule stands in law or guidance without a number from which a date could be worked out."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One timescale as it holds from a day on.

    `kind` says what lateness means: a deadline is missed, a limit is overstepped; a measure is only watched and a
    wait only passes. `warn` is working days before the due date for worker, team manager and service manager.
    """

    id: str
    variant: str
    title: str
    trigger: str
    duration: int | None
    unit: str
    backwards: bool
    calendar: str
    rolls_from: str
    applies_when: str
    completes_when: str
    source: str
    verified: bool
    evidence: str
    note: str
    holds_from: date
    warn: tuple[int, ...] | None
    kind: str
    local: bool = False

    @property
    def computable(self) -> bool:
        """Whether a start alone gives a due date."""
        return self.duration is not None and self.unit in COUNTABLE

    @property
    def length(self) -> str:
        """45 working days"""
        return "" if self.duration is None else wording.amount(self.duration, self.unit)

    @property
    def explains_lateness(self) -> bool:
        """Whether finishing late asks for a reason."""
        return self.kind in ("deadline", "limit")


class RuleBook:
    """All rules, by id and variant, each with the rows that held at different times."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rows: dict[tuple[str, str], list[Rule]] = {}
        for rule in sorted(rules, key=lambda rule: rule.holds_from):
            self._rows.setdefault((rule.id, rule.variant), []).append(rule)
        self.ids = sorted({rule_id for rule_id, _ in self._rows})

    def __iter__(self):
        for rows in self._rows.values():
            yield from rows

    def find(self, rule_id: str, variant: str = "", on: date | None = None) -> Rule:
        """The row that holds on a day; the latest one where no day is given, the first one for days before all.

        Raises UnknownRuleError, with ids or variants that come near.
        """
        rows = self._rows.get((rule_id, variant))
        if rows is None:
            raise UnknownRuleError(self._unknown(rule_id, variant))
        if on is None:
            return rows[-1]
        return next((rule for rule in reversed(rows) if rule.holds_from <= on), rows[0])

    def rows_from(self, rule_id: str, variant: str, on: date) -> list[Rule]:
        """The row that holds on a day, and those that follow it. Raises UnknownRuleError."""
        now = self.find(rule_id, variant, on)
        rows = self._rows[rule_id, variant]
        return rows[rows.index(now) :]

    def variants(self, rule_id: str) -> list[str]:
        """The variants by which this rule gives a date, the plain one as an empty string."""
        return [variant for (found, variant), rows in self._rows.items() if found == rule_id and rows[-1].computable]

    def countable(self, rule_id: str, variant: str = "", on: date | None = None) -> Rule:
        """As `find`, for a rule that gives a date. Raises NoNumberError, saying what is missing."""
        rule = self.find(rule_id, variant, on)
        if rule.computable:
            return rule
        if variants := [name for name in self.variants(rule_id) if name]:
            raise NoNumberError(f"{rule_id} needs a variant, one of: {', '.join(variants)}.")
        if rule.duration is None:
            raise NoNumberError(f"{rule_id} has no number, national or local. {rule.note}".strip())
        missing = "the event itself" if rule.unit == Unit.EVENT else "the council's school terms"
        raise NoNumberError(f"{rule_id} cannot be counted from a date alone: it needs {missing}. {rule.note}".strip())

    def _unknown(self, rule_id: str, variant: str) -> str:
        if rule_id in self.ids:
            known = wording.join([name for (found, name) in self._rows if found == rule_id and name])
            return f"{rule_id} has no variant {variant!r}." + (f" It has: {known}." if known else "")
        near = get_close_matches(rule_id, self.ids, n=4, cutoff=0.5)
        near += [known for known in self.ids if rule_id and rule_id in known and known not in near][:4]
        return f"There is no rule {rule_id!r}." + (f" Did you mean {', '.join(near)}?" if near else "")


@cache
def rulebook() -> RuleBook:
    """The project's own rules and local defaults, read once."""
    law = read_rules(HERE / "rules.csv")
    return RuleBook([*law, *read_local_defaults(HERE / "local_defaults.csv", law)])


def read_rules(path: Path) -> list[Rule]:
    """Rows of a rules file. Raises ValueError, naming the row, for one that cannot be meant."""
    with path.open(newline="", encoding="utf-8") as file:
        return [_rule(row) for row in csv.DictReader(file)]


def read_local_defaults(path: Path, law: list[Rule]) -> list[Rule]:
    """Numbers for rules that have none; a default may never stand over a national number."""
    rules = []
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            base = next(rule for rule in law if rule.id == row["id"] and not rule.variant)
            if base.duration is not None:
                raise ValueError(f"{base.id} has a national number: a council's own is set in the system.")
            rules.append(with_local_number(base, int(row["duration"]), row["unit"], LOCAL, variant=row["variant"]))
    return rules


def with_local_number(rule: Rule, duration: int, unit: str, why: str, *, variant: str | None = None) -> Rule:
    """The same rule with the council's number, and its source saying so."""
    return replace(
        rule,
        variant=rule.variant if variant is None else variant,
        duration=duration,
        unit=unit,
        calendar=rule.calendar or (ENGLAND if unit == Unit.WORKING_DAYS else ""),
        source=f"{why} ({rule.source})",
        local=True,
    )


def _rule(row: dict[str, str]) -> Rule:
    try:
        warn = tuple(int(days) for days in row["warn"].split()) or None
        rule = Rule(
            id=row["id"],
            variant=row["variant"],
            title=row["title"],
            trigger=row["trigger"],
            duration=int(row["duration"]) if row["duration"] else None,
            unit=Unit(row["unit"]) if row["unit"] else "",
            backwards=row["direction"] == "backwards",
            calendar=row["calendar"],
            rolls_from=row["rolls_from"],
            applies_when=row["applies_when"],
            completes_when=row["completes_when"],
            source=row["source"],
            verified=row["verified"] == "yes",
            evidence=row["evidence"],
            note=row["note"],
            holds_from=date.fromisoformat(row["holds_from"]) if row["holds_from"] else date.min,
            warn=warn,
            kind=row["kind"],
        )
    except ValueError as error:
        raise ValueError(f"Rule {row.get('id')}: {error}") from error
    if rule.calendar and rule.calendar not in CALENDARS:
        raise ValueError(f"Rule {rule.id}: there is no calendar {rule.calendar!r}.")
    return rule
