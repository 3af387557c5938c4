"""The database of the bench: made once, kept for the next run, made again where its size or its tables have changed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg2

from bench.load.staff import PASSWORD
from bench.size import Size
from parts.postgres import NAME
from parts.test_database import fingerprint
from parts.venv import ROOT

# Rises with every change of what is loaded.
VERSION = 2
TUNED = (
    "ALTER SYSTEM SET max_wal_size = '8GB'",
    "ALTER SYSTEM SET checkpoint_timeout = '30min'",
    "ALTER SYSTEM SET effective_cache_size = '8GB'",
    "ALTER SYSTEM SET random_page_cost = 1.1",
    "ALTER SYSTEM SET autovacuum = off",
    "SELECT pg_reload_conf()",
)


def prepare(superuser: str, size: Size, say: Callable[[str], None]) -> dict[str, object]:
    """Leave a database of this size; answers what is in it and how long it took to load."""
    wanted = {"version": VERSION, "people": size.people, "tables": fingerprint()}
    found = {} if os.environ.get("BENCH_FRESH") else _note(superuser)
    if {key: found.get(key) for key in wanted} == wanted:
        say(f"The database of {found['loaded_on']} is used again (BENCH_FRESH=1 builds it anew).")
        return found
    if os.environ.get("BENCH_KEEP") and found.get("people") == size.people:
        say(f"The database of {found['loaded_on']} is kept, and its tables are brought up to date.")
        _migrate()
        return found
    began = time.perf_counter()
    say(f"Building a department of {size.people:,} people and {size.open_episodes:,} open need episodes …")
    if "BENCH_DATABASE" not in os.environ:
        _empty(superuser, say)
    _load(superuser, size, say)
    seconds = round(time.perf_counter() - began, 1)
    made = {**wanted, "loaded_on": str(datetime.now(UTC).date()), "seconds": seconds, "rows": _counts(superuser)}
    _note_down(superuser, made)
    say(f"Built in {seconds:.0f} s.")
    return made


def _empty(superuser: str, say: Callable[[str], None]) -> None:
    """An empty database with all tables: migrated once for each state of the migrations, then copied."""
    migrated = f"migrated_{fingerprint()}"
    with _connected(superuser, "postgres") as run:
        for statement in TUNED:
            run(statement)
        if not run("SELECT 1 FROM pg_database WHERE datname = %s", [migrated]):
            say("  migrating …")
            run(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
            run(f"CREATE DATABASE {NAME} OWNER {NAME}")
            _migrate()
            run(f"ALTER DATABASE {NAME} RENAME TO {migrated}")
        run(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        run(f"CREATE DATABASE {NAME} OWNER {NAME} TEMPLATE {migrated}")


def _migrate() -> None:
    subprocess.run([sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"], cwd=ROOT, check=True)


@contextmanager
def _connected(superuser: str, name: str) -> Iterator[Callable[..., list[Any]]]:
    with closing(psycopg2.connect(superuser.replace(f"@/{NAME}?", f"@/{name}?"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:

            def run(statement: str, values: Any = None) -> list[Any]:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []

            yield run


def _load(superuser: str, size: Size, say: Callable[[str], None]) -> None:
    from django.contrib.auth.hashers import make_password

    from bench.load import fill

    fill(superuser, size, make_password(PASSWORD), say)


COUNTED = {
    "people": "people_person",
    "children": "people_person WHERE is_child",
    "need episodes open": "casework_needepisode WHERE closed_on IS NULL",
    "need episodes closed": "casework_needepisode WHERE closed_on IS NOT NULL",
    "contacts": "referrals_contact",
    "visits": "casework_visit",
    "clocks": "timescales_clock",
    "clocks open": "timescales_clock WHERE stopped_at IS NULL",
    "events": "audit_event",
    "workers": "staff_user WHERE role = 'social_worker'",
    "teams": "staff_team",
}


def _counts(superuser: str) -> dict[str, int]:
    from bench.load.table import Table

    with closing(Table(superuser)) as table:
        return {name: table.one(f"SELECT count(*) FROM {what}") for name, what in COUNTED.items()}


def _note(superuser: str) -> dict[str, object]:
    """What stands in the database itself of how it was made; nothing where it was not, or not to the end."""
    from bench.load.table import Table

    with closing(Table(superuser)) as table:
        if not table.one("SELECT to_regclass('bench.note') IS NOT NULL"):
            return {}
        return dict(json.loads(table.one("SELECT what FROM bench.note")))


def _note_down(superuser: str, made: dict[str, object]) -> None:
    from bench.load.table import Table

    with closing(Table(superuser)) as table:
        table.run("CREATE SCHEMA IF NOT EXISTS bench; CREATE TABLE bench.note (what text)")
        table.run("INSERT INTO bench.note VALUES (%s)", [json.dumps(made)])
