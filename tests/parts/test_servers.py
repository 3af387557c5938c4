"""Who starts the private servers, who stops them, and when they are not started at all."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from parts.command_line import acts_as_owner, servers_for
from parts.processes import wait_until
from parts.servers import Servers, leased_servers

HOLD = (
    "import sys, time; from pathlib import Path; from parts.servers import leased_servers\n"
    "with leased_servers(Path(sys.argv[1])): print('up', flush=True); time.sleep(60)"
)


def hold_lease(local: Path) -> subprocess.Popen[str]:
    """Another command of this checkout that uses the servers at the same time."""
    command = [sys.executable, "-c", HOLD, str(local)]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    holder = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "up\n"
    return holder


def both_run(local: Path) -> list[bool]:
    return [server.running() for server in Servers(local, durable=True, named={}).all.values()]


@pytest.mark.usefixtures("no_servers_named")
def test_last_to_leave_stops_them(home: Path) -> None:
    with leased_servers(home):
        other = hold_lease(home)
        assert both_run(home) == [True, True]
    assert both_run(home) == [True, True]
    other.terminate()
    other.communicate()
    assert both_run(home) == [False, False]


@pytest.mark.usefixtures("no_servers_named")
def test_servers_of_a_killed_command_are_taken_over_and_stopped(home: Path) -> None:
    killed = hold_lease(home)
    killed.kill()
    killed.communicate()
    assert both_run(home) == [True, True]
    with leased_servers(home):
        assert os.environ["DATABASE_URL"].startswith("postgresql://casework_app@/casework?host=")
        assert os.environ["OWNER_DATABASE_URL"].startswith("postgresql://casework@/casework?host=")
        assert os.environ["REDIS_URL"].startswith("redis://:")
    assert wait_until(lambda: both_run(home) == [False, False], 5)
    assert not {"DATABASE_URL", "OWNER_DATABASE_URL"} & set(os.environ)


def test_named_servers_win_and_nothing_is_started(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/casework")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    with leased_servers(home):
        assert os.environ["DATABASE_URL"] == "postgres://elsewhere/casework"
    assert not (home / "postgres").exists()


def test_a_councils_own_settings_never_get_a_private_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.production")
    with servers_for(["manage.py", "migrate"]):
        assert "DATABASE_URL" not in os.environ


@pytest.mark.usefixtures("no_servers_named")
def test_a_command_that_needs_no_server_starts_none() -> None:
    began = time.monotonic()
    with servers_for(["manage.py", "check"]), servers_for(["manage.py", "migrate", "--help"]):
        assert "DATABASE_URL" not in os.environ
    assert time.monotonic() - began < 0.2


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        (["manage.py", "migrate"], True),
        (["/app/manage.py", "backup", "file"], True),
        (["django-admin", "restore", "file"], True),
        (["manage.py", "simulate", "--children=12"], True),
        (["manage.py", "verify_logs"], False),
        (["manage.py", "shell"], False),
        (["manage.py"], False),
        (["gunicorn", "migrate"], False),
        ([""], False),
    ],
)
def test_only_commands_that_have_to_act_as_the_databases_owner(line: list[str], owner: bool) -> None:
    assert acts_as_owner(line) is owner
