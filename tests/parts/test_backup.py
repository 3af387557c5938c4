"""What was backed up comes back whole, and nothing is mixed."""

import contextlib
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from parts.accounts import server_account
from parts.backup import PIECE, back_up, check, restore
from parts.backup_keys import KeyRefusedError, make_key
from parts.places import throwaway_home
from parts.postgres import Postgres
from parts.sealed_tar import NotWholeError

OLDER = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A secret key in a file; `public` reads its other half."""
    make_key(tmp_path / "keys" / "backup.key")
    return tmp_path / "keys" / "backup.key"


def public(key: Path) -> list[str]:
    return [key.read_text().split("\n")[0].split()[-1]]


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


def test_rows_and_documents_come_back(tmp_path: Path, key: Path):
    documents = tmp_path / "documents" / "deep"
    documents.mkdir(parents=True)
    (documents / "letter").write_bytes(b"Dear all")
    (documents / "half.part").write_bytes(b"Dea")  # still being written: it belongs to no row
    with database() as before, database() as after:
        ask(before, "CREATE TABLE words (word text)")
        ask(before, "INSERT INTO words VALUES ('kept')")
        made = back_up(before, tmp_path / "documents", tmp_path / "backup.age", public(key))
        assert check(tmp_path / "backup.age", key) == made
        assert (made.documents, made.document_bytes) == (1, 8)
        restore(after, tmp_path / "restored", tmp_path / "backup.age", key)
        assert ask(after, "SELECT word FROM words") == [("kept",)]
    assert [path.name for path in (tmp_path / "restored").rglob("*") if path.is_file()] == ["letter"]
    assert (tmp_path / "restored" / "deep" / "letter").read_bytes() == b"Dear all"
    assert (tmp_path / "backup.age").stat().st_mode & 0o077 == 0


def test_nothing_stands_in_the_file_in_clear(tmp_path: Path, key: Path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "letter").write_bytes(b"Maisie Clarke " * 100)
    with database() as before:
        back_up(before, tmp_path / "documents", tmp_path / "backup.age", public(key))
    content = (tmp_path / "backup.age").read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert b"Maisie" not in content
    assert b"letter" not in content


def test_a_file_cut_off_altered_or_for_another_key_is_refused_before_anything_is_changed(tmp_path: Path, key: Path):
    (tmp_path / "documents").mkdir()
    # More than one of the chunks in which age writes, so that the first ones are good.
    (tmp_path / "documents" / "letter").write_bytes(secrets.token_bytes(300_000))
    whole = tmp_path / "backup.age"
    with database() as before:
        ask(before, "CREATE TABLE words (word text)")
        back_up(before, tmp_path / "documents", whole, public(key))
    content = whole.read_bytes()
    other = tmp_path / "other.key"
    make_key(other)
    chunk_left_out = content[:-200_000] + content[-200_000 + 65_552 :]
    spoilt = {
        "cut off": content[:-1000],
        "cut off between chunks": content[: len(content) // 65_552 * 65_552],
        "one bit": content[:150_000] + bytes([content[150_000] ^ 1]) + content[150_001:],
        "a chunk left out": chunk_left_out,
        "something else": b"PK" + content,
        "nothing": b"",
    }
    with database() as after:
        for why, bad in spoilt.items():
            (tmp_path / "bad.age").write_bytes(bad)
            with pytest.raises(NotWholeError, match="altered or cut off"):
                restore(after, tmp_path / "restored", tmp_path / "bad.age", key)
            with pytest.raises(NotWholeError):
                check(tmp_path / "bad.age", key)
            assert ask(after, "SELECT count(*) FROM pg_class WHERE relname = 'words'") == [(0,)], why
            assert not (tmp_path / "restored").exists(), why
        with pytest.raises(NotWholeError, match="not made for this key"):
            restore(after, tmp_path / "restored", whole, other)
        restore(after, tmp_path / "restored", whole, key)


def test_a_key_that_is_missing_or_none_is_told_in_words(tmp_path: Path, key: Path):
    with database() as before:
        with pytest.raises(KeyRefusedError, match="backup_key FILE"):
            back_up(before, tmp_path, tmp_path / "backup.age", [])
        with pytest.raises(KeyRefusedError, match="no public key"):
            back_up(before, tmp_path, tmp_path / "backup.age", ["age1nonsense"])
    (tmp_path / "empty.key").touch()
    with pytest.raises(KeyRefusedError, match="holds no secret key"):
        check(key, tmp_path / "empty.key")
    with pytest.raises(KeyRefusedError, match="cannot be read"):
        check(key, tmp_path / "nowhere.key")
    with pytest.raises(FileExistsError):
        make_key(key)
    assert key.stat().st_mode & 0o077 == 0


def test_a_restore_never_mixes_with_what_is_there(tmp_path: Path, key: Path):
    (tmp_path / "documents").mkdir()
    with database() as before, database() as other:
        ask(before, "CREATE TABLE words (word text)")
        back_up(before, tmp_path / "documents", tmp_path / "backup.age", public(key))
        with pytest.raises(RuntimeError, match="is not empty"):
            restore(before, tmp_path / "restored", tmp_path / "backup.age", key)
        ask(other, "CREATE TABLE sentences (word text)")
        with pytest.raises(RuntimeError, match="is not empty"):
            restore(other, tmp_path / "restored", tmp_path / "backup.age", key)
        (tmp_path / "documents" / "old").write_text("old")
        with pytest.raises(RuntimeError, match="is not empty"):
            restore(before, tmp_path / "documents", tmp_path / "backup.age", key)


@pytest.mark.slow
@pytest.mark.skipif(not OLDER.exists(), reason="needs a PostgreSQL older than our own tools")
def test_our_tools_restore_into_an_older_server(tmp_path: Path, key: Path, monkeypatch):
    """Tools of version 17 and later begin with a setting that older servers do not know."""
    (tmp_path / "documents").mkdir()
    with database() as before:
        ask(before, "CREATE TABLE words (word text); INSERT INTO words VALUES ('kept')")
        back_up(before, tmp_path / "documents", tmp_path / "backup.age", public(key))
    server = Postgres(throwaway_home(server_account()), durable=False, tied=True)
    with monkeypatch.context() as older:
        older.setattr("parts.postgres.find_postgres", lambda account: OLDER)
        server.start()
    try:
        there = {"NAME": "casework", "USER": "casework", "PASSWORD": "", "HOST": str(server.sockets), "PORT": "5432"}
        restore(there, tmp_path / "restored", tmp_path / "backup.age", key)
        assert ask(there, "SELECT word FROM words") == [("kept",)]
    finally:
        server.stop()


def test_a_dump_that_the_server_refuses_brings_back_nothing(tmp_path: Path, key: Path):
    """Half-way through: a second table needs a type that only the first database can have."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "letter").write_bytes(b"Dear all")
    with database() as before, database() as after:
        ask(before, "CREATE TABLE a_first (word text); INSERT INTO a_first VALUES ('kept')")
        ask(before, "CREATE FUNCTION one() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'")
        ask(before, "CREATE TABLE b_second (number int CHECK (number = one())); INSERT INTO b_second VALUES (1)")
        ask(before, "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'")
        back_up(before, tmp_path / "documents", tmp_path / "backup.age", public(key))
        with pytest.raises(RuntimeError, match=r"psql stopped: .*b_second"):
            restore(after, tmp_path / "restored", tmp_path / "backup.age", key)
        assert ask(after, "SELECT count(*) FROM pg_class WHERE relname IN ('a_first', 'b_second')") == [(0,)]
    assert not any((tmp_path / "restored").rglob("letter"))


