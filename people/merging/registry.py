"""What only a room knows of its own rows when two records become one: it registers its rules in AppConfig.ready()."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from people.merging.journal import Merging
from people.merging.owners import Owner, add_plain_column
from people.models import Person, PersonMerge


@dataclass(frozen=True)
class Question:
    """What a person must settle: which of two goes on. `options` are (value, words); one of them is offered."""

    key: str
    text: str
    options: tuple[tuple[str, str], ...]
    default: str
    hint: str = ""


@dataclass(frozen=True)
class Look:
    """What a room says of a merge before it is done."""

    questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """How the rows of one column are told of, and what must be settled before they are moved.

    `settle` runs before anything is moved. `hangs` says in one line what a row is, for the page of an unmerge;
    a row that is not `choosable` goes where its own rule puts it. `event` names the subject of the events about a row
    and the column that has its number.
    """

    model: type[Model]
    column: str
    noun: str
    settle: Callable[[Merging], None] | None = None
    look: Callable[[Person, Person], Look] | None = None
    words: Callable[[Any], str] = str
    choosable: bool = True
    event: tuple[str, str] | None = None
    related: tuple[str, ...] = ()


@dataclass
class Registered:
    rules: dict[str, Rule] = field(default_factory=dict)
    after_merge: list[Callable[[Merging], None]] = field(default_factory=list)
    after_unmerge: list[Callable[[PersonMerge], None]] = field(default_factory=list)


_registered = Registered()


def register_rule(model: type[Model], column: str, noun: str, **how: Any) -> None:
    """Say how the rows of a column are treated; see `Rule`."""
    rule = Rule(model, column, noun, **how)
    _registered.rules[Owner(model, column).label] = rule


def register_plain_column(model: type[Model], column: str, noun: str, **how: Any) -> None:
    """The same for a column that names a person without a foreign key."""
    add_plain_column(model, column)
    register_rule(model, column, noun, **how)


def register_after(
    *, merge: Callable[[Merging], None] | None = None, unmerge: Callable[[PersonMerge], None] | None = None
) -> None:
    """What follows from the rows, once they are where they belong: the clocks."""
    if merge and merge not in _registered.after_merge:
        _registered.after_merge.append(merge)
    if unmerge and unmerge not in _registered.after_unmerge:
        _registered.after_unmerge.append(unmerge)


def rule_for(owner: Owner) -> Rule | None:
    return _registered.rules.get(owner.label)


def rules() -> Iterable[Rule]:
    return list(_registered.rules.values())


def after_merge() -> list[Callable[[Merging], None]]:
    return list(_registered.after_merge)


def after_unmerge() -> list[Callable[[PersonMerge], None]]:
    return list(_registered.after_unmerge)
