"""Plays each part of the department in a process of its own. The result is the same as in one process."""

import multiprocessing
import os
import sys
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier

from django.db import connections

from demo.clock import played_clock
from demo.database_clock import database_believes, played_schema
from demo.hours import moment
from demo.simulation import PARTS, Order, Progress, course, hurried

# Of a department smaller than this the processes would hardly be under way before it is done.
WORTH_IT = 150
PATIENCE_SECONDS = 600


def worth_it(children: int) -> bool:
    """Whether there are two cores and enough to do. Forking is safe on Linux alone: elsewhere one process plays."""
    return sys.platform == "linux" and (os.cpu_count() or 1) >= PARTS and children >= WORTH_IT


def play_side_by_side(order: Order, progress: Progress) -> int:
    """As `demo.simulation.play`. Raises RuntimeError where one of the processes failed; it has said why."""
    with played_schema():
        return _play_all(order, progress)


def _play_all(order: Order, progress: Progress) -> int:
    context = multiprocessing.get_context("fork")
    meeting, acted = context.Barrier(PARTS), context.Value("q", 0)
    connections.close_all()
    others = [
        context.Process(target=_play, args=(order, number, meeting, acted, progress), daemon=True)
        for number in range(1, PARTS)
    ]
    for other in others:
        other.start()
    try:
        _play(order, 0, meeting, acted, progress)
    finally:
        for other in others:
            other.join(PATIENCE_SECONDS)
    if any(other.exitcode for other in others):
        raise RuntimeError("A part of the department could not be played. Its process has said why.")
    return acted.value


def _play(order: Order, number: int, meeting: Barrier, acted: "Synchronized[int]", progress: Progress) -> None:
    """One part, waiting for the others wherever it pauses. Where it fails, the others stop waiting."""
    try:
        with played_clock(moment(order.start, 0)) as clock, hurried(), database_believes(clock):
            part = course(order, number, clock, progress)
            while True:
                try:
                    next(part)
                except StopIteration as finished:
                    with acted.get_lock():
                        acted.value += finished.value
                    return
                meeting.wait(PATIENCE_SECONDS)
    except BaseException:
        meeting.abort()
        raise
