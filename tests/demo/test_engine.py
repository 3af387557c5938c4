"""Many stories at once, each moment in its turn."""

from datetime import date, datetime

import pytest

from demo.engine import Engine
from demo.hours import Hours, moment, working_day
from demo.life import in_order
from demo.simulation import Order
from demo.stories.today import Today

DAY = date(2026, 5, 13)


def at(hour: int, minute: int = 0) -> datetime:
    return moment(DAY, hour, minute)


def story(said: list, name: str, *moments: datetime):
    for one in moments:
        said.append((name, (yield one)))


@pytest.fixture
def ticks() -> list[datetime]:
    return []


@pytest.fixture
def engine(ticks) -> Engine:
    return Engine(ticks.append)


def test_stories_take_turns(engine, ticks):
    said = []
    engine.add(story(said, "a", at(9), at(12)))
    engine.add(story(said, "b", at(10)))
    assert engine.play_before(at(13)) == 3
    assert said == [("a", at(9)), ("b", at(10)), ("a", at(12))]
    assert ticks == [at(9), at(10), at(12)]


def test_what_lies_after_the_last_moment_never_happens(engine):
    said = []
    engine.add(story(said, "a", at(9), at(12)))
    engine.play_before(at(12))
    assert said == [("a", at(9))]
    assert engine.next_moment == at(12)


def test_story_that_asks_for_the_past_acts_now(engine):
    said = []
    engine.add(story(said, "a", at(9), at(8)))
    engine.play_before(at(13))
    assert said == [("a", at(9)), ("a", at(9))]


def test_story_can_begin_another(engine):
    said = []

    def parent():
        yield at(9)
        engine.add(story(said, "child", at(10)))

    engine.add(parent())
    engine.play_before(at(13))
    assert said == [("child", at(10))]


def test_acts_are_done_in_the_order_of_time(engine):
    said = []
    engine.add(in_order([(at(11), said.append), (at(9), said.append)]))
    engine.play_before(at(13))
    assert said == [at(9), at(11)]


def test_people_work_on_working_days_in_working_hours():
    from random import Random

    hours = Hours(Random(1))
    easter_saturday = date(2026, 4, 4)
    for _ in range(200):
        when = hours.on(easter_saturday)
        assert when.date() == date(2026, 4, 7)
        assert 9 <= when.hour < 17
    late = hours.soon(moment(date(2026, 4, 2), 16, 50), 30, 40)
    assert late.date() == date(2026, 4, 7)
    assert working_day(DAY) == DAY


@pytest.mark.parametrize(("hour", "minute"), [(0, 2), (3, 0), (8, 40), (9, 5), (17, 30)])
def test_what_came_in_today_came_in_before_now(hour, minute):
    today = Today(at(hour, minute))
    moments = [today.share(share / 10) for share in range(11)]
    assert moments == sorted(moments)
    assert all(moment(DAY, 0) <= one <= at(hour, minute) for one in moments)


def test_weeks_are_played_at_once_and_the_last_days_one_by_one():
    spans = Order(10, date(2026, 1, 1), at(16), 1).spans()
    assert spans[:3] == [date(2026, 1, 1), date(2026, 1, 5), date(2026, 1, 12)]
    assert spans[-3:] == [date(2026, 5, 11), date(2026, 5, 12), DAY]
