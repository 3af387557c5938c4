"""Plays many stories at once, in the order in which things happen."""

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

from demo.life import Story


class Engine:
    """A heap of stories, each waiting for its next moment. What lies after the last moment played never happens."""

    def __init__(self, tick: Callable[[datetime], None]) -> None:
        """`tick` is told each moment before anything happens in it."""
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._order = count()
        self._tick = tick
        self._now: datetime | None = None

    def add(self, story: Story) -> None:
        """Let a story begin: it says at once when it first acts."""
        self._wait(story, next(story, None))

    def _wait(self, story: Story, moment: datetime | None) -> None:
        if moment is not None:
            moment = max(moment, self._now) if self._now else moment
            heapq.heappush(self._waiting, (moment, next(self._order), story))

    @property
    def next_moment(self) -> datetime | None:
        return self._waiting[0][0] if self._waiting else None

    def play_before(self, moment: datetime) -> int:
        """Everything that comes before this moment; answers how many times a story acted."""
        acted = 0
        while self._waiting and self._waiting[0][0] < moment:
            at, _, story = heapq.heappop(self._waiting)
            self._now = at
            self._tick(at)
            try:
                following = story.send(at)
            except StopIteration:
                following = None
            self._wait(story, following)
            acted += 1
        return acted
