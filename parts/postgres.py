"""A private PostgreSQL: its own data directory, its own socket in a closed directory, no network port."""

import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import psycopg2
from psycopg2 import sql

from parts.accounts import as_account, private_directory, server_account
from parts.binaries import find_postgres
from parts.places import socket_directory
from parts.processes import die_with_parent, end, is_alive, is_ours, wait_until

PORT = 5432  # only a part of the socket's name
SOCKET = f".s.PGSQL.{PORT}"
NAME = "casework"
# What the web server and the workers connect as: it owns nothing. NAME owns the database and everything in it.
APPLICATION = "casework_app"
UNSAFE_AND_FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
# The server's log quotes no statement, no value and no row: a child's name stands in all three. What went wrong is
# known to the program that asked. `log` leaves out errors of statements and keeps starts, stops and checkpoints.
QUIET = [
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_statement=none",
    "log_min_duration_statement=-1",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
]
ALWAYS = [
    "listen_addresses=",
    f"port={PORT}",
    "shared_buffers=256MB",
    "logging_collector=off",
    *QUIET,
]
TRIES = 10
START_SECONDS = 60.0  # after a hard kill it first reads its log again


class Postgres:
    """One private server. `start` may be called when it runs already; `stop` when it does not."""

    def __init__(self, home: Path, *, durable: bool, tied: bool = False) -> None:
        """`durable` False gives up safety for speed; `tied` ends the server with the process that started it."""
        self.durable, self.tied = durable, tied
        self.account = server_account()
        self.base = home / "postgres"
        self.data = self.base / "data"
        self.log = self.base / "server.log"
        self.sockets = socket_directory(self.base, SOCKET)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """How the owner reaches the database, in the form that libpq and the settings both read."""
        return self._url_of(NAME)

    @property
    def application_url(self) -> str:
        """The same for the application."""
        return self._url_of(APPLICATION)

    def _url_of(self, role: str) -> str:
        return f"postgresql://{role}@/{NAME}?host={self.sockets}&port={PORT}"

    def pid(self) -> int | None:
        """The number that the server wrote down; it may be long dead."""
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (OSError, ValueError):
            return None

    def running(self) -> bool:
        """Whether our own server runs, seen by its command line and not only by its number."""
        if self._process is not None:
            self._process.poll()
        return is_ours(self.pid(), f"-D {self.data} ")

    def start(self) -> None:
        """Bring it up and wait until it answers. Raises RuntimeError with the end of its log when it will not."""
        if self.running() and self._wait_for_answer():
            return
        private_directory(self.base, self.account)
        private_directory(self.sockets, self.account)
        binaries = find_postgres(self.account)
        if not self.data.exists():
            self._initialise(binaries)
        # Orphans of a server that was killed hold its memory for a moment: then the first try ends, not the next.
        for _ in range(TRIES):
            self._forget_strangers()
            self._launch(binaries)
            if self._wait_for_answer():
                return
            if self.running():
                break
            time.sleep(0.5)
        raise RuntimeError(f"PostgreSQL did not start. The end of {self.log}:\n{self._log_end()}")

    def stop(self) -> None:
        """End it so that everything is on disk; open connections are cut off."""
        pid = self.pid()
        if pid is not None and self.running():
            end(pid, self.running, [(signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)])
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
        if not self.sockets.is_relative_to(self.base):
            with suppress(OSError):
                self.sockets.rmdir()

    def recreate(self) -> None:
        """Throw the application's database away and make it empty again."""
        self._as_superuser(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))
        self._ensure_database()

    def _initialise(self, binaries: Path) -> None:
        # Made under another name first: an interrupted start then leaves nothing that looks finished.
        unfinished = self.base / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        locale = "C.UTF-8" if sys.platform == "linux" else "en_GB.UTF-8"
        command = [str(binaries / "initdb"), "-D", str(unfinished), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        command += [f"--locale={locale}", *([] if self.durable else ["--no-sync"])]
        made = subprocess.run(command, capture_output=True, text=True, **as_account(self.account))
        if made.returncode:
            raise RuntimeError(f"PostgreSQL's data directory could not be made:\n{made.stdout}{made.stderr}")
        unfinished.rename(self.data)

    def _launch(self, binaries: Path) -> None:
        options = [*ALWAYS, *([] if self.durable else UNSAFE_AND_FAST)]
        command = [str(binaries / "postgres"), "-D", str(self.data), "-k", str(self.sockets)]
        for option in options:
            command += ["-c", option]
        with self._open_log() as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT) if self.tied else None,
                **as_account(self.account),
            )

    def _open_log(self) -> IO[bytes]:
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.open("ab")

    def _wait_for_answer(self) -> bool:
        def settled() -> bool:
            return self._answers() or (self._process is not None and self._process.poll() is not None)

        return wait_until(settled, START_SECONDS) and self._answers()

    def _answers(self) -> bool:
        if not self.running():
            return False
        try:
            self._ensure_database()
        except psycopg2.OperationalError:
            return False
        return True

    def _ensure_database(self) -> None:
        """Neither role is a superuser, as in a council. The owner may make one more database, for tests."""
        for role, rights in ((NAME, "LOGIN CREATEDB"), (APPLICATION, "LOGIN")):
            if not self._as_superuser("SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                self._as_superuser(sql.SQL("CREATE ROLE {} " + rights).format(sql.Identifier(role)))
        if not self._as_superuser("SELECT 1 FROM pg_database WHERE datname = %s", NAME):
            self._as_superuser(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(NAME)))

    def _as_superuser(self, statement: str | sql.Composable, *values: str) -> bool:
        where = {"host": str(self.sockets), "port": PORT, "user": "postgres", "dbname": "postgres"}
        connection = psycopg2.connect(**where, connect_timeout=5)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.description is not None and cursor.fetchone() is not None
        finally:
            connection.close()

    def _forget_strangers(self) -> None:
        """Correct a lock file whose number now belongs to somebody else's process, as after a restart of the machine.

        PostgreSQL would take that process for itself and refuse. The file is kept, with a number that is surely
        dead, because its other lines still guard against orphans of the last run.
        """
        for path in (self.data / "postmaster.pid", self.sockets / f"{SOCKET}.lock"):
            with suppress(OSError, ValueError):
                lines = path.read_text().split("\n")
                pid = abs(int(lines[0]))
                if is_alive(pid) and not is_ours(pid, f"-D {self.data} "):
                    dead = subprocess.Popen(["true"])
                    dead.wait()
                    path.write_text("\n".join([str(dead.pid), *lines[1:]]))

    def _log_end(self) -> str:
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else "(no log)"
