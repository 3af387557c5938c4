"""A real Celery worker in a process of its own, for tests that ask what happens when work is done elsewhere."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from parts.places import ROOT
from parts.processes import die_with_parent, wait_until

START_SECONDS = 60.0


class CeleryProcess:
    """`celery -A config worker` against one database and one Redis; with `beat`, also the timetable (`-B`)."""

    def __init__(self, environment: dict[str, str], folder: Path, *, beat: bool = False, concurrency: int = 1) -> None:
        self.environment, self.folder, self.beat, self.concurrency = environment, folder, beat, concurrency
        self.log = folder / "celery.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The parent process of the worker's pool. Raises RuntimeError before the start."""
        if self._process is None:
            raise RuntimeError("The Celery worker was not started.")
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it takes tasks. Raises RuntimeError with the end of its log when it does not."""
        before = self._log_text().count(" ready.")
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO"]
        command += ["--concurrency", str(self.concurrency), "--hostname", f"{os.getpid()}-{id(self)}@tests"]
        if self.beat:
            command += ["-B", "--schedule", str(self.folder / "beat-schedule")]
        with self.log.open("ab") as log:
            self._process = process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        wait_until(lambda: self._log_text().count(" ready.") > before or process.poll() is not None, START_SECONDS, 0.1)
        if process.poll() is not None or self._log_text().count(" ready.") == before:
            self.kill()
            raise RuntimeError(f"The Celery worker did not start:\n{self._log_text()[-3000:]}")

    def stop(self) -> None:
        """Let it finish what it does, then end; after ten seconds without patience."""
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            self.kill()

    def kill(self) -> None:
        """End it and its children at once, in the middle of whatever they do."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _log_text(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""
