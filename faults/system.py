"""The real parts, in a home of their own: PostgreSQL, Redis, web, Celery worker and beat."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from celery import Celery

from parts.accounts import server_account
from parts.places import ROOT, throwaway_home
from parts.postgres import PORT, Postgres
from parts.processes import wait_until
from parts.redis_server import Redis
from parts.supervisor import Child

DATABASE = "faults"
PATIENCE = 90.0
# A worker whose pool may be killed at any moment, as small as it can be.
WORKER = [
    "celery",
    "-A",
    "config",
    "worker",
    "--concurrency",
    "1",
    "--loglevel",
    "INFO",
    "--without-mingle",
    "--without-gossip",
]


class System:
    """All of it. `start` brings it up with a department in it; `stop` leaves nothing behind."""

    def __init__(self, children: int = 12) -> None:
        self.children = children
        self.home = throwaway_home(server_account())
        self.postgres = Postgres(self.home, durable=False, tied=True)
        # What Redis was told to keep is on disk: only what empties it on purpose empties it.
        self.redis = Redis(self.home, durable=True, tied=True)
        self.documents, self.mail = self.home / "web" / "files", self.home / "web" / "mail"
        self.port = _free_port()
        self.processes: dict[str, Child] = {}
        self.revived = 0
        self._down: set[str] = set()
        self._over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "faults.settings",
            "DATABASE_URL": urlsplit(self.postgres.url)._replace(path=f"/{DATABASE}").geturl(),
            "REDIS_URL": self.redis.url,
            "DOCUMENTS_DIR": str(self.documents),
            "FAULTS_MAIL": str(self.mail),
            "SITE_URL": self.url,
            "PYTHONUNBUFFERED": "1",
        }

    def start(self) -> None:
        """Raises RuntimeError, with the end of a log, when a part does not come up."""
        self.documents.mkdir(parents=True)
        self.mail.mkdir()
        self.redis.start()
        self.postgres.start()
        # These two speak to Redis alone while nothing is asked of them: they come up while the department is made.
        self.launch("worker")
        self.launch("beat")
        self._run([sys.executable, "-m", "faults.department", DATABASE, str(self.children)])
        self.launch("web")
        threading.Thread(target=self._look_after, daemon=True).start()
        self.wait_until_well()

    def _look_after(self) -> None:
        """Start again what ended by itself, as a council's own supervisor does. What we ended stays down."""
        while not self._over.wait(0.5):
            for name, child in list(self.processes.items()):
                if name not in self._down and child.exit_code is not None:
                    self.revived += 1
                    child.kill_group()
                    child.start()

    def stop(self) -> None:
        self._over.set()
        for child in self.processes.values():
            child.kill_group()
            child.finish(0)
        for server in (self.redis, self.postgres):
            with suppress(OSError):
                server.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def launch(self, name: str, *, wrapper: tuple[str, ...] = (), environment: dict[str, str] | None = None) -> None:
        """Start one of web, worker and beat, with what is particular to this start in its environment."""
        web = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4"]
        web += ["--worker-class", "gthread", "--graceful-timeout", "2", "--no-control-socket"]
        beat = ["celery", "-A", "config", "beat", "--loglevel", "INFO", "--pidfile="]
        beat += ["--schedule", str(self.home / "web" / "beat"), "--max-interval", "1"]
        command = {"web": web, "worker": WORKER, "beat": beat}[name]
        whole = [*wrapper, sys.executable, "-m", *command]
        child = Child(name, whole, {**self.environment, **(environment or {})}, self.home / "log" / f"{name}.log")
        child.start()
        self.processes[name] = child
        self._down.discard(name)

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all that it started, and wait until it is gone."""
        self._down.add(name)
        self.processes[name].kill_group()
        self.processes[name].finish(0)

    def kill_web_workers(self) -> int:
        """SIGKILL to those who answer requests; the one that watches over them starts new ones. Answers how many."""
        pid = self.processes["web"].pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if pid else []
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        return len(children)

    def kill_postgres(self) -> None:
        """End it without a goodbye: its next start reads its log again, as after a power cut."""
        pid = self.postgres.pid()
        if pid:
            os.kill(pid, signal.SIGQUIT)
        wait_until(lambda: not self.postgres.running(), 10)

    def empty_redis(self) -> None:
        """End it and throw away all that it kept."""
        pid = self.redis.pid()
        if pid:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.redis.running(), 10)
        for kept in self.redis.base.glob("appendonlydir/*"):
            kept.unlink()

    def wait_until_well(self) -> float:
        """Seconds until /readyz says that every part is well. Raises RuntimeError when it never does."""
        began = time.monotonic()
        if not wait_until(lambda: self.readyz().get("status") == "ok", PATIENCE, 0.1):
            raise RuntimeError(f"Not well again after {PATIENCE:.0f} s: {self.readyz()}\n{self.log_ends()}")
        return time.monotonic() - began

    def readyz(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as sick:
            with suppress(ValueError):
                return dict(json.load(sick))
        except OSError:
            pass
        return {"status": "no answer"}

    def answers(self) -> bool:
        """Whether the web server answers at all."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def connect(self) -> Any:
        """As the server's own administrator, so that no rule of the application stands between."""
        return psycopg2.connect(host=str(self.postgres.sockets), port=PORT, user="postgres", dbname=DATABASE)

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the database, on a connection of its own."""
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
            return rows

    def send_task(self, name: str) -> None:
        """Put a job into the queue, as beat does. Raises OSError or RedisError while Redis is away."""
        with self._queue() as app:
            app.send_task(name, ignore_result=True, retry=False)

    def run_task(self, name: str, seconds: float = 90) -> Any:
        """Have the real worker do a job, and answer with its result. Raises what the job raised, or TimeoutError."""
        with self._queue(backend=self.redis.url) as app:
            return app.send_task(name, retry=False).get(timeout=seconds)

    def _queue(self, **more: Any) -> Celery:
        """Not the one that other code of this process would find as its own: that would outlive this system."""
        return Celery("faults", broker=self.redis.url, set_as_current=False, **more)

    def manage(self, *arguments: str, **environment: str) -> str:
        """What a manage.py command says. Raises RuntimeError when it ends with an error."""
        return self._run([sys.executable, "manage.py", *arguments], **environment)

    def log_ends(self) -> str:
        logs = sorted((self.home / "log").glob("*.log"))
        return "\n".join(f"{log.name}:\n{log.read_text(errors='replace')[-1500:]}" for log in logs)

    def _run(self, command: list[str], **environment: str) -> str:
        everything = {**self.environment, **environment}
        told = subprocess.run(command, cwd=ROOT, env=everything, capture_output=True, text=True, timeout=900)
        if told.returncode:
            raise RuntimeError(f"{command} ended with {told.returncode}:\n{told.stdout}{told.stderr[-3000:]}")
        return told.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
