"""Where the servers may keep their things, also when the project lies in a closed or a deep directory."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from parts.accounts import can_enter, private_directory, server_account
from parts.places import LONGEST_SOCKET, SHARED, THROWAWAY, durable_home, sweep_throwaway_homes, throwaway_home
from parts.postgres import Postgres


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A `.local/` that only we can enter: pytest's own directories are closed, as mktemp's are."""
    tmp_path.chmod(0o700)
    yield tmp_path / ".local"
    pointer = tmp_path / ".local" / "elsewhere"
    if pointer.is_symlink():
        shutil.rmtree(pointer.resolve())


def test_servers_start_for_a_project_in_a_closed_directory(closed: Path) -> None:
    server = Postgres(durable_home(server_account(), closed), durable=False, tied=True)
    server.start()
    try:
        psycopg2.connect(server.url).close()
    finally:
        server.stop()


def test_data_of_a_closed_project_is_kept_apart_and_pointed_to(closed: Path) -> None:
    account = server_account()
    home = durable_home(account, closed)
    assert durable_home(account, closed) == home
    if account is None:
        assert home == closed
    else:
        assert home.parent == SHARED
        assert (closed / "elsewhere").resolve() == home
        assert can_enter(account, home)


def test_fresh_clone_at_the_same_place_does_not_find_the_old_data(closed: Path) -> None:
    account = server_account()
    if account is None:
        assert durable_home(account, closed) == closed
        return
    first = durable_home(account, closed)
    shutil.rmtree(closed)
    try:
        assert durable_home(account, closed) != first
    finally:
        shutil.rmtree(first)


def test_socket_of_a_project_that_lies_deep_still_fits(home: Path) -> None:
    deep = home / ("deep-" * 15) / ("deeper-" * 10)
    deep.mkdir(parents=True)
    for parent in (deep, deep.parent):
        parent.chmod(0o711)
    server = Postgres(deep, durable=False, tied=True)
    assert len(str(server.sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET
    server.start()
    try:
        psycopg2.connect(server.url).close()
    finally:
        server.stop()


def test_directory_of_somebody_else_is_not_used(home: Path) -> None:
    if os.geteuid() != 0:
        with pytest.raises(PermissionError):
            private_directory(Path("/tmp"), None)
        return
    theirs = home / "theirs"
    theirs.mkdir()
    os.chown(theirs, 54321, 54321)
    with pytest.raises(PermissionError, match="belongs to somebody else"):
        private_directory(theirs, server_account())


def test_private_directory_is_closed_to_others(home: Path) -> None:
    made = private_directory(home / "data", server_account())
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_what_a_killed_run_left_is_swept_and_a_living_runs_is_not() -> None:
    living = throwaway_home(server_account())
    dead = living.with_name(f"{THROWAWAY}999999999-left")
    dead.mkdir()
    sweep_throwaway_homes()
    assert living.exists()
    assert not dead.exists()
    living.rmdir()
