"""What a council sets for itself: stricter numbers, and days that do not count. Pure; read by queries.council."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from timescales.calendars import ENGLAND, calendar
from timescales.rulebook import Rule, rulebook, with_local_number
from timescales.working_days import FreeDay, WorkingCalendar

BEFORE_ALL = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LocalNumber:
    """A council's own duration for a rule, from a day on."""

    rule_id: str
    variant: str
    duration: int
    unit: str
    from_on: date


@dataclass(frozen=True, slots=True)
class ExtraDay:
    """A day that stopped counting at the moment it was added."""

    free: FreeDay
    added_at: datetime
    withdrawn_at: datetime | None = None

    def counts_for(self, stopped_at: datetime | None) -> bool:
        """Whether it moves a clock: one that is open, or that stopped only while the day stood."""
        if stopped_at is None:
            return self.withdrawn_at is None
        return self.added_at <= stopped_at and (self.withdrawn_at is None or self.withdrawn_at > stopped_at)


@dataclass(frozen=True)
class Council:
    """All that one council has set. `Council()` is one that keeps to the law and the defaults."""

    numbers: tuple[LocalNumber, ...] = ()
    days: tuple[ExtraDay, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # Every date is remembered by the council that it was worked out for: a million times a night.
        return hash((self.numbers, self.days))

    def calendar_for(self, rule: Rule, stopped_at: datetime | None = None) -> WorkingCalendar:
        """The rule's calendar with the days that were added; closed days only where the number is local."""
        extra = [day.free for day in self.days if day.counts_for(stopped_at)]
        allowed = frozenset(free for free in extra if rule.local or not free.by_council)
        return calendar(rule.calendar or ENGLAND, allowed)

    @cached_property
    def turns(self) -> list[datetime]:
        """The moments at which days began or ceased to count: clocks that stopped between two of them count alike."""
        return sorted({turn for day in self.days for turn in (day.added_at, day.withdrawn_at) if turn})

    def last_turn(self, stopped_at: datetime) -> datetime:
        """The moment that stands for all between the same two turns."""
        place = bisect_right(self.turns, stopped_at)
        return self.turns[place - 1] if place else BEFORE_ALL

    def national(self, rule_id: str, variant: str, on: date) -> Rule | None:
        """The rule with its number in law or guidance; None where there is none, or it falls due at an event."""
        rule = rulebook().find(rule_id, variant, on)
        return rule if rule.computable and not rule.local else None

    def rule_on(self, rule_id: str, variant: str, on: date) -> Rule:
        """The rule as it holds here on a day, with the council's number where it set one.

        Raises UnknownRuleError, or NoNumberError where neither law nor council has a number.
        """
        own = [
            number
            for number in self.numbers
            if number.rule_id == rule_id and number.variant == variant and number.from_on <= on
        ]
        if not own:
            return rulebook().countable(rule_id, variant, on)
        latest = max(own, key=lambda number: number.from_on)
        return with_local_number(
            rulebook().find(rule_id, variant, on), latest.duration, latest.unit, "Set by the council"
        )
