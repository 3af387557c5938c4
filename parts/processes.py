"""Asking after processes by number without being fooled by a number that was given out again."""

import ctypes
import os
import platform
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LINUX = platform.system() == "Linux"
PR_SET_PDEATHSIG = 1


def is_alive(pid: int) -> bool:
    """Whether any process has this number now, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def command_line(pid: int) -> str:
    """The command that this process was started with; empty when there is no such process, or only its remains."""
    if LINUX:
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    answer = subprocess.run(["ps", "-ww", "-p", str(pid), "-o", "command="], capture_output=True, text=True)
    return answer.stdout.strip()


def is_ours(pid: int | None, marker: str) -> bool:
    """Whether that process runs and names `marker`, a path that no other program would be given."""
    return pid is not None and marker in command_line(pid)


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.02) -> bool:
    """Ask again and again until it holds; False when it did not within that time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def end(pid: int, running: Callable[[], bool], steps: Iterable[tuple[signal.Signals, float]]) -> None:
    """Ask the process to stop, politely first: each step is a signal and the seconds that it is given."""
    for step, seconds in steps:
        with suppress(ProcessLookupError):
            os.kill(pid, step)
        if wait_until(lambda: not running(), seconds):
            return


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back Ctrl-C and the like while something is put in order; they arrive afterwards."""
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def die_with_parent(step: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` after which the kernel sends `step` to the child when its parent is killed outright.

    Linux only; elsewhere the child then lives on until the next start finds it.
    """
    parent = os.getpid()

    def ask_kernel() -> None:
        if LINUX:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(step))
            # The kernel tells of a death to come. A parent killed before it was asked has left its child to nobody.
            if os.getppid() != parent:
                os.kill(os.getpid(), step)

    return ask_kernel
