"""The private PostgreSQL, really started and really killed."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from parts.postgres import Postgres
from parts.processes import is_alive, wait_until


@pytest.fixture
def server(home: Path) -> Iterator[Postgres]:
    server = Postgres(home, durable=True, tied=True)
    yield server
    server.stop()


def ask(server: Postgres, statement: str, url: str = "") -> object:
    connection = psycopg2.connect(url or server.url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def pretend_pid(path: Path, pid: int) -> None:
    lines = path.read_text().split("\n")
    path.write_text("\n".join([str(pid), *lines[1:]]))


def test_data_outlives_a_stop_and_a_start(server: Postgres) -> None:
    server.start()
    ask(server, "CREATE TABLE kept (n int)")
    server.stop()
    assert not server.running()
    server.start()
    assert ask(server, "SELECT count(*) FROM kept") == 0


def test_starting_twice_leaves_the_running_server_alone(server: Postgres) -> None:
    server.start()
    first = server.pid()
    Postgres(server.base.parent, durable=True).start()
    assert server.pid() == first


def test_starts_again_after_a_hard_kill(server: Postgres) -> None:
    server.start()
    ask(server, "CREATE TABLE kept (n int)")
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert (server.data / "postmaster.pid").exists()
    server.start()
    assert ask(server, "SELECT count(*) FROM kept") == 0


def test_stale_number_that_belongs_to_another_process_now_does_not_stop_the_start(server: Postgres) -> None:
    server.start()
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not server.running(), 10)
    # The stranger runs under the server's own account, which is the case that PostgreSQL cannot tell apart.
    account = {"user": server.account.uid, "group": server.account.gid} if server.account else {}
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **account)
    try:
        pretend_pid(server.data / "postmaster.pid", stranger.pid)
        pretend_pid(server.sockets / ".s.PGSQL.5432.lock", stranger.pid)
        server.start()
        assert ask(server, "SELECT 1") == 1
        assert stranger.poll() is None
        server.stop()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_interrupted_first_start_leaves_nothing_that_looks_finished(server: Postgres) -> None:
    (server.base / "unfinished" / "base").mkdir(parents=True)
    (server.base / "unfinished" / "PG_VERSION").write_text("18\n")
    server.start()
    assert ask(server, "SELECT 1") == 1


def test_application_is_no_superuser_but_may_install_the_extensions_it_needs(server: Postgres) -> None:
    server.start()
    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    for name in ("pg_trgm", "btree_gist", "fuzzystrmatch", "unaccent"):
        ask(server, f"CREATE EXTENSION {name}")


def test_what_runs_all_day_is_another_role_than_the_owner_and_makes_nothing(server: Postgres) -> None:
    server.start()
    ask(server, "CREATE TABLE kept (n int)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(server, "SELECT n FROM kept", server.application_url)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(server, "CREATE TABLE other (n int)", server.application_url)


def test_only_the_owner_can_reach_the_socket_and_no_port_is_open(server: Postgres) -> None:
    server.start()
    assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
    assert ask(server, "SHOW listen_addresses") == ""


def test_recreate_leaves_an_empty_database(server: Postgres) -> None:
    server.start()
    ask(server, "CREATE TABLE lost (n int)")
    server.recreate()
    assert ask(server, "SELECT count(*) FROM pg_tables WHERE tablename = 'lost'") == 0


def test_writes_are_safe_for_the_demo_and_fast_for_tests(home: Path) -> None:
    for durable, expected in ((True, "on"), (False, "off")):
        server = Postgres(home / str(durable), durable=durable, tied=True)
        (home / str(durable)).mkdir(mode=0o711)
        server.start()
        assert ask(server, "SHOW fsync") == expected
        server.stop()


def test_tied_server_ends_when_its_starter_is_killed(home: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from parts.postgres import Postgres\n"
        f"server = Postgres(Path({str(home)!r}), durable=False, tied=True); server.start()\n"
        "print(server.pid(), flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    pid = int(starter.stdout.readline())
    starter.kill()
    starter.communicate()
    assert wait_until(lambda: not is_alive(pid), 15)


def test_a_start_that_fails_shows_the_end_of_the_log(server: Postgres) -> None:
    server.start()
    server.stop()
    (server.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(RuntimeError, match="no_such_setting"):
        server.start()
