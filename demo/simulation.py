"""Plays the department from its first day to its last."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from unittest.mock import patch

from django.db import connection
from django.db.models import F

from demo.cast import Cast
from demo.clock import PlayedClock, played_clock
from demo.database_clock import database_believes, played_schema
from demo.engine import Engine
from demo.families import FamilyMaker
from demo.hours import moment
from demo.life import Life
from demo.population import Plan, begin, make_family, plan_families
from demo.stories import showcase
from demo.stories.today import Today
from staff.models import Alert, User
from staff.services import mark_alerts_read
from timescales.calendars import england
from timescales.services import clocks_together, sweep
from timescales.working_days import local_date

# The stories are dealt to so many tables, each of which can be played by a process of its own. Always the same number,
# so that a department does not depend on the machine that it was made on.
PARTS = 2
# How much more there is to do for a family that is arranged: nearly all have a case.
ARRANGED_COST = 3
# The last days are played one by one, the weeks before each in one transaction.
DAY_BY_DAY = 28
READ_BEFORE_DAYS = 2
Progress = Callable[[str], None]

# A few of the families planned are not heard of before the last day: so that at least as many are as were asked for.
SOME_STORIES_BEGIN_LATER = 1.03


@dataclass(frozen=True)
class Order:
    """What was asked for. `end` is the last moment played: the evening of the last day, or now."""

    children: int
    start: date
    end: datetime
    seed: int
    # Where the numbers that may be used once only begin: past those that are in the database already.
    first: int = 0

    @property
    def until(self) -> date:
        return local_date(self.end)

    def spans(self) -> list[date]:
        """The first days of the stretches that are played in one transaction each: Mondays, then every day."""
        days = [self.start + timedelta(days=day) for day in range((self.until - self.start).days + 1)]
        return [day for day in days if day == self.start or day.weekday() == 0 or (self.until - day).days <= DAY_BY_DAY]


class Part:
    """One share of the families, with an engine of its own."""

    def __init__(self, order: Order, number: int, clock: PlayedClock) -> None:
        self.order, self.number = order, number
        self.engine = Engine(lambda at: setattr(clock, "moment", at))
        self.acted = 0
        cast, maker = Cast(number), FamilyMaker(order.seed, number, PARTS, order.first)
        arranged = showcase.arranged(order.children)
        if number == 0:
            showcase.begin(arranged, maker, cast, self.engine, Today(order.end))
        wanted = round(order.children * SOME_STORIES_BEGIN_LATER)
        left = wanted - sum(plan.size for plan in arranged)
        plans = plan_families(order.seed, left, len(arranged), order.start, order.until)
        for plan in _share(plans, number, held_by_first=sum(plan.size + 1 for plan in arranged) * ARRANGED_COST):
            life = Life(make_family(maker, plan), cast, self.engine.add)
            self.engine.add(begin(life, plan))

    def play(self, before: datetime) -> None:
        """Everything before a moment, in one transaction; the clocks that it moved are worked out at its end."""
        following = self.engine.next_moment
        if following is None or following >= before:
            return
        with clocks_together():
            self.acted += self.engine.play_before(before)


def _share(plans: Iterable[Plan], number: int, *, held_by_first: int) -> Iterator[Plan]:
    """Dealt so that each part gets about as much to do: by how many children its families have so far.

    The first part begins with the arranged families.
    """
    weights: Counter[int] = Counter(dict.fromkeys(range(PARTS), 0))
    weights[0] = held_by_first
    for plan in plans:
        part = min(range(PARTS), key=lambda one: weights[one])
        weights[part] += plan.size + 1
        if part == number:
            yield plan


def sweep_in_the_morning(day: date, order: Order, clock: PlayedClock) -> None:
    """What beat does by itself: the day's warnings and alerts; and people read what came in the days before."""
    clock.moment = min(moment(day, 7), order.end)
    sweep(now=clock.moment)
    if (order.until - day).days >= READ_BEFORE_DAYS:
        _read_alerts()


def _read_alerts() -> None:
    waiting = Alert.objects.filter(read_at__isnull=True).order_by().values_list("user", flat=True).distinct()
    for user in User.objects.filter(pk__in=list(waiting)).order_by("pk"):
        mark_alerts_read(by=user)


def keep_history_out_of_the_mail() -> None:
    """Alerts of days that were only played are on the page; nobody gets an e-mail about them."""
    Alert.objects.filter(emailed_at__isnull=True).update(emailed_at=F("raised_at"))


def course(order: Order, number: int, clock: PlayedClock, progress: Progress) -> Generator[None, None, int]:
    """One part from the first day to the last; it pauses where it must wait for the others.

    Part 0 also does what is done once for all: the sweeps, and telling how far the play is. Answers how many times a
    story acted.
    """
    part, watch = Part(order, number, clock), Stopwatch(order, progress)
    spans = order.spans()
    for day, following in zip(spans, [*spans[1:], None], strict=True):
        if is_swept(day, following):
            yield
            if number == 0:
                sweep_in_the_morning(day, order, clock)
            yield
        part.play(moment(following, 0) if following else order.end + timedelta(microseconds=1))
        if number == 0:
            watch.tell(day)
    yield
    if number == 0:
        clock.moment = order.end
        sweep(now=order.end)
        keep_history_out_of_the_mail()
    return part.acted


def is_swept(day: date, following: date | None) -> bool:
    """At the beginning of each week, and of each working day of the last weeks."""
    return following is None or following - day > timedelta(days=1) or england().is_working(day)


def play(order: Order, progress: Progress) -> int:
    """The whole department in this process, the parts by turns; answers how many times a story acted."""
    with played_schema(), played_clock(moment(order.start, 0)) as clock, hurried(), database_believes(clock):
        waiting = [course(order, number, clock, progress) for number in range(PARTS)]
        acted = 0
        while waiting:
            for one in list(waiting):
                try:
                    next(one)
                except StopIteration as finished:
                    acted += finished.value
                    waiting.remove(one)
        return acted


@contextmanager
def hurried() -> Iterator[None]:
    """Nothing here needs to outlive a power cut or a failure: no commit waits for the disk, and no act can be undone.

    Without savepoints an act that fails ends the whole play, as it should.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    with patch.object(connection.features, "uses_savepoints", False):
        yield
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")


class Stopwatch:
    """Says every few seconds how far the play is, and how long it will go on."""

    EVERY = 3.0

    def __init__(self, order: Order, progress: Progress) -> None:
        self.order, self.progress = order, progress
        self.began = self.told = time.monotonic()

    def tell(self, day: date) -> None:
        now = time.monotonic()
        if now - self.told < self.EVERY:
            return
        self.told = now
        done = ((day - self.order.start).days + 1) / ((self.order.until - self.order.start).days + 1)
        left = (now - self.began) * (1 - done) / done
        self.progress(f"{day:%-d %B %Y}, about {left:.0f} seconds left")
