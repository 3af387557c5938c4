"""Keeps the demo's processes alive, and ends them all together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from parts.processes import die_with_parent, wait_until
from parts.venv import ROOT

MOST_RESTARTS = 5
FORGIVEN_AFTER = 60.0
PATIENCE = 10.0


class Child:
    """One process, its log, and how often it died lately."""

    def __init__(self, name: str, command: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self.name, self.command, self.environment, self.log = name, list(command), environment, log
        self.deaths: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Its number while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll() if self._process is not None else None

    def start(self) -> None:
        """In a session of its own, so that Ctrl-C reaches only us, and we end it in good order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                # Asked politely, a worker that is only just starting may miss it and live on; all its work is safe to
                # be cut off, and its own children end when it does.
                preexec_fn=die_with_parent(signal.SIGKILL),
            )

    def ask_to_stop(self) -> None:
        """Let it finish what it is doing."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def finish(self, deadline: float) -> None:
        """Wait for it until then; whatever is left of it and of its own children goes."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self.kill_group()
        self._process.wait()

    def kill_group(self) -> None:
        """End it and the children it made, at once."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


class Supervisor:
    """Starts the children, restarts one that dies, gives up when one dies again and again."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None], look_after: Callable[[], None]) -> None:
        """`look_after` is called every round as well, for what is not a child (the servers)."""
        self.children, self.say, self.look_after = children, say, look_after

    def start(self) -> None:
        """Start them all at once."""
        for child in self.children:
            child.start()

    def round(self) -> bool:
        """Look after all once. False when a child cannot be kept alive."""
        self.look_after()
        return all(self._alive_again(child) for child in self.children)

    def stop(self) -> None:
        """Ask all, wait a little, and leave nothing behind."""
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            child.finish(deadline)

    def wait_until_ready(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Look after the children until they answer; False when they do not in time or one cannot be kept alive."""
        alive = True

        def settled() -> bool:
            nonlocal alive
            alive = self.round()
            return not alive or ready()

        return wait_until(settled, seconds, 0.2) and alive

    def _alive_again(self, child: Child) -> bool:
        code = child.exit_code
        if code is None:
            return True
        child.kill_group()
        now = time.monotonic()
        child.deaths = [at for at in child.deaths if now - at < FORGIVEN_AFTER] + [now]
        ended = f"The {child.name} ended by itself (code {code}; its log: {child.log})"
        if len(child.deaths) > MOST_RESTARTS:
            self.say(f"{ended}, again and again. The end of its log:\n{log_end(child.log)}")
            return False
        self.say(f"{ended}; starting it again ({len(child.deaths)} of {MOST_RESTARTS}).")
        child.start()
        return True


def log_end(log: Path) -> str:
    """What a person wants to see first."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
