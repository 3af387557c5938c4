"""Dates worked out by hand, with a paper calendar and the government's list of bank holidays."""

from datetime import UTC, date, datetime

import pytest

from tests.timescales.conftest import london
from timescales.calendars import COMPLAINTS, FOI_UK, calendar, england
from timescales.working_days import FreeDay, add_months, count_from


def working_days(start: date, amount: int, **more):
    return count_from(start, amount, "working_days", england(), **more)


@pytest.mark.parametrize(
    ("amount", "start", "due"),
    [
        # Good Friday 3 April, Easter Monday 6 April and 4 May are left out.
        (45, date(2026, 3, 2), date(2026, 5, 7)),
        # 4 and 25 May.
        (45, date(2026, 5, 1), date(2026, 7, 7)),
        # Christmas, the substitute for Boxing Day on Monday 28, New Year's Day.
        (45, date(2026, 11, 24), date(2027, 1, 29)),
        (15, date(2026, 4, 2), date(2026, 4, 27)),
        (1, date(2026, 12, 24), date(2026, 12, 29)),
        # A week without holidays: Monday to Monday.
        (5, date(2026, 6, 1), date(2026, 6, 8)),
        (0, date(2026, 6, 1), date(2026, 6, 1)),
    ],
)
def test_working_days_from_a_working_day(amount, start, due):
    assert working_days(start, amount).due == due


@pytest.mark.parametrize("start", [date(2026, 6, 5), date(2026, 6, 6), date(2026, 6, 7)])
def test_friday_saturday_and_sunday_fall_due_together(start):
    # Day 1 is Monday 8 June for all three; day 5 is Friday 12 June.
    assert working_days(start, 5).due == date(2026, 6, 12)


def test_a_trigger_on_a_bank_holiday_has_the_next_working_day_as_day_one():
    # Good Friday: day 1 is Tuesday 7 April, after Easter Monday.
    assert working_days(date(2026, 4, 3), 1).due == date(2026, 4, 7)


def test_counting_back_from_a_conference():
    # 3 before Wednesday 10 June: 9, 8, 5 June.
    assert working_days(date(2026, 6, 10), 3, backwards=True).due == date(2026, 6, 5)


def test_counting_back_over_easter():
    # 5 before Thursday 9 April: 8, 7, 2, 1 April, 31 March.
    due = working_days(date(2026, 4, 9), 5, backwards=True)
    assert due.due == date(2026, 3, 31)
    assert due.sentence == ("5 working days before 9 April 2026; 3 and 6 April are bank holidays: due 31 March 2026")


def test_the_sentence_names_the_bank_holidays_that_were_left_out():
    assert working_days(date(2026, 3, 2), 45).sentence == (
        "45 working days from 2 March 2026; 3 and 6 April and 4 May are bank holidays: due 7 May 2026"
    )


def test_the_sentence_names_the_year_where_it_turns():
    assert working_days(date(2026, 11, 24), 45).sentence == (
        "45 working days from 24 November 2026; 25 and 28 December and 1 January 2027 are bank holidays: "
        "due 29 January 2027"
    )


def test_one_bank_holiday_is_one_and_one_day_is_a_day():
    # Friday 1 May; Monday 4 May is left out.
    assert working_days(date(2026, 5, 1), 1).sentence == (
        "1 working day from 1 May 2026; 4 May is a bank holiday: due 5 May 2026"
    )


def test_a_holiday_on_a_weekend_is_not_told():
    # Boxing Day 2026 is a Saturday: nobody would have counted it.
    assert date(2026, 12, 26) not in [free.day for free in working_days(date(2026, 12, 24), 1).skipped]


def test_a_day_when_the_council_is_closed_is_told_apart_from_bank_holidays():
    closed = england([FreeDay(date(2026, 12, 29), "Closed", by_council=True)])
    due = count_from(date(2026, 12, 24), 1, "working_days", closed)
    assert due.sentence == (
        "1 working day from 24 December 2026; 25 and 28 December are bank holidays; "
        "the council is closed on 29 December: due 30 December 2026"
    )


def test_a_moment_counts_as_its_date_in_england():
    # 23:30 UTC on 1 June is half past midnight on 2 June in England, so day 1 is 3 June.
    assert count_from(datetime(2026, 6, 1, 23, 30, tzinfo=UTC), 1, "working_days", england()).due == date(2026, 6, 3)


def test_72_hours_over_the_end_of_summer_time():
    # The clocks go back on 25 October: noon on Saturday and 72 elapsed hours make eleven on Tuesday.
    due = count_from(london(2026, 10, 24, 12), 72, "hours", england())
    assert due.due == london(2026, 10, 27, 11)
    assert "the clocks change in between" in due.sentence


def test_72_hours_over_the_start_of_summer_time():
    # The clocks go forward on 28 March 2027: noon on Saturday and 72 hours make one o'clock on Tuesday.
    assert count_from(london(2027, 3, 27, 12), 72, "hours", england()).due == london(2027, 3, 30, 13)


def test_hours_count_through_weekends():
    assert count_from(london(2026, 6, 5, 17), 24, "hours", england()).due == london(2026, 6, 6, 17)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2026, 3, 2), 3, date(2026, 6, 2)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_number_or_the_last_day(start, months, due):
    assert add_months(start, months) == due


def test_a_month_without_that_day_says_so():
    assert count_from(date(2026, 11, 30), 3, "months", england()).sentence == (
        "3 months from 30 November 2026; February 2027 has no day 30: due 28 February 2027"
    )


@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (8, "calendar_days", date(2026, 3, 10)),
        (6, "weeks", date(2026, 4, 13)),
        (2, "years", date(2028, 3, 2)),
    ],
)
def test_other_units_count_every_day(amount, unit, due):
    assert count_from(date(2026, 3, 2), amount, unit, england()).due == due


def test_a_day_is_in_time_until_its_end():
    assert working_days(date(2026, 3, 2), 45).due_at == london(2026, 5, 7, 23, 59, 59)


def test_school_days_cannot_be_counted():
    with pytest.raises(ValueError, match="school days cannot be counted"):
        count_from(date(2026, 3, 2), 20, "school_days", england())


@pytest.mark.parametrize("start", [date(1949, 12, 31), date(2100, 1, 1)])
def test_years_without_known_holidays_are_refused(start):
    with pytest.raises(ValueError, match="between 1950 and 2099"):
        working_days(start, 5)


def test_running_off_the_known_years_is_refused():
    with pytest.raises(ValueError, match="1950 to 2099"):
        working_days(date(2099, 12, 30), 5)


def test_freedom_of_information_leaves_out_every_nation_s_holidays():
    # St Patrick's Day, 17 March 2026, is a bank holiday in Northern Ireland.
    assert not calendar(FOI_UK).is_working(date(2026, 3, 17))
    assert england().is_working(date(2026, 3, 17))


def test_complaints_leave_out_the_named_days_and_the_bank_holidays():
    for day in (date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2026, 12, 28)):
        assert not calendar(COMPLAINTS).is_working(day)


def test_there_is_no_other_calendar():
    with pytest.raises(ValueError, match="There is no calendar"):
        calendar("scotland")
