"""Warnings at shares of the time: the database says the same moments as Python."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from timescales.council import Council, ExtraDay
from timescales.stages import Warnings, warning_shares, warning_shares_in_sql
from timescales.working_days import FreeDay

starts = st.timedeltas(timedelta(0), timedelta(days=25_000)).map(lambda since: datetime(1990, 1, 1, tzinfo=UTC) + since)
lengths = st.timedeltas(timedelta(0), timedelta(days=2000))


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(starts, lengths), min_size=1, max_size=50))
# Half of an odd number of seconds lies between two: to the even one.
@example([(datetime(2026, 3, 2, tzinfo=UTC), timedelta(seconds=seconds)) for seconds in (1, 3, 5, 86_399)])
def test_both_say_the_same_moments(clocks):
    due = [start + length for start, length in clocks]
    statement = (
        f"SELECT {warning_shares_in_sql('one.start', 'one.due')} = (one.worker, one.manager, one.service)"
        " FROM unnest(%s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[])"
        " AS one (start, due, worker, manager, service)"
    )
    shares: list[Warnings] = [warning_shares(start, end) for (start, _), end in zip(clocks, due, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [[start for start, _ in clocks], due, *map(list, zip(*shares, strict=True))])
        assert all(same for (same,) in cursor.fetchall())


moments = st.integers(0, 40).map(lambda hour: datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour))
days = st.lists(st.tuples(moments, st.one_of(st.none(), moments)), max_size=5)


@given(days, moments)
def test_between_two_turns_every_moment_counts_the_same_days(added, stopped_at):
    council = Council(days=tuple(ExtraDay(FreeDay(date(2026, 5, 6), "Day"), *one) for one in added))
    stands_for = council.last_turn(stopped_at)
    assert [day.counts_for(stopped_at) for day in council.days] == [day.counts_for(stands_for) for day in council.days]
