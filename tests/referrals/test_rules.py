"""The front door's pure rules."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from referrals import rules

DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2040, 12, 31))


def earlier(day: int) -> rules.EarlierContact:
    return rules.EarlierContact(day, datetime(2026, 3, day, tzinfo=UTC), "2A", "School", False, "nfa", "NFA", "", "")


def test_consent_needs_a_reason_when_refused_or_not_sought_because_of_risk():
    assert rules.consent_needs_a_reason("refused")
    assert rules.consent_needs_a_reason("not_sought_risk")
    assert not rules.consent_needs_a_reason("given")
    assert not rules.consent_needs_a_reason("not_yet_sought")


def test_twelve_months_before_29_february_is_the_last_of_february():
    assert rules.months_before(date(2028, 2, 29), 12) == date(2027, 2, 28)
    assert rules.months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert rules.months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)


def test_a_referral_a_year_later_to_the_day_is_still_a_repeat_and_a_day_more_is_not():
    assert rules.is_repeat(date(2025, 3, 2), date(2026, 3, 2))
    assert not rules.is_repeat(date(2025, 3, 1), date(2026, 3, 2))


def test_a_referral_is_no_repeat_of_itself_or_of_a_later_one():
    assert not rules.is_repeat(date(2026, 3, 2), date(2026, 3, 2))
    assert not rules.is_repeat(date(2026, 3, 3), date(2026, 3, 2))


@given(DAYS, st.integers(min_value=1, max_value=36))
def test_months_before_keeps_the_day_or_takes_the_last_of_the_month(day, months):
    found = rules.months_before(day, months)
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


def test_gaps_are_counted_from_each_contact_to_the_next_and_from_the_newest_to_now():
    # 2 to 10 March is 8 days, 10 to 11 March is 1 day, 11 to 31 March is 20 days.
    found = rules.with_gaps([earlier(10), earlier(2), earlier(11)], datetime(2026, 3, 31, tzinfo=UTC))
    assert [(one.contact.contact_id, one.days_until_next) for one in found] == [(11, 20), (10, 1), (2, 8)]


def test_a_weekend_takes_no_time_from_the_one_working_day():
    # Friday 6 March 2026, 10:00, due at the end of Monday 9 March: 14 hours of Friday and 24 of Monday.
    friday = datetime(2026, 3, 6, 10, tzinfo=rules.LONDON)
    due = datetime(2026, 3, 10, 0, tzinfo=rules.LONDON)
    assert rules.working_time_left(friday, due, lambda day: day.weekday() < 5) == timedelta(hours=38)


def test_the_day_the_clocks_change_has_its_own_length():
    # Saturday 28 March 2026, 12:00 to Monday 30 March, 00:00, if every day counted: 12 hours and a Sunday of 23.
    saturday = datetime(2026, 3, 28, 12, tzinfo=rules.LONDON)
    assert rules.working_time_left(saturday, datetime(2026, 3, 30, tzinfo=rules.LONDON), lambda day: True) == timedelta(
        hours=35
    )


def test_what_is_over_is_below_nought_by_the_clock():
    now = datetime(2026, 3, 10, 2, tzinfo=UTC)
    assert rules.working_time_left(now, datetime(2026, 3, 10, tzinfo=UTC), lambda day: True) == timedelta(hours=-2)
