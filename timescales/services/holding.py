"""Finding what is to be told, and holding it while it is told. A clock that somebody else holds is passed over."""

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from people.models import name_on_page
from timescales import rules

_STAGES = """(VALUES
        ('worker', clock.warn_worker_at <= %(now)s),
        ('team_manager', clock.warn_team_manager_at <= %(now)s),
        ('service_manager', clock.warn_service_manager_at <= %(now)s),
        ('overdue', clock.due_at < %(now)s)
    ) AS stage (name, reached)"""
_REACHED_AND_UNTOLD = f"""
    SELECT clock.id, stage.name FROM timescales_clock AS clock CROSS JOIN LATERAL {_STAGES}
    WHERE clock.stopped_at IS NULL AND clock.warn_worker_at <= %(now)s AND stage.reached
      AND NOT EXISTS (
          SELECT 1 FROM timescales_clockwarning AS told
          WHERE told.clock_id = clock.id AND told.stage = stage.name
      )
    ORDER BY clock.id
"""
_HOLD = f"""
    SELECT clock.id, clock.child_id, clock.rule_id, clock.variant, clock.applies_on, clock.subject_kind,
        clock.subject_id, clock.unit, clock.due_at, ARRAY(SELECT stage.name FROM {_STAGES} WHERE stage.reached),
        child.forename, child.surname, child.known_as
    FROM timescales_clock AS clock JOIN people_person AS child ON child.id = clock.child_id
    WHERE clock.id = ANY(%(clock_ids)s) AND clock.stopped_at IS NULL
    ORDER BY clock.id
    FOR NO KEY UPDATE OF clock SKIP LOCKED
"""
_CLAIM = """
    INSERT INTO timescales_clockwarning (clock_id, stage, raised_at)
    SELECT wanted.clock_id, wanted.stage, %s FROM unnest(%s::bigint[], %s::text[]) AS wanted (clock_id, stage)
    ORDER BY wanted.clock_id, wanted.stage
    ON CONFLICT (clock_id, stage) DO NOTHING
    RETURNING clock_id, stage
"""


class Held(NamedTuple):
    """What of a clock goes into its words and its address, as it stands while it is held."""

    id: int
    child_id: int
    rule_id: str
    variant: str
    applies_on: date
    subject_kind: str
    subject_id: int
    unit: str
    due_at: datetime
    reached: list[str]
    forename: str
    surname: str
    known_as: str

    @property
    def name(self) -> str:
        return name_on_page(self.forename, self.surname, self.known_as)

    @property
    def due(self) -> date | datetime:
        return rules.due_as_told(self.due_at, self.unit)


def reached_and_untold(now: datetime) -> dict[int, list[str]]:
    """By clock, the stages that have come and were not told."""
    found: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_REACHED_AND_UNTOLD, {"now": now})
        for clock_id, stage in cursor.fetchall():
            found[clock_id].append(stage)
    return found


def hold(clock_ids: list[int], now: datetime) -> list[Held]:
    """Those of the clocks that run and that nobody else holds, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, {"clock_ids": clock_ids, "now": now})
        return list(map(Held._make, cursor.fetchall()))


def claim(wanted: list[tuple[int, str]], now: datetime) -> dict[int, list[str]]:
    """Take these stages; answers those that nobody had taken. Waits for a sweep that is taking the same ones."""
    claimed: dict[int, list[str]] = defaultdict(list)
    if wanted:
        clock_ids, stages = [clock_id for clock_id, _ in wanted], [stage for _, stage in wanted]
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [now, clock_ids, stages])
            for clock_id, stage in cursor.fetchall():
                claimed[clock_id].append(stage)
    return claimed
