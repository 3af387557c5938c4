"""Everything that must survive in one encrypted file: the database as pg_dump writes it, and the documents beside it.

Memory holds one piece of sixteen megabytes, however large the database is, and nothing lies on disk in clear.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import quote

import psycopg2

from parts.backup_keys import identities, recipients
from parts.binaries import find_postgres
from parts.sealed_tar import SealedTar, pieces, read_sealed, write_sealed

DATABASE = "database/"
DOCUMENTS = "documents/"
PIECE = 16 * 1024 * 1024
HEAD_LINES = 60
UNKNOWN_TO_OLDER = b"SET transaction_timeout"
RESTORING = ".restoring"
_ANY_TABLE = """
    SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' LIMIT 1
"""


@dataclass
class Contents:
    """What a backup holds."""

    database_bytes: int = 0
    documents: int = 0
    document_bytes: int = 0


def back_up(database: dict[str, Any], documents: Path, target: Path, public_keys: Sequence[str]) -> Contents:
    """Write the database and the documents into one encrypted file, which appears only when it is whole.

    `database` is an entry of Django's DATABASES. The dump is one moment; documents are read after it, so every row has
    its file. Raises RuntimeError with pg_dump's own words when it fails, KeyRefusedError without a key.
    """
    keys, found = recipients(public_keys), Contents()

    def write(sealed: SealedTar) -> None:
        with _program("pg_dump", database, "--format=custom", "--no-owner", "--no-privileges", out=True) as stream:
            for number, piece in enumerate(pieces(stream, PIECE)):
                sealed.add(f"{DATABASE}{number:06}", piece)
                found.database_bytes += len(piece)
        for path in sorted(documents.rglob("*")):
            inside = path.relative_to(documents)
            if path.is_file() and not path.name.endswith(".part") and inside.parts[0] != RESTORING:
                with path.open("rb") as file:
                    size = os.fstat(file.fileno()).st_size
                    sealed.add_stream(f"{DOCUMENTS}{inside.as_posix()}", file, size)
                found.documents, found.document_bytes = found.documents + 1, found.document_bytes + size

    write_sealed(target, keys, write)
    return found


def check(source: Path, key_file: Path | None) -> Contents:
    """Read a whole backup and change nothing. Raises NotWholeError or KeyRefusedError when it could not be restored."""
    with source.open("rb") as file:
        return _check(file, identities(key_file))


def _check(file: IO[bytes], keys: list[Any]) -> Contents:
    found = Contents()

    def look(name: str, stream: IO[bytes]) -> None:
        size = sum(len(piece) for piece in pieces(stream, PIECE))
        if name.startswith(DATABASE):
            found.database_bytes += size
        else:
            _inside(Path(), name)
            found.documents, found.document_bytes = found.documents + 1, found.document_bytes + size

    read_sealed(file, keys, look)
    return found


def restore(database: dict[str, Any], documents: Path, source: Path, key_file: Path | None) -> Contents:
    """Put a backup back into an empty database and an empty documents directory.

    The whole file is read and checked before anything is changed. All of the database comes back or nothing (one
    transaction). Raises NotWholeError, KeyRefusedError, or RuntimeError when something is not empty or pg_restore
    refuses.
    """
    keys = identities(key_file)
    _check_empty(database, documents)
    with source.open("rb") as file:
        found = _check(file, keys)
        aside = documents / RESTORING
        shutil.rmtree(aside, ignore_errors=True)
        try:
            _documents_into(file, keys, aside)
            _database_from(file, keys, database)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    for path in sorted(aside.iterdir()):
        path.rename(documents / path.name)
    aside.rmdir()
    return found


def _check_empty(database: dict[str, Any], documents: Path) -> None:
    if documents.exists() and any(path.name != RESTORING for path in documents.iterdir()):
        raise RuntimeError(
            f"{documents} is not empty. Move it away first: a restore never mixes two sets of documents."
        )
    address = _address(database)
    password = database.get("PASSWORD") or None
    with closing(psycopg2.connect(address, password=password)) as connection, connection.cursor() as cursor:
        cursor.execute(_ANY_TABLE)
        if cursor.fetchone():
            raise RuntimeError(f"The database {database['NAME']} is not empty. Restore into a new, empty one.")


def _documents_into(file: IO[bytes], keys: list[Any], place: Path) -> None:
    place.mkdir(parents=True)

    def keep(name: str, stream: IO[bytes]) -> None:
        if name.startswith(DOCUMENTS):
            path = _inside(place, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                shutil.copyfileobj(stream, out, PIECE)

    read_sealed(file, keys, keep)


def _inside(place: Path, name: str) -> Path:
    """Where a document belongs. Raises ValueError for a name that leads out of the place."""
    inside = PurePosixPath(name.removeprefix(DOCUMENTS))
    if not name.startswith(DOCUMENTS) or inside.is_absolute() or ".." in inside.parts or not inside.parts:
        raise ValueError(f"{name} does not belong into a backup")
    return place / inside


def _database_from(file: IO[bytes], keys: list[Any], database: dict[str, Any]) -> None:
    """The dump goes through pg_restore, which writes SQL, to psql, which does it in one transaction.

    pg_restore by itself begins with settings that a server older than it refuses, and would end there.
    """
    command = [str(find_postgres(None) / "pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
    options = ("--single-transaction", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1")
    with (
        _program("psql", database, *options, out=False) as statements,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as restoring,
    ):
        assert restoring.stdin is not None
        refused = threading.Event()
        handing = threading.Thread(target=_hand_on, args=(restoring.stdout, statements, refused), daemon=True)
        handing.start()
        into = restoring.stdin

        def hand_on(name: str, content: IO[bytes]) -> None:
            if name.startswith(DATABASE):
                shutil.copyfileobj(content, into, PIECE)

        with suppress(BrokenPipeError):
            read_sealed(file, keys, hand_on)
        with suppress(BrokenPipeError):
            into.close()
        handing.join()
        told = restoring.stderr.read().decode(errors="replace").strip() if restoring.stderr else ""
        # psql commits once it has read all, so it is ended before it could take this for all. Where it has refused
        # something itself, its own words say more.
        if restoring.wait() and not refused.is_set():
            raise RuntimeError(f"pg_restore stopped: {told}")


def _hand_on(source: IO[bytes], target: IO[bytes], refused: threading.Event) -> None:
    """SQL from one program to the next, less the settings at its head that an older server does not know."""
    try:
        for number, line in enumerate(source):
            if not line.startswith(UNKNOWN_TO_OLDER):
                target.write(line)
            if number == HEAD_LINES:
                break
        shutil.copyfileobj(source, target, PIECE)
        target.flush()
    except BrokenPipeError:
        refused.set()
    source.close()


def _address(database: dict[str, Any]) -> str:
    host = str(database.get("HOST") or "")
    address = f"postgresql:///{quote(database['NAME'])}?host={quote(host, safe='')}"
    for key, name in (("PORT", "port"), ("USER", "user")):
        if database.get(key):
            address += f"&{name}={quote(str(database[key]))}"
    return address


@contextmanager
def _program(program: str, database: dict[str, Any], *options: str, out: bool) -> Iterator[IO[bytes]]:
    """One of PostgreSQL's tools at work: the stream that it writes (`out`), or that it reads.

    The password goes by the environment, where no list of processes shows it. Raises RuntimeError with the tool's own
    words when it ends with an error.
    """
    environment = {**os.environ, "PGPASSWORD": str(database.get("PASSWORD") or "")}
    command = [str(find_postgres(None) / program), "--dbname", _address(database), *options]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL if out else subprocess.PIPE,
        stdout=subprocess.PIPE if out else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        stream = process.stdout if out else process.stdin
        assert stream is not None
        assert process.stderr is not None
        try:
            yield stream
        except BaseException:
            process.kill()
            raise
        if not out:
            with suppress(BrokenPipeError):
                stream.close()
        told = process.stderr.read().decode(errors="replace").strip()
        if process.wait():
            raise RuntimeError(f"{program} stopped: {told}")
