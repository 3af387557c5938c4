"""A migrated, empty database for the tests in a second, instead of half a minute in every process of every run.

Migrating is nearly all of Django working out old models. So its result is kept under .local/, named after everything
that it is made from, and each process of a run gets a copy of it.
"""

import ast
import fcntl
import hashlib
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from parts.accounts import server_account
from parts.binaries import find_postgres
from parts.places import LOCAL, ROOT, local_directory

TEMPLATE = "migrated"
KEPT = LOCAL / "test-database"
MOST_KEPT = 5


def make_test_database(name: str) -> bool:
    """Make the database `name` in our own server. False when migrating fails: pytest-django then says why."""
    local_directory()
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _exists(TEMPLATE) and not _make_template():
            return False
        _do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        _do("CREATE DATABASE {} TEMPLATE {}", name, TEMPLATE)
    return True


def fingerprint() -> str:
    """Changes with every file that has a say in what migrating makes."""
    migrations = sorted(ROOT.glob("*/migrations/*.py"))
    sources = {*migrations, *_imported_by(migrations), ROOT / "requirements.txt"}
    sources |= set((ROOT / "config" / "settings").glob("*.py"))
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _imported_by(migrations: list[Path]) -> set[Path]:
    """The project's own modules that migrations call, and the data files that lie beside those modules."""
    found: set[Path] = set()
    for migration in migrations:
        for node in ast.walk(ast.parse(migration.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                module = ROOT / node.module.replace(".", "/")
                for path in (module.with_suffix(".py"), module / "__init__.py"):
                    if path.exists():
                        found |= {path, *path.parent.glob("*.csv"), *path.parent.glob("*.sql")}
    return found


def _make_template() -> bool:
    kept = KEPT / f"{fingerprint()}.sql"
    _do("CREATE DATABASE {}", TEMPLATE)
    if kept.exists() and _tool("psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={kept}", f"--dbname={_url()}"):
        os.utime(kept)
        return True
    _do("DROP DATABASE {}", TEMPLATE)
    _do("CREATE DATABASE {}", TEMPLATE)
    environment = {**os.environ, "DATABASE_URL": _url(), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    if subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).returncode:
        _do("DROP DATABASE {}", TEMPLATE)
        return False
    _keep(kept)
    return True


def _keep(kept: Path) -> None:
    unfinished = KEPT / f"{os.getpid()}.unfinished"
    if _tool("pg_dump", "--no-comments", "--no-owner", f"--file={unfinished}", f"--dbname={_url()}"):
        # pg_dump looks for nothing in any schema unless told; functions may have been written more trustingly.
        text = unfinished.read_text().replace(
            "set_config('search_path', '', false)", "set_config('search_path', 'public', false)"
        )
        unfinished.write_text(text)
        unfinished.replace(kept)
    for old in sorted(KEPT.glob("*.sql"), key=lambda path: path.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink()


def _url() -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{TEMPLATE}").geturl()


def _tool(name: str, *arguments: str) -> bool:
    program = find_postgres(server_account()) / name
    return subprocess.run([str(program), *arguments], capture_output=True).returncode == 0


def _exists(name: str) -> bool:
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _do(statement: str, *names: str) -> None:
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
