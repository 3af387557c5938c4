"""Everything that must survive in one file: the database as pg_dump writes it, and the documents beside it."""

import os
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from parts.binaries import find_postgres

DATABASE = "database.dump"
DOCUMENTS = "documents"


def back_up(database: dict[str, Any], documents: Path, target: Path) -> None:
    """Write the database and the documents into one tar file, which appears only when it is whole.

    `database` is an entry of Django's DATABASES. Raises RuntimeError with pg_dump's own words when it fails.
    """
    partial = target.with_name(f"{target.name}.partial")
    with tempfile.TemporaryDirectory() as room:
        dump = Path(room) / DATABASE
        _run("pg_dump", database, "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        with tarfile.open(partial, "w") as archive:
            archive.add(dump, DATABASE)
            if documents.exists():
                archive.add(documents, DOCUMENTS)
    partial.chmod(0o600)
    partial.replace(target)


def restore(database: dict[str, Any], documents: Path, source: Path) -> None:
    """Put a backup back into an empty database and an empty documents directory.

    All of the database comes back or nothing (one transaction). Raises RuntimeError when the file is no backup, or
    when pg_restore refuses, for example because the database is not empty.
    """
    if documents.exists() and any(documents.iterdir()):
        raise RuntimeError(
            f"{documents} is not empty. Move it away first: a restore never mixes two sets of documents."
        )
    with tempfile.TemporaryDirectory() as room, tarfile.open(source) as archive:
        if DATABASE not in archive.getnames():
            raise RuntimeError(f"{source} is not a backup made by this system.")
        archive.extractall(room, filter="data")
        _run(
            "pg_restore",
            database,
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            str(Path(room) / DATABASE),
        )
        kept = Path(room) / DOCUMENTS
        documents.mkdir(parents=True, exist_ok=True)
        if kept.exists():
            for path in sorted(kept.rglob("*")):
                place = documents / path.relative_to(kept)
                if path.is_dir():
                    place.mkdir(parents=True, exist_ok=True)
                else:
                    place.write_bytes(path.read_bytes())


def _run(program: str, database: dict[str, Any], *arguments: str) -> None:
    """Run one of PostgreSQL's tools; the password goes by the environment, where no list of processes shows it."""
    host = str(database.get("HOST") or "")
    address = f"postgresql:///{quote(database['NAME'])}?host={quote(host, safe='')}"
    for key, name in (("PORT", "port"), ("USER", "user")):
        if database.get(key):
            address += f"&{name}={quote(str(database[key]))}"
    environment = {**os.environ, "PGPASSWORD": str(database.get("PASSWORD") or "")}
    told = subprocess.run(
        [find_postgres(None) / program, "--dbname", address, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if told.returncode:
        raise RuntimeError(f"{program} stopped: {told.stderr.strip()}")
