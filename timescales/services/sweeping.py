"""The sweep: looks which warnings have come, claims each, and tells whoever must know.

A stage is claimed by a row that can exist once, written in one transaction with its alerts. So a worker that dies
half-way leaves neither, and the next sweep does both; of two sweeps at once, each stage belongs to one. Run twice,
or after a week off, the result is the same.
"""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from staff.services import alerts
from timescales.services.holding import Held, claim, hold, reached_and_untold
from timescales.services.telling import Line, lines_for, what_to_tell

logger = logging.getLogger(__name__)
# So many clocks are told about in one transaction, and held meanwhile: for less than a second.
BATCH = 5000


class SweepError(RuntimeError):
    """Some clocks could not be told about; all others were. The log has each with its cause."""


@dataclass
class SweepResult:
    """What one sweep did. `nobody_to_tell` waits for somebody to hold the child; `failed` waits for a repair."""

    now: datetime
    told: Counter[str] = field(default_factory=Counter)
    alerts: int = 0
    nobody_to_tell: int = 0
    failed: list[int] = field(default_factory=list)

    @property
    def stages(self) -> int:
        return sum(self.told.values())


def sweep(now: datetime | None = None) -> SweepResult:
    """Tell every stage that has come and was not told. Raises SweepError at the end where a clock failed.

    One query finds the work; each batch is its own transaction. A clock that somebody else holds at this moment
    is left to the next sweep.
    """
    result = SweepResult(now or timezone.now())
    untold = reached_and_untold(result.now)
    clock_ids = list(untold)
    for start in range(0, len(clock_ids), BATCH):
        _sweep_batch(clock_ids[start : start + BATCH], untold, result)
    if result.nobody_to_tell:
        logger.warning("Sweep: %s stages have nobody to tell: no worker, manager or front door", result.nobody_to_tell)
    if result.failed:
        raise SweepError(f"{len(result.failed)} clocks could not be swept: {result.failed[:20]}")
    return result


def _sweep_batch(clock_ids: list[int], untold: dict[int, list[str]], result: SweepResult) -> None:
    """One batch; where it fails, each of its halves, so that in the end a clock that cannot be told stands alone."""
    try:
        _tell(clock_ids, untold, result)
    except Exception:
        if len(clock_ids) == 1:
            logger.exception("Sweep: clock %s could not be told about", clock_ids[0])
            result.failed.append(clock_ids[0])
            return
        half = len(clock_ids) // 2
        _sweep_batch(clock_ids[:half], untold, result)
        _sweep_batch(clock_ids[half:], untold, result)


def _tell(clock_ids: list[int], untold: dict[int, list[str]], result: SweepResult) -> None:
    with transaction.atomic():
        clocks = hold(clock_ids, result.now)
        lines = lines_for(clocks)
        wanted = [
            (clock.id, stage)
            for clock in clocks
            for stage in clock.reached
            if stage in untold[clock.id] and lines[clock.id].told_at[stage]
        ]
        claimed = claim(wanted, result.now)
        rows = [
            row
            for clock in clocks
            if claimed[clock.id]
            for row in what_to_tell(clock, claimed[clock.id], lines[clock.id], result.now)
        ]
        alerts(rows)
    # Counted only once it is committed.
    result.told.update(stage for stages in claimed.values() for stage in stages)
    result.alerts += len(rows)
    result.nobody_to_tell += _without_anybody(clocks, lines, untold)


def _without_anybody(clocks: list[Held], lines: dict[int, Line], untold: dict[int, list[str]]) -> int:
    return sum(len(untold[clock.id]) for clock in clocks if not lines[clock.id].people)
