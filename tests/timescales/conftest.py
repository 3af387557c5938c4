"""A record that says what a test wants it to say, and a child to whom it belongs."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from people.models import Child
from staff.queries import Responsible
from timescales.facts import ClockFact
from timescales.models import Clock
from timescales.services import refresh_clocks
from timescales.sources import register_clock_source, unregister_clock_source

LONDON = ZoneInfo("Europe/London")
KIND = "made_up_record"


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=LONDON)


@dataclass
class Record:
    """Facts as some room above would give them; `calls` counts how often it was asked."""

    facts: list[ClockFact] = field(default_factory=list)
    lines: dict[int, Responsible] = field(default_factory=dict)
    calls: int = 0

    def source(self, child_ids: Collection[int]) -> Iterator[ClockFact]:
        self.calls += 1
        yield from (fact for fact in self.facts if fact.child_id in child_ids)

    def responsible(self, subject_ids: Collection[int]) -> dict[int, Responsible]:
        return {pk: line for pk, line in self.lines.items() if pk in subject_ids}

    def says(self, child: Child, rule_id: str, started_at: date | datetime, subject_id: int = 1, **more) -> ClockFact:
        fact = ClockFact(rule_id, child.pk, KIND, subject_id, started_at, **more)
        self.facts.append(fact)
        return fact

    def corrects(self, fact: ClockFact, **changes) -> ClockFact:
        self.facts.remove(fact)
        corrected = replace(fact, **changes)
        self.facts.append(corrected)
        return corrected

    def clock(self, child: Child, rule_id: str, started_at: date | datetime, subject_id: int = 1, **more) -> Clock:
        """Say it, refresh, and answer the clock that is there now."""
        self.says(child, rule_id, started_at, subject_id, **more)
        refresh_clocks(child)
        return Clock.objects.filter(child=child, rule_id=rule_id, subject_id=subject_id).latest("started_at")


@pytest.fixture
def record() -> Iterator[Record]:
    made_up = Record()
    register_clock_source(
        KIND, made_up.source, act_url=lambda clock: f"/made-up/{clock.subject_id}/", responsible=made_up.responsible
    )
    yield made_up
    unregister_clock_source(KIND)


def a_child(forename: str = "Maisie", surname: str = "Clarke") -> Child:
    return Child.objects.create(forename=forename, surname=surname, date_of_birth=date(2018, 5, 4), is_child=True)


@pytest.fixture
def maisie(db) -> Child:
    return a_child()
