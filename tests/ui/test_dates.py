"""Dates and times as people type them."""

from datetime import date, time

import pytest

from ui.dates import NotADateError, read_day, read_time


@pytest.mark.parametrize("month", ["5", "05", "May", "may", " MAY "])
def test_a_month_is_a_number_or_a_name(month):
    assert read_day("7", month, "2026") == date(2026, 5, 7)


@pytest.mark.parametrize(("typed", "number"), [("sept", 9), ("Sep", 9), ("jun", 6), ("January", 1)])
def test_a_month_may_be_shortened(typed, number):
    assert read_day("1", typed, "2026") == date(2026, number, 1)


def test_nothing_typed_is_no_date():
    assert read_day("", " ", "") is None


@pytest.mark.parametrize(
    ("typed", "sentence", "parts"),
    [
        (("7", "", "2026"), "must include a month", ("month",)),
        (("", "", "2026"), "must include a day and a month", ("day", "month")),
        (("31", "2", "2026"), "must be a real date", ("day", "month", "year")),
        (("29", "2", "2025"), "must be a real date", ("day", "month", "year")),
        (("7", "13", "2026"), "must have a real month, like 5 or May", ("month",)),
        (("7", "ma", "2026"), "must have a real month, like 5 or May", ("month",)),
        (("7", "5", "26"), "must have a year of 4 numbers, like 2026", ("year",)),
        (("seven", "5", "2026"), "must have a day in numbers, like 7", ("day",)),
        (("7", "5", "0026"), "must be in 1900 or later", ("year",)),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_where(typed, sentence, parts):
    with pytest.raises(NotADateError) as wrong:
        read_day(*typed)
    assert (wrong.value.sentence, wrong.value.parts) == (sentence, parts)


@pytest.mark.parametrize("typed", ["14:05", "14.05", "1405", "2:05pm", "2.05 PM"])
def test_a_time_is_read_however_it_is_written(typed):
    assert read_time(typed) == time(14, 5)


@pytest.mark.parametrize(
    ("typed", "at"), [("9am", time(9)), ("12am", time(0)), ("12pm", time(12)), ("9:30", time(9, 30))]
)
def test_mornings_and_noon(typed, at):
    assert read_time(typed) == at


@pytest.mark.parametrize("typed", ["25:00", "14:60", "9", "noon", "13pm", "0am"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(NotADateError):
        read_time(typed)
