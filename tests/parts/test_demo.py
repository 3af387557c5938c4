"""`make demo` from a copy of this checkout: killed outright, started again, stopped by Ctrl-C."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from parts.accounts import server_account
from parts.frontend import build
from parts.places import ROOT, throwaway_home
from parts.processes import wait_until

START_SECONDS = 400.0


class Demo:
    """One `make demo` in its own process group, as in a terminal of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output.log"
        named = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
        environment = {name: value for name, value in os.environ.items() if name not in named}
        began = time.monotonic()
        with self.output.open("wb") as output:
            self.make = subprocess.Popen(
                ["make", "demo", "PORT=8200", "DEMO_CHILDREN=12"],
                cwd=folder,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_until(lambda: "Ready after" in self.said() or self.make.poll() is not None, START_SECONDS, 0.2)
        assert "Ready after" in self.said(), self.said()
        self.took = time.monotonic() - began
        wait_until((folder / ".local" / "demo.json").exists, 10)

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def state(self) -> dict:
        return json.loads((self.folder / ".local" / "demo.json").read_text())

    def status(self, path: str) -> int:
        with urllib.request.urlopen(self.state()["url"] + path, timeout=10) as answer:
            return answer.status

    def stop(self, step: signal.Signals) -> None:
        os.killpg(self.make.pid, step)
        self.make.wait(60)


def processes_of(folder: Path) -> list[str]:
    """Command lines of everything that runs out of this folder."""
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if f"{folder}/" in line]


@pytest.fixture
def copy() -> Iterator[Path]:
    """A copy of this checkout that shares only .venv and the front-end files, which take a minute to make."""
    build()
    home = throwaway_home(server_account())
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, home / name)
    shutil.copytree(ROOT / "static" / "vendor", home / "static" / "vendor")
    (home / ".venv").symlink_to(ROOT / ".venv")
    yield home
    for line in processes_of(home):
        os.kill(int(line.split()[0]), signal.SIGKILL)
    shutil.rmtree(home)


@pytest.mark.early
def test_demo_survives_a_kill_keeps_its_data_and_leaves_no_process(copy: Path) -> None:
    demo = Demo(copy)
    assert demo.status("healthz") == 200
    assert demo.status("static/vendor/govuk-frontend.min.css") == 200
    assert "Simulating" in demo.said()
    os.kill(demo.state()["pids"]["worker"], signal.SIGKILL)
    assert wait_until(lambda: "The worker ended by itself (code -9" in demo.said(), 15)

    # Killed outright, it can stop nothing itself: the kernel tells its children, and the next start finds the servers.
    os.kill(demo.state()["demo"], signal.SIGKILL)
    demo.make.wait(10)
    assert wait_until(lambda: not [line for line in processes_of(copy) if "gunicorn" in line], 20)

    again = Demo(copy)
    assert again.status("healthz") == 200
    assert "Simulating" not in again.said()
    again.stop(signal.SIGINT)
    assert "Stopped." in again.said()
    assert processes_of(copy) == []
