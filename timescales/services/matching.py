"""Which stored clock is which clock of the record: pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from timescales.facts import ClockFact
from timescales.models import Clock
from timescales.timing import Timing

Worked = tuple[ClockFact, Timing]
Key = tuple[int, str, str, int]


class Matched(NamedTuple):
    """Pairs to compare, clocks that the record does not give any more, and clocks that it newly gives."""

    pairs: list[tuple[Clock, Worked]]
    gone: list[Clock]
    new: list[Worked]


def match(stored: Iterable[Clock], worked_out: Iterable[Worked]) -> Matched:
    """Pair by start first; what is left over of one rule and record is the same clock with its start corrected.

    So a referral date put right moves the clock, with its warnings and its reason, and does not begin another.
    """
    rows: dict[Key, list[Clock]] = defaultdict(list)
    for clock in stored:
        rows[clock.child_id, clock.rule_id, clock.subject_kind, clock.subject_id].append(clock)
    wanted: dict[Key, dict[datetime, Worked]] = defaultdict(dict)
    for fact, timing in worked_out:
        starts = wanted[fact.child_id, fact.rule_id, fact.subject_kind, fact.subject_id]
        starts[timing.started_at] = _longer(starts.get(timing.started_at), (fact, timing))
    result = Matched([], [], [])
    for key in rows.keys() | wanted.keys():
        _match_one(rows[key], wanted[key], result)
    return result


def _match_one(rows: list[Clock], wanted: dict[datetime, Worked], result: Matched) -> None:
    left = []
    wanted = dict(wanted)
    for clock in rows:
        if (worked := wanted.pop(clock.started_at, None)) is not None:
            result.pairs.append((clock, worked))
        else:
            left.append(clock)
    left.sort(key=lambda clock: clock.started_at)
    corrected = [wanted[start] for start in sorted(wanted)]
    result.pairs.extend(zip(left, corrected, strict=False))
    result.gone.extend(left[len(corrected) :])
    result.new.extend(corrected[len(left) :])


def _longer(one: Worked | None, other: Worked) -> Worked:
    """Two visits on one day begin one clock: the one still open, or stopped last, is it."""
    if one is None:
        return other
    ends = [worked[1].stopped_at for worked in (one, other)]
    if ends[0] is None or (ends[1] is not None and ends[0] > ends[1]):
        return one
    return other
