"""What must hold for any start, any number and any holiday."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from timescales.calendars import england
from timescales.working_days import FreeDay, add_months, count_from

starts = st.dates(date(1990, 1, 1), date(2080, 1, 1))
amounts = st.integers(1, 200)
plain_units = st.sampled_from(["working_days", "calendar_days", "weeks", "months", "years"])


@given(starts, starts, st.integers(0, 60), plain_units)
def test_a_later_start_is_never_due_earlier(one, other, amount, unit):
    assume(amount < 20 or unit != "years")
    first, second = sorted([one, other])
    due = [count_from(start, amount, unit, england()).due_on for start in (first, second)]
    assert due[0] <= due[1]


@given(starts, amounts)
def test_due_is_a_working_day(start, amount):
    assert england().is_working(count_from(start, amount, "working_days", england()).due_on)


@given(starts, amounts)
def test_counting_what_lies_between_gives_the_number(start, amount):
    due = count_from(start, amount, "working_days", england()).due_on
    assert england().count(start, due) == amount


@given(starts, amounts)
def test_counting_back_from_due_gives_the_start_or_the_free_days_after_it(start, amount):
    due = count_from(start, amount, "working_days", england()).due_on
    back = count_from(due, amount, "working_days", england(), backwards=True).due_on
    assert back <= start
    assert england().count(back, start) == 0


@given(starts, amounts, st.integers(0, 400))
def test_adding_a_holiday_never_makes_it_earlier(start, amount, offset):
    day = start + timedelta(days=offset)
    assume(day.weekday() < 5)
    more = england([FreeDay(day, "Proclaimed")])
    plain = count_from(start, amount, "working_days", england()).due_on
    moved = count_from(start, amount, "working_days", more).due_on
    assert plain <= moved
    assert (moved > plain) == (start < day <= plain and england().is_working(day))


@given(starts, st.integers(0, 400))
def test_months_never_skip_a_month(start, months):
    due = add_months(start, months)
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    assert due.day == start.day or (due + timedelta(days=1)).day == 1


@given(starts, amounts)
def test_what_is_skipped_lies_inside_and_is_no_working_day(start, amount):
    due = count_from(start, amount, "working_days", england())
    for free in due.skipped:
        assert start < free.day < due.due_on
        assert free.day.weekday() < 5
        assert not england().is_working(free.day)


@given(starts, amounts)
def test_every_weekday_between_is_counted_or_skipped(start, amount):
    due = count_from(start, amount, "working_days", england())
    days = [start + timedelta(days=offset) for offset in range(1, (due.due_on - start).days + 1)]
    assert sum(day.weekday() < 5 for day in days) == amount + len(due.skipped)
