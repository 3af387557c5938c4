from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from workspace.rules import Band, when

LONDON = ZoneInfo("Europe/London")
# A Wednesday in summer time, twenty to nine.
NOW = datetime(2026, 5, 6, 8, 40, tzinfo=LONDON)


def end_of(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("due", "band", "distance", "day"),
    [
        (end_of(2026, 5, 4), Band.LATE, "2 days late", "Monday 4 May 2026"),
        (end_of(2026, 5, 5), Band.LATE, "1 day late", "Tuesday 5 May 2026"),
        (end_of(2026, 5, 6), Band.TODAY, "Today", "Wednesday 6 May 2026"),
        (end_of(2026, 5, 7), Band.SOON, "Tomorrow", "Thursday 7 May 2026"),
        (end_of(2026, 5, 13), Band.SOON, "In 7 days", "Wednesday 13 May 2026"),
        (end_of(2026, 5, 14), Band.LATER, "In 8 days", "Thursday 14 May 2026"),
    ],
)
def test_a_day_is_late_once_it_has_passed(due, band, distance, day):
    assert when(due, NOW) == (band, distance, day)


def test_a_moment_is_late_a_minute_after():
    assert when(datetime(2026, 5, 6, 8, 39, tzinfo=LONDON), NOW, to_the_minute=True) == (
        Band.LATE,
        "1 minute late",
        "Wednesday 6 May 2026, 08:39",
    )


def test_a_moment_some_hours_ago_is_told_in_hours():
    assert when(datetime(2026, 5, 6, 1, 10, tzinfo=LONDON), NOW, to_the_minute=True).distance == "7 hours late"


def test_a_moment_later_today_is_today():
    assert when(datetime(2026, 5, 6, 15, 30, tzinfo=LONDON), NOW, to_the_minute=True) == (
        Band.TODAY,
        "Today at 15:30",
        "Wednesday 6 May 2026",
    )


def test_the_day_is_london_s_whatever_the_clock_of_the_server():
    """Half past midnight in London is still the day before in UTC."""
    now = datetime(2026, 5, 5, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert when(end_of(2026, 5, 5), now).distance == "1 day late"
