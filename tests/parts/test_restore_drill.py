"""The drill: a backup of everything goes into an empty cluster of its own, and the system works there as before."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2 import sql

from parts.accounts import server_account
from parts.backup import back_up, restore
from parts.backup_keys import make_key
from parts.places import ROOT, throwaway_home
from parts.postgres import Postgres
from tests.architecture.world import make_world
from timescales.services import reconcile

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
KEYS = """
    SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE i.indisprimary AND a.attnum = ANY (i.indkey) AND c.relnamespace = 'public'::regnamespace GROUP BY 1
"""
# All that makes the database refuse, and work, as before.
SHAPE = {
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal",
    "functions": "SELECT p.oid::regprocedure::text, md5(prosrc), provolatile, prosecdef FROM pg_proc p"
    " WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS"
    " (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')",
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity, is_generated"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "sequences": "SELECT sequencename, last_value, increment_by FROM pg_sequences WHERE schemaname = 'public'",
    "extensions": "SELECT extname FROM pg_extension",
}
WORK = """
import json, sys
from django.contrib.auth import authenticate
from django.db import IntegrityError, connection
from django.test import Client
from casework.services import write_case_note
from people.models import Child
from staff.models import User
from timescales.services import reconcile, sweep
client = Client(HTTP_HOST="127.0.0.1")
signed_in = client.login(username="anna", password="a-password-for-tests")
anna = User.objects.get(username="anna")
child = Child.objects.filter(allocations__worker=anna, allocations__to_on=None).first()
seen = client.get(f"/children/{child.pk}/").status_code
from django.utils import timezone
note = write_case_note(children=[child], kind="telephone", happened_at=timezone.now(), text="Restored.", by=anna)
name = child.documents.first()
file = client.get(f"/children/{child.pk}/documents/{name.pk}/file/")
refused = []
for statement in ("DELETE FROM audit_event", "UPDATE audit_event SET summary = 'x'"):
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except Exception as error:
        refused.append(type(error).__name__)
print(json.dumps({"signed_in": signed_in, "seen": seen, "note": note.pk, "file": len(b"".join(file.streaming_content)),
    "size": name.size, "refused": len(refused), "differences": len(reconcile()), "swept": sweep().failed}))
"""


@pytest.fixture
def empty_cluster() -> Iterator[Postgres]:
    """A PostgreSQL in which there has never been anything."""
    server = Postgres(throwaway_home(server_account()), durable=False, tied=True)
    server.start()
    yield server
    server.stop()


def address(server: Postgres) -> dict[str, Any]:
    return {"NAME": "casework", "USER": "casework", "PASSWORD": "", "HOST": str(server.sockets), "PORT": "5432"}


class Cluster:
    """One database, asked as plainly as can be."""

    def __init__(self, entry: dict[str, Any]) -> None:
        names = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        self.connection = psycopg2.connect(
            **{key: entry[name] or None for key, name in names.items()}, options="-c timezone=UTC"
        )
        self.connection.set_session(isolation_level="REPEATABLE READ", readonly=True)

    def ask(self, statement: str | sql.Composable) -> list:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def rows(self) -> dict[str, tuple[int, str]]:
        """Of each table, how many rows there are and one hash over all of them in the order of their keys."""
        keys = dict(self.ask(KEYS))
        found = {}
        for (table,) in self.ask(TABLES):
            order = sql.SQL(keys.get(table, "one::text"))
            question = sql.SQL(
                "SELECT count(*), md5(coalesce(string_agg(one::text, E'\\n' ORDER BY {}), '')) FROM {} one"
            )
            found[table] = self.ask(question.format(order, sql.Identifier(table)))[0]
        return found


def plain(rows: list) -> list:
    """In one order, and without the casts and brackets that PostgreSQL writes differently once it has read its own
    words: a cast of each value of a list, or one of the whole list."""
    return sorted(
        tuple(re.sub(r"::[a-z ]+(\[\])?|[()]", "", one) if isinstance(one, str) else one for one in row) for row in rows
    )


def files(folder: Path) -> dict[str, str]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_everything_comes_back_into_an_empty_cluster_row_by_row_and_works(empty_cluster, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "documents"
    make_world()
    public = make_key(tmp_path / "backup.key")
    source, target = settings.DATABASES["default"], address(empty_cluster)

    reconcile()  # the world's restrictions were put straight into their table, without the clock of their review
    back_up(source, settings.MEDIA_ROOT, tmp_path / "backup.age", [public])
    restore(target, tmp_path / "restored", tmp_path / "backup.age", tmp_path / "backup.key")

    before, after = Cluster(source), Cluster(target)
    try:
        rows = before.rows()
        assert after.rows() == rows
        assert {table for table, (number, _) in rows.items() if number} >= {
            "people_person", "people_personevent", "audit_event", "casework_document", "timescales_clock", "staff_user",
        }  # fmt: skip
        for what, question in SHAPE.items():
            assert plain(after.ask(question)) == plain(before.ask(question)), what
    finally:
        before.connection.close()
        after.connection.close()
    assert files(tmp_path / "restored") == files(settings.MEDIA_ROOT) != {}

    done = work_in(target, tmp_path / "restored")
    assert done["signed_in"] is True
    assert done["seen"] == 200
    assert done["file"] == done["size"]
    assert done["refused"] == 2
    assert (done["differences"], done["swept"]) == (0, [])


def work_in(target: dict[str, Any], documents: Path) -> dict[str, Any]:
    """Sign in, read, write and check the clocks in the restored system, in a process that knows nothing else."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": f"postgresql://casework@/casework?host={target['HOST']}&port={target['PORT']}",
        "DOCUMENTS_DIR": str(documents),
    }
    told = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{WORK}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    return dict(json.loads(told.stdout.splitlines()[-1]))
