"""From a fact to a clock's dates: pure, the same answer for the same record whenever it is asked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from timescales import wording
from timescales.council import Council
from timescales.facts import ClockFact
from timescales.rulebook import Rule, rulebook
from timescales.stages import Warnings, warning_mornings, warning_shares
from timescales.working_days import Due, Unit, count_from, local_date, start_of


@dataclass(frozen=True, slots=True)
class Timing:
    """Everything about a clock that follows from its fact. Moments are in UTC, so that they compare exactly."""

    started_at: datetime
    stopped_at: datetime | None
    applies_on: date
    due_at: datetime
    warnings: Warnings
    rule: Rule
    explanation: str


class Dates(NamedTuple):
    """What all clocks of one rule that start on one day have in common. `mornings` is None where shares of the time
    from the very moment are taken instead.
    """

    rule: Rule
    due_at: datetime
    mornings: Warnings | None
    explanation: str


def timing_of(fact: ClockFact, council: Council) -> Timing:
    """Work out one clock. Raises UnknownRuleError or NoNumberError for a fact that names no rule with a date."""
    started_at, stopped_at, applies_on = moments_of(fact)
    dates = dates_for(fact, council)
    return Timing(
        started_at=started_at,
        stopped_at=stopped_at,
        applies_on=applies_on,
        due_at=dates.due_at,
        warnings=dates.mornings or warning_shares(started_at, dates.due_at),
        rule=dates.rule,
        explanation=dates.explanation,
    )


def moments_of(fact: ClockFact) -> tuple[datetime, datetime | None, date]:
    """When a clock starts and stops, in UTC, and the day whose law holds."""
    started_at = start_of(fact.started_at).astimezone(UTC)
    stopped_at = start_of(fact.stopped_at).astimezone(UTC) if fact.stopped_at else None
    return started_at, stopped_at, fact.applies_from or local_date(started_at)


def dates_for(fact: ClockFact, council: Council) -> Dates:
    """The dates of a fact, by its rule or by the day that it names. Raises as `timing_of`."""
    started_at, stopped_at, applies_on = moments_of(fact)
    if fact.due_on:
        return _at_event(fact, fact.due_on, started_at, stopped_at, applies_on, council)
    return dates_of(fact.rule_id, fact.variant, started_at, stopped_at, applies_on, council)


def dates_of(
    rule_id: str, variant: str, started_at: datetime, stopped_at: datetime | None, on: date, council: Council
) -> Dates:
    """The dates of a rule that is counted. One day's answer serves every clock that starts on it."""
    # Only a day that the council added asks when a clock stopped, and only whether that was before it or after.
    stopped_at = council.last_turn(stopped_at) if council.days and stopped_at else None
    if by_the_hour(rule_id, variant, on, council):
        return _counted.__wrapped__(rule_id, variant, started_at, stopped_at, on, council)
    return _counted(rule_id, variant, local_date(started_at), stopped_at, on, council)


@lru_cache(maxsize=20_000)
def by_the_hour(rule_id: str, variant: str, on: date, council: Council) -> bool:
    """Whether the moment of the start counts, and not only its day."""
    law = council.national(rule_id, variant, on)
    return Unit.HOURS in (council.rule_on(rule_id, variant, on).unit, law.unit if law else "")


@lru_cache(maxsize=20_000)
def _counted(
    rule_id: str, variant: str, start: date | datetime, stopped_at: datetime | None, on: date, council: Council
) -> Dates:
    rule, due = earliest_due(rule_id, variant, start, council, on=on, stopped_at=stopped_at)
    law = council.national(rule_id, variant, on) if rule.local else None
    stricter = f" (the council's own; nationally {law.length})" if law is not None else ""
    return _dates(rule, due, start, stopped_at, council, due.sentence + stricter)


def _at_event(
    fact: ClockFact, due_on: date, started_at: datetime, stopped_at: datetime | None, on: date, council: Council
) -> Dates:
    rule = rulebook().find(fact.rule_id, fact.variant, on)
    due = Due(local_date(started_at), due_on, rule.duration or 0, Unit.EVENT, False)
    because = f"{fact.because or rule.title}: due {wording.day(due_on)}"
    return _dates(rule, due, started_at, stopped_at, council, because)


def _dates(
    rule: Rule, due: Due, start: date | datetime, stopped_at: datetime | None, council: Council, explanation: str
) -> Dates:
    mornings = warning_mornings(rule, local_date(start), due, council.calendar_for(rule, stopped_at))
    in_utc = mornings and Warnings(*(moment.astimezone(UTC) for moment in mornings))
    return Dates(rule, due.due_at.astimezone(UTC), in_utc, explanation)


def due_under(rule: Rule, started_at: date | datetime, council: Council, stopped_at: datetime | None = None) -> Due:
    """When a rule that gives a date falls due."""
    assert rule.duration is not None
    calendar = council.calendar_for(rule, stopped_at)
    return count_from(started_at, rule.duration, rule.unit, calendar, backwards=rule.backwards)


def earliest_due(
    rule_id: str,
    variant: str,
    started_at: date | datetime,
    council: Council,
    *,
    on: date | None = None,
    stopped_at: datetime | None = None,
) -> tuple[Rule, Due]:
    """The council's number or the law's, whichever is due first: a council is never laxer, whatever it set.

    A new bank holiday can make a number that was stricter run longer than the law's; this is where that ends.
    """
    on = on or local_date(started_at)
    rule = council.rule_on(rule_id, variant, on)
    due = due_under(rule, started_at, council, stopped_at)
    law = council.national(rule_id, variant, on) if rule.local else None
    if law is not None:
        by_law = due_under(law, started_at, council, stopped_at)
        if by_law.due_at < due.due_at:
            return law, by_law
    return rule, due
