"""The database, the cache and the web processes of the bench: private, kept under .local/bench, ended with the run."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parts.accounts import server_account
from parts.places import LOCAL, durable_home, local_directory
from parts.postgres import NAME, PORT
from parts.processes import die_with_parent
from parts.servers import Servers

WORKERS = 2
START_SECONDS = 60


@contextmanager
def database(name: str = "bench") -> Iterator[str]:
    """PostgreSQL and Redis of the bench alone; the environment names them. Gives the superuser's address.

    The tests name an empty database of their own server in BENCH_DATABASE, and its Redis.
    """
    if given := os.environ.get("BENCH_DATABASE"):
        yield given
        return
    home = local_directory() / name
    home.mkdir(exist_ok=True)
    place = durable_home(server_account(), home)
    servers = Servers(place, durable=True, tied=True, named={})
    postgres = servers.postgres
    assert postgres is not None
    before = {key: os.environ.get(key) for key in ("DATABASE_URL", "REDIS_URL")}
    try:
        os.environ.update(servers.start())
        yield f"postgresql://postgres@/{NAME}?host={postgres.sockets}&port={PORT}"
    finally:
        servers.stop()
        for key, value in before.items():
            os.environ.pop(key, None) if value is None else os.environ.__setitem__(key, value)


@contextmanager
def web(settings: str, application: str, first_page: str) -> Iterator[tuple[str, list[int]]]:
    """Gunicorn as a council runs it, with two workers. Gives its address and the workers' process numbers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = LOCAL / "bench" / f"{settings}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command += ["--worker-class", "gthread", "--threads", "4", "--keep-alive", "300", "--no-control-socket"]
    with log.open("wb") as output:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings}
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env=environment, preexec_fn=die_with_parent(signal.SIGTERM)
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}{first_page}", log)
        yield f"http://127.0.0.1:{port}", _children(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def memory(pid: int) -> dict[str, int]:
    """Resident and proportional size of a process, in MB; nothing where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return {}
    found = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:] if line.split()[1].isdigit()}
    return {"rss": round(found["Rss"] / 1024), "pss": round(found["Pss"] / 1024)}


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in path.read_text().split()] if path.exists() else []


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
            continue
        return
    raise RuntimeError(f"The web processes did not answer:\n{log.read_text()[-3000:]}")
