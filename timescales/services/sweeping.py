"""The sweep: looks which warnings have come, claims each, and tells whoever must know.

A stage is claimed by a row that can exist once, written in one transaction with its alerts. So a worker that dies
half-way leaves neither, and the next sweep does both; of two sweeps at once, each stage belongs to one. Run twice,
or after a week off, the result is the same.
"""

import logging
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from staff.services import alerts
from timescales.models import Clock
from timescales.services.telling import Line, lines_for, names_of, what_to_tell
from timescales.stages import Stage

logger = logging.getLogger(__name__)
# So many clocks are told about in one transaction, and held meanwhile: for some tenths of a second.
BATCH = 2000
# What of a clock goes into its words; anything else that a page's address should need is read when it is asked for.
NEEDED = (
    *("child", "rule_id", "variant", "applies_on", "subject_kind", "subject_id", "unit"),
    *("due_at", "warn_worker_at", "warn_team_manager_at", "warn_service_manager_at"),
)

_REACHED_AND_UNTOLD = """
    SELECT clock.id, stage.name
    FROM timescales_clock AS clock
    CROSS JOIN LATERAL (VALUES
        ('worker', clock.warn_worker_at <= %(now)s),
        ('team_manager', clock.warn_team_manager_at <= %(now)s),
        ('service_manager', clock.warn_service_manager_at <= %(now)s),
        ('overdue', clock.due_at < %(now)s)
    ) AS stage (name, reached)
    WHERE clock.stopped_at IS NULL AND clock.warn_worker_at <= %(now)s AND stage.reached
      AND NOT EXISTS (
          SELECT 1 FROM timescales_clockwarning AS told
          WHERE told.clock_id = clock.id AND told.stage = stage.name
      )
    ORDER BY clock.id
"""
_CLAIM = """
    INSERT INTO timescales_clockwarning (clock_id, stage, raised_at)
    SELECT wanted.clock_id, wanted.stage, %s FROM unnest(%s::bigint[], %s::text[]) AS wanted (clock_id, stage)
    ORDER BY wanted.clock_id, wanted.stage
    ON CONFLICT (clock_id, stage) DO NOTHING
    RETURNING clock_id, stage
"""


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
    untold = _reached_and_untold(result.now)
    clock_ids = list(untold)
    for start in range(0, len(clock_ids), BATCH):
        _sweep_batch(clock_ids[start : start + BATCH], untold, result)
    if result.nobody_to_tell:
        logger.warning("Sweep: %s stages have nobody to tell: no worker, manager or front door", result.nobody_to_tell)
    if result.failed:
        raise SweepError(f"{len(result.failed)} clocks could not be swept: {result.failed[:20]}")
    return result


def _reached_and_untold(now: datetime) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_REACHED_AND_UNTOLD, {"now": now})
        for clock_id, stage in cursor.fetchall():
            found[clock_id].append(stage)
    return found


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
        clocks = list(
            Clock.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
            .open()
            .filter(pk__in=clock_ids)
            .order_by("pk")
            .only(*NEEDED)
        )
        lines = lines_for(clocks)
        wanted = [
            (clock.pk, stage)
            for clock in clocks
            for stage in clock.stages_reached(result.now)
            if stage in untold[clock.pk] and lines[clock.pk].reached_at(stage)
        ]
        claimed = claim(wanted, result.now)
        names = names_of({clock.child_id for clock in clocks if claimed[clock.pk]})
        rows = [
            row
            for clock in clocks
            if claimed[clock.pk]
            for row in what_to_tell(clock, names[clock.child_id], claimed[clock.pk], lines[clock.pk], result.now)
        ]
        alerts(rows)
    # Counted only once it is committed.
    result.told.update(stage for stages in claimed.values() for stage in stages)
    result.alerts += len(rows)
    result.nobody_to_tell += _without_anybody(clocks, lines, untold)


def claim(wanted: list[tuple[int, Stage]], now: datetime) -> dict[int, list[Stage]]:
    """Take these stages; answers those that nobody had taken. Waits for a sweep that is taking the same ones."""
    claimed: dict[int, list[Stage]] = defaultdict(list)
    if wanted:
        clock_ids, stages = [clock_id for clock_id, _ in wanted], [str(stage) for _, stage in wanted]
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [now, clock_ids, stages])
            for clock_id, stage in cursor.fetchall():
                claimed[clock_id].append(Stage(stage))
    return claimed


def _without_anybody(clocks: list[Clock], lines: dict[int, Line], untold: dict[int, list[str]]) -> int:
    return sum(len(untold[clock.pk]) for clock in clocks if not lines[clock.pk].people)
