"""The private pair of servers, shared by every command of this checkout that needs them at the same time.

Whoever uses them holds a lease, a lock that the kernel lets go even when its holder is killed. The first to come
starts the servers, the last to leave stops them. Whatever DATABASE_URL or REDIS_URL names is left alone.
"""

import fcntl
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO

from parts.accounts import server_account
from parts.places import LOCAL, durable_home, local_directory
from parts.postgres import Postgres
from parts.processes import undisturbed
from parts.redis_server import Redis

Server = Postgres | Redis


class Servers:
    """PostgreSQL and Redis in one home, less those that the environment names."""

    def __init__(self, home: Path, *, durable: bool, tied: bool = False, named: Mapping[str, str] = os.environ) -> None:
        self.all: dict[str, Server] = {}
        if not named.get("DATABASE_URL"):
            self.all["DATABASE_URL"] = Postgres(home, durable=durable, tied=tied)
        if not named.get("REDIS_URL"):
            self.all["REDIS_URL"] = Redis(home, durable=durable, tied=tied)

    @property
    def postgres(self) -> Postgres | None:
        """Our own PostgreSQL, or None where DATABASE_URL names another."""
        server = self.all.get("DATABASE_URL")
        return server if isinstance(server, Postgres) else None

    def start(self) -> dict[str, str]:
        """Bring up those that do not run, and answer with all addresses, by the names of the settings."""
        for server in self.all.values():
            server.start()
        addresses = {name: server.url for name, server in self.all.items()}
        if self.postgres is not None:
            addresses |= {"DATABASE_URL": self.postgres.application_url, "OWNER_DATABASE_URL": self.postgres.url}
        return addresses

    def stop(self) -> None:
        """End them all, also when one of them makes trouble."""
        for server in reversed(self.all.values()):
            with suppress(OSError):
                server.stop()


@contextmanager
def leased_servers(local: Path = LOCAL) -> Iterator[Servers]:
    """The durable servers of this checkout, named in the environment for as long as the block runs."""
    servers = Servers(durable_home(server_account(), local), durable=True)
    if not servers.all:
        yield servers
        return
    with _lock_file(local, "lease") as lease, _ended_properly():
        fcntl.flock(lease, fcntl.LOCK_SH)
        addresses: dict[str, str] = {}
        try:
            with _gate(local):
                addresses = servers.start()
            os.environ.update(addresses)
            yield servers
        finally:
            for name in addresses:
                os.environ.pop(name, None)
            _leave(local, lease, servers)


def _leave(local: Path, lease: IO[str], servers: Servers) -> None:
    with undisturbed(), _gate(local):
        fcntl.flock(lease, fcntl.LOCK_UN)
        with suppress(BlockingIOError):
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            servers.stop()


@contextmanager
def _gate(local: Path) -> Iterator[None]:
    """One at a time may start or stop servers."""
    with _lock_file(local, "gate") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _lock_file(local: Path, name: str) -> IO[str]:
    return (local_directory(local) / f"servers.{name}").open("w")


@contextmanager
def _ended_properly() -> Iterator[None]:
    """Turn a polite request to stop into an exception, so that the lease is given back on the way out."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    ours = [step for step in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(step) is signal.SIG_DFL]
    for step in ours:
        signal.signal(step, leave)
    try:
        yield
    finally:
        for step in ours:
            signal.signal(step, signal.SIG_DFL)
