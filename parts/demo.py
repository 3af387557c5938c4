"""`make demo`: the whole system on this machine, with a made-up department in it, until Ctrl-C.

Begins on a bare Python: makes .venv, goes on inside it, and brings up everything else from there.
"""

import fcntl
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from parts.venv import PYTHON, ROOT, VENV, SetUpError, ensure_venv

LOCAL = ROOT / ".local"
STATE = LOCAL / "demo.json"


def main() -> int:
    """0 when it was asked to stop, 1 when it could not start or go on."""
    try:
        ensure_venv("requirements.txt")
        if Path(sys.prefix) != VENV:
            os.execv(PYTHON, [str(PYTHON), "-m", "parts.demo", *sys.argv[1:]])
        # Ctrl-C too: a shell that starts us in the background has told us to ignore it.
        for step in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(step, _leave)
        run()
    except (SetUpError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, SystemExit):
        say("Stopped.")  # as asked
    return 0


def run() -> None:
    """Bring everything up, and keep it up until an exception (Ctrl-C) ends it. Raises SetUpError when it cannot."""
    # Only now: these need what ensure_venv has installed.
    from parts import demo_data, demo_processes, frontend, pango
    from parts.servers import leased_servers

    began = time.monotonic()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
    with only_one_demo():
        advice = pango.ensure_pango()
        frontend.build()
        port = choose_port(int(os.environ.get("PORT", "8000")))
        os.environ["SITE_URL"] = f"http://127.0.0.1:{port}"
        say("Starting PostgreSQL and Redis …")
        with leased_servers() as servers:
            demo_data.prepare(servers, int(os.environ.get("DEMO_CHILDREN", "2000")), say)
            demo_processes.serve(servers, port, began, say, advice)


def choose_port(wanted: int) -> int:
    """The wanted port, or the next free one, and then it says so. Raises SetUpError when there is none nearby."""
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port != wanted:
            say(f"Port {wanted} is taken; using {port}.")
        return port
    raise SetUpError(f"No free port from {wanted} to {wanted + 99}. Name another: make demo PORT=9000")


@contextmanager
def only_one_demo(local: Path = LOCAL) -> Iterator[None]:
    """Two demos of one checkout would share one database. Raises SetUpError, saying where the first one is."""
    local.mkdir(exist_ok=True)
    with (local / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            state = local / STATE.name
            where = json.loads(state.read_text())["url"] if state.exists() else "it is still starting"
            raise SetUpError(f"The demo runs already: {where}") from None
        yield


def say(text: str) -> None:
    """A line of progress, at once."""
    print(text, flush=True)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
