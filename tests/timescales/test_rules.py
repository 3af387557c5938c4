"""How a clock stands at a moment."""

import pytest

from tests.timescales.conftest import london
from timescales.rules import State, asks_for_reason, may_explain, state

AMBER_AT, DUE_AT = london(2026, 4, 22), london(2026, 5, 7, 23, 59, 59)


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        (london(2026, 4, 21, 23, 59), State.GREEN),
        (london(2026, 4, 22), State.AMBER),
        (DUE_AT, State.AMBER),
        (london(2026, 5, 8), State.RED),
    ],
)
def test_an_open_clock(now, stands):
    assert state(now=now, amber_at=AMBER_AT, due_at=DUE_AT, stopped_at=None) is stands


@pytest.mark.parametrize(
    ("stopped_at", "lapsed", "stands"),
    [
        (london(2026, 4, 1), False, State.STOPPED_IN_TIME),
        (DUE_AT, False, State.STOPPED_IN_TIME),
        (london(2026, 5, 8), False, State.STOPPED_LATE),
        (london(2026, 5, 8), True, State.LAPSED),
    ],
)
def test_a_stopped_clock_does_not_change_with_time(stopped_at, lapsed, stands):
    for now in (london(2026, 3, 1), london(2030, 1, 1)):
        assert state(now=now, amber_at=AMBER_AT, due_at=DUE_AT, stopped_at=stopped_at, lapsed=lapsed) is stands


@pytest.mark.parametrize("stands", list(State))
def test_only_a_late_finish_asks_for_a_reason_and_only_once(stands):
    assert asks_for_reason(stands, explains_lateness=True, reason="") == (stands is State.STOPPED_LATE)
    assert not asks_for_reason(stands, explains_lateness=True, reason="The family was away.")
    assert not asks_for_reason(stands, explains_lateness=False, reason="")


def test_a_reason_can_be_given_before_the_end():
    assert [stands for stands in State if may_explain(stands)] == [State.RED, State.STOPPED_LATE]
