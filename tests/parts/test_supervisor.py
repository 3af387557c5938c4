"""Processes that die are started again, a few times; and when all is over, none is left."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from parts.processes import is_alive, wait_until
from parts.supervisor import MOST_RESTARTS, Child, Supervisor

SLEEPS = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
PARENT = (
    "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print(child.pid, flush=True); time.sleep(60)"
)


class Made:
    """A supervisor of one child, with what it said."""

    def __init__(self, code: str, folder: Path) -> None:
        self.said: list[str] = []
        self.rounds = 0
        self.child = Child("web", [sys.executable, "-c", code], dict(os.environ), folder / "web.log")
        self.supervisor = Supervisor([self.child], self.said.append, self._look)
        self.supervisor.start()

    def _look(self) -> None:
        self.rounds += 1

    def pid(self) -> int:
        assert self.child.pid is not None
        return self.child.pid


@pytest.fixture
def make(tmp_path: Path) -> Iterator[object]:
    made: list[Made] = []

    def make_one(code: str) -> Made:
        made.append(Made(code, tmp_path))
        return made[-1]

    yield make_one
    for one in made:
        one.child.kill_group()


def test_a_child_that_was_killed_is_reported_and_started_again(make) -> None:
    made = make(SLEEPS)
    first = made.pid()
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: made.child.exit_code is not None, 5)
    assert made.supervisor.round() is True
    assert made.pid() != first
    assert made.said == [
        f"The web ended by itself (code -9; its log: {made.child.log}); starting it again (1 of {MOST_RESTARTS})."
    ]


def test_a_child_that_dies_again_and_again_is_given_up_with_its_last_words(make) -> None:
    made = make("raise SystemExit('no such database')")
    assert wait_until(lambda: not made.supervisor.round(), 20)
    assert len(made.said) == MOST_RESTARTS + 1
    assert "no such database" in made.said[-1]


def test_stop_leaves_no_child_and_no_grandchild(make) -> None:
    made = make(PARENT)
    wait_until(lambda: made.child.log.read_text().strip().isdigit(), 10)
    grandchild = int(made.child.log.read_text())
    made.supervisor.stop()
    assert made.child.pid is None
    assert wait_until(lambda: not is_alive(grandchild) or not Path(f"/proc/{grandchild}/cmdline").read_bytes(), 5)


def test_stop_does_not_wait_for_ever_for_a_deaf_child(make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parts.supervisor.PATIENCE", 0.3)
    made = make(DEAF)
    wait_until(lambda: "deaf" in made.child.log.read_text(), 10)
    made.supervisor.stop()
    assert made.child.exit_code == -signal.SIGKILL


def test_servers_are_looked_after_in_every_round(make) -> None:
    made = make(SLEEPS)
    made.supervisor.round()
    made.supervisor.round()
    assert made.rounds == 2


def test_waiting_ends_when_it_is_ready_or_when_it_cannot_be(make) -> None:
    assert make(SLEEPS).supervisor.wait_until_ready(lambda: True, 5) is True
    assert make("raise SystemExit(1)").supervisor.wait_until_ready(lambda: False, 20) is False
