"""The demo's database: brought up to date, and filled once with a made-up department."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg2

from parts.places import LOCAL
from parts.servers import Servers
from parts.venv import ROOT, SetUpError

# Made before the department is simulated and removed after it: where it is found, the last try was broken off.
UNFINISHED = LOCAL / "simulation-unfinished"
YEARS = 2
SEED = 1


def prepare(servers: Servers, children: int, say: Callable[[str], None]) -> None:
    """Leave a database that is up to date and has a department in it. Raises SetUpError when that fails."""
    if UNFINISHED.exists():
        _start_afresh(servers, say)
    say("Bringing the database up to date …")
    manage("migrate", "--verbosity", "0")
    if _is_filled():
        return
    say(f"Simulating a department: {children} children over {YEARS} years (once; some minutes) …")
    UNFINISHED.touch()
    until = datetime.now(ZoneInfo("Europe/London")).date()  # its last day is the day on which it is shown
    manage("simulate", f"--children={children}", f"--years={YEARS}", f"--until={until}", f"--seed={SEED}", quiet=False)
    UNFINISHED.unlink()


def manage(*arguments: str, quiet: bool = True) -> None:
    """Run a manage.py command; quiet ones speak only when they fail."""
    command = [sys.executable, str(Path(ROOT, "manage.py")), *arguments]
    answer = subprocess.run(command, cwd=ROOT, capture_output=quiet, text=True)
    if answer.returncode:
        raise SetUpError(f"manage.py {arguments[0]} failed.\n{answer.stdout or ''}{answer.stderr or ''}")


def _start_afresh(servers: Servers, say: Callable[[str], None]) -> None:
    if servers.postgres is None:
        raise SetUpError(
            "The last simulation was broken off, and DATABASE_URL names a database that is not ours to empty. "
            f"Empty it yourself, delete {UNFINISHED} and try again."
        )
    say("The last simulation was broken off; starting again from an empty database.")
    servers.postgres.recreate()
    UNFINISHED.with_name("seals.jsonl").unlink(missing_ok=True)  # they were of the database that is gone
    UNFINISHED.unlink()


def _is_filled() -> bool:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM people_person) OR EXISTS (SELECT 1 FROM staff_user)")
            row = cursor.fetchone()
            return bool(row and row[0])
    finally:
        connection.close()
