"""A clock that starts again each time: one run from the last time to the next."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple


class Run(NamedTuple):
    """`stopped` is None while it is open; `lapsed` when it was cut off because it is no longer needed."""

    started: datetime
    stopped: datetime | None
    lapsed: bool


def runs(start: datetime, times: Iterable[datetime], ended: datetime | None) -> list[Run]:
    """Every run from the start on. What lies before the start, or after the end, counts for nothing."""
    marks = sorted({time for time in times if time >= start and (ended is None or time <= ended)})
    starts = [start, *(mark for mark in marks if mark > start)]
    closed = [Run(one, following, False) for one, following in pairwise(starts)]
    return [*closed, Run(starts[-1], ended and max(ended, starts[-1]), ended is not None)]
