"""Where clocks come from: each room above registers what it knows, in its AppConfig.ready().

The import runs upwards nowhere: this room keeps functions by name of record and calls them.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet

from staff.queries import Responsible
from timescales.fact_queries import Children, FactQuery, in_one
from timescales.facts import ClockFact

# For a batch of children, every clock that their records of one kind give. One query, or a few, for the whole batch.
Source = Callable[[Collection[int]], Iterable[ClockFact]]
# The same as queries that the database can answer by itself, for these children or for everybody.
QuerySource = Callable[[Children], Iterable[FactQuery]]
# Whoever has such records at all, as a query of their ids.
Whose = Callable[[], QuerySet[Any]]
# For a batch of records, who must act; a record left out falls to whoever holds its child.
ResponsibleFor = Callable[[Collection[int]], dict[int, Responsible]]


class OfRecord(Protocol):
    """What says on which page a clock's work is done: a clock, or what the sweep reads of one."""

    @property
    def child_id(self) -> int: ...
    @property
    def rule_id(self) -> str: ...
    @property
    def subject_kind(self) -> str: ...
    @property
    def subject_id(self) -> int: ...


ActUrl = Callable[[OfRecord], str]


@dataclass(frozen=True)
class Registered:
    subject_kind: str
    source: Source
    act_url: ActUrl
    responsible: ResponsibleFor | None = None
    whose: Whose | None = None
    queries: QuerySource | None = None

    def facts(self, child_ids: Collection[int]) -> Iterable[ClockFact]:
        """The source's facts. Raises ValueError for one that it has no business to give."""
        for fact in self.source(child_ids):
            if fact.subject_kind != self.subject_kind:
                raise ValueError(f"The source of {self.subject_kind} gave a fact about {fact.subject_kind}.")
            yield fact


_sources: dict[str, Registered] = {}


def register_clock_source(
    subject_kind: str,
    source: Source,
    act_url: ActUrl,
    responsible: ResponsibleFor | None = None,
    whose: Whose | None = None,
) -> None:
    """Let a kind of record have clocks, worked out in Python: for whatever is more than a row or a cycle.

    `act_url` is the page on which the thing is done. `responsible` names who must act where that is not the worker
    who holds the child: a contact before anybody is allocated belongs to the front door. `whose` spares the nightly
    check asking about all the children who have no such record.
    """
    _sources[subject_kind] = Registered(subject_kind, source, act_url, responsible, whose)


def register_clock_queries(
    subject_kind: str,
    queries: QuerySource,
    act_url: ActUrl,
    responsible: ResponsibleFor | None = None,
) -> None:
    """The same for clocks that follow from rows as they stand (`facts_of`, `cycle_facts`): the nightly check then has
    the database compare all of them at once.
    """

    def source(child_ids: Collection[int]) -> Iterable[ClockFact]:
        return in_one(queries(child_ids)).facts(subject_kind)

    _sources[subject_kind] = Registered(subject_kind, source, act_url, responsible, queries=queries)


def unregister_clock_source(subject_kind: str) -> None:
    """Take a source back; its clocks are no longer in the record."""
    _sources.pop(subject_kind, None)


def registered_sources() -> list[Registered]:
    return list(_sources.values())


def source_of(subject_kind: str) -> Registered | None:
    return _sources.get(subject_kind)
