"""The front door's rules: facts in, answer out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from referrals.codes import Consent, ContactOutcome

LONDON = ZoneInfo("Europe/London")

# What each outcome needs besides a reason, and what it opens. The table that the pages and the service share.
NEEDS_TEAM = frozenset({ContactOutcome.REFERRAL, ContactOutcome.STRATEGY_DISCUSSION})
NEEDS_AGENCY = frozenset({ContactOutcome.EARLY_HELP})
ENDS_THERE = frozenset({ContactOutcome.NO_FURTHER_ACTION, ContactOutcome.ADVICE})

# A referral within twelve months of an earlier one is a repeat (the department's re-referral measure).
REPEAT_WITHIN_MONTHS = 12


def consent_needs_a_reason(consent: str) -> bool:
    """Why the family was not asked, or did not agree, is written down: sharing without consent has to be justified."""
    return consent in {Consent.REFUSED, Consent.NOT_SOUGHT_RISK}


def months_before(day: date, months: int) -> date:
    """The same day that many months earlier, or the last day of that month."""
    month_index = day.year * 12 + day.month - 1 - months
    year, month = divmod(month_index, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def is_repeat(earlier: date, later: date) -> bool:
    """Whether a referral on `later` repeats one of `earlier`: within twelve months, the day a year on included."""
    return months_before(later, REPEAT_WITHIN_MONTHS) <= earlier < later


@dataclass(frozen=True)
class EarlierContact:
    """One earlier contact of a child as the decision page shows it."""

    contact_id: int
    received_at: datetime
    source: str
    source_title: str
    from_family: bool
    outcome: str
    outcome_title: str
    reason: str
    concern: str


@dataclass(frozen=True)
class Spacing:
    """An earlier contact with the days between it and the next later one."""

    contact: EarlierContact
    days_until_next: int


def with_gaps(contacts: list[EarlierContact], now: datetime) -> list[Spacing]:
    """Newest first, each with the days to the one that followed it, the newest counted to `now`."""
    ordered = sorted(contacts, key=lambda one: one.received_at, reverse=True)
    later = [now, *(one.received_at for one in ordered)]
    return [Spacing(one, (later[index] - one.received_at).days) for index, one in enumerate(ordered)]


def working_time_left(now: datetime, due_at: datetime, is_working: Callable[[date], bool]) -> timedelta:
    """The time until a moment without the days on which nobody works; below nought when the moment has passed.

    On Friday at 10:00 a decision due at the end of Monday has 38 hours left, not 86: Saturday and Sunday do not count.
    """
    if due_at <= now:
        return due_at - now
    left, moment, last = timedelta(), now.astimezone(LONDON), due_at.astimezone(LONDON)
    while moment < last:
        midnight = datetime.combine(moment.date() + timedelta(days=1), time(), LONDON)
        if is_working(moment.date()):
            left += min(midnight, last).astimezone(UTC) - moment.astimezone(UTC)
        moment = midnight
    return left
