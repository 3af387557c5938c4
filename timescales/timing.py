"""From a fact to a clock's dates: pure, the same answer for the same record whenever it is asked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from timescales import wording
from timescales.council import Council
from timescales.facts import ClockFact
from timescales.rulebook import Rule, rulebook
from timescales.stages import Warnings, warning_moments
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


def timing_of(fact: ClockFact, council: Council) -> Timing:
    """Work out one clock. Raises UnknownRuleError or NoNumberError for a fact that names no rule with a date."""
    started_at = start_of(fact.started_at).astimezone(UTC)
    stopped_at = start_of(fact.stopped_at).astimezone(UTC) if fact.stopped_at else None
    applies_on = fact.applies_from or local_date(started_at)
    if fact.due_on:
        rule = rulebook().find(fact.rule_id, fact.variant, applies_on)
        due = Due(local_date(started_at), fact.due_on, rule.duration or 0, Unit.EVENT, False)
        explanation = f"{fact.because or rule.title}: due {wording.day(fact.due_on)}"
    else:
        rule, due, explanation = _counted(fact, started_at, stopped_at, applies_on, council)
    warnings = warning_moments(rule, started_at, due, council.calendar_for(rule, stopped_at))
    return Timing(
        started_at=started_at,
        stopped_at=stopped_at,
        applies_on=applies_on,
        due_at=due.due_at.astimezone(UTC),
        warnings=Warnings(*(moment.astimezone(UTC) for moment in warnings)),
        rule=rule,
        explanation=explanation,
    )


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


def _counted(
    fact: ClockFact, started_at: datetime, stopped_at: datetime | None, on: date, council: Council
) -> tuple[Rule, Due, str]:
    rule, due = earliest_due(fact.rule_id, fact.variant, started_at, council, on=on, stopped_at=stopped_at)
    law = council.national(fact.rule_id, fact.variant, on) if rule.local else None
    stricter = f" (the council's own; nationally {law.length})" if law is not None else ""
    return rule, due, due.sentence + stricter
