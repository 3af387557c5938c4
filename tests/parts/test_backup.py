"""What was backed up comes back whole, and nothing is mixed."""

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from parts.backup import back_up, restore
from tests.factories import people


@contextlib.contextmanager
def database() -> Iterator[dict]:
    """An empty database of its own on the tests' server."""
    name = f"backup_{secrets.token_hex(4)}"
    entry = settings.DATABASES["default"]
    admin = psycopg2.connect(
        dbname="postgres",
        host=entry["HOST"],
        port=entry["PORT"] or None,
        user=entry["USER"],
        password=entry["PASSWORD"],
    )
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield {**entry, "NAME": name}
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
            admin.close()


def ask(entry: dict, sql: str) -> list:
    connection = psycopg2.connect(
        dbname=entry["NAME"],
        host=entry["HOST"],
        port=entry["PORT"] or None,
        user=entry["USER"],
        password=entry["PASSWORD"],
    )
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def test_rows_and_documents_come_back(tmp_path: Path):
    documents = tmp_path / "documents" / "deep"
    documents.mkdir(parents=True)
    (documents / "letter").write_bytes(b"Dear all")
    with database() as before, database() as after:
        ask(before, "CREATE TABLE words (word text)")
        ask(before, "INSERT INTO words VALUES ('kept')")
        back_up(before, tmp_path / "documents", tmp_path / "backup.tar")
        restore(after, tmp_path / "restored", tmp_path / "backup.tar")
        assert ask(after, "SELECT word FROM words") == [("kept",)]
    assert (tmp_path / "restored" / "deep" / "letter").read_bytes() == b"Dear all"
    assert (tmp_path / "backup.tar").stat().st_mode & 0o077 == 0


def test_a_restore_never_mixes_with_what_is_there(tmp_path: Path):
    (tmp_path / "documents").mkdir()
    with database() as before:
        ask(before, "CREATE TABLE words (word text)")
        back_up(before, tmp_path / "documents", tmp_path / "backup.tar")
        with pytest.raises(RuntimeError, match="already exists"):
            restore(before, tmp_path / "restored", tmp_path / "backup.tar")
        (tmp_path / "documents" / "old").write_text("old")
        with pytest.raises(RuntimeError, match="is not empty"):
            restore(before, tmp_path / "documents", tmp_path / "backup.tar")


def test_a_failed_backup_leaves_no_half_file(tmp_path: Path):
    entry = {**settings.DATABASES["default"], "NAME": "no_such_database"}
    with pytest.raises(RuntimeError, match="pg_dump stopped"):
        back_up(entry, tmp_path / "documents", tmp_path / "backup.tar")
    assert not list(tmp_path.glob("backup.tar*"))


@pytest.mark.django_db(transaction=True)
def test_the_whole_system_comes_back_with_its_people_their_history_and_its_triggers(tmp_path: Path):
    child = people.child("Maisie", "O'Brien")
    people.lives(child, people.home("12 High Street", "LS1 4AP"))
    with database() as after:
        back_up(settings.DATABASES["default"], tmp_path / "documents", tmp_path / "backup.tar")
        restore(after, tmp_path / "restored", tmp_path / "backup.tar")
        assert ask(after, "SELECT full_key FROM people_personname") == [("maisie obrien",)]
        assert ask(after, "SELECT count(*) FROM people_personevent") == [(1,)]
        with pytest.raises(psycopg2.Error, match="Cannot"):
            ask(after, "DELETE FROM audit_event")