def test_a_failed_backup_leaves_no_half_file(tmp_path: Path, key: Path):
    entry = {**settings.DATABASES["default"], "NAME": "no_such_database"}
    with pytest.raises(RuntimeError, match="pg_dump stopped"):
        back_up(entry, tmp_path / "documents", tmp_path / "backup.age", public(key))
    assert not list(tmp_path.glob("backup.age*"))


def test_a_database_that_refuses_brings_no_documents_either(tmp_path: Path, key: Path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "letter").write_bytes(b"Dear all")
    with database() as before:
        back_up(before, tmp_path / "documents", tmp_path / "backup.age", public(key))
        # A login that may read its database and make nothing in it.
        ask(before, "SELECT 1")
        refused = {**before, "USER": "nobody_of_this_name"}
        with pytest.raises((RuntimeError, psycopg2.OperationalError)):
            restore(refused, tmp_path / "restored", tmp_path / "backup.age", key)
    assert not (tmp_path / "restored").exists()


def test_memory_holds_a_piece_and_not_the_backup(tmp_path: Path, key: Path):
    """Two hundred megabytes of documents, backed up and checked in a process of its own that is measured."""
    (tmp_path / "documents").mkdir()
    with (tmp_path / "documents" / "film").open("wb") as film:
        for _ in range(25):
            film.write(secrets.token_bytes(8 * 1024 * 1024))
    with database() as before:
        told = subprocess.run(
            [sys.executable, "-c", MEASURE, repr(before["NAME"]), str(tmp_path), public(key)[0]],
            capture_output=True,
            text=True,
            check=True,
        )
    base, most = map(int, told.stdout.split())
    assert most - base < 6 * PIECE // 1024


MEASURE = """
import os, resource, sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from parts.backup import back_up, check
url = urlsplit(os.environ["DATABASE_URL"])
query = parse_qs(url.query)
entry = {"NAME": eval(sys.argv[1]), "USER": url.username, "PASSWORD": url.password,
         "HOST": query.get("host", [url.hostname])[0], "PORT": query.get("port", [url.port])[0]}
used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
base, place = used(), Path(sys.argv[2])
back_up(entry, place / "documents", place / "backup.age", [sys.argv[3]])
check(place / "backup.age", place / "keys" / "backup.key")
print(base, used())
"""
