"""The copy of the seals outside the database. Whoever rewrites rows and every hash over them cannot rewrite this.

One JSON line for each seal: {"number", "made_at", "hash", "database"}. Lines are only ever added.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection

from audit.models import Seal

log = logging.getLogger("audit.seals")
END = 4096


@dataclass(frozen=True)
class Line:
    """One seal as the copy has it. `hash` is empty where the line cannot be read."""

    number: int
    hash: str
    database: str = ""


def this_database() -> str:
    """Tells a restored copy of a database from the first one. Not secret, and nothing depends on nobody knowing it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())"
            " FROM pg_control_system()"
        )
        return str(cursor.fetchone()[0])


class SealFile:
    """The copy at `path`; None where the settings name none."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    @classmethod
    def named_in_settings(cls) -> "SealFile":
        """The one that SEALS_FILE names."""
        return cls(Path(settings.SEALS_FILE) if settings.SEALS_FILE else None)

    def exists(self) -> bool:
        """Whether there is anything to compare with."""
        return self.path is not None and self.path.exists()

    def lines(self) -> Iterator[Line]:
        """From the first to the last."""
        if self.path is None or not self.path.exists():
            return
        with self.path.open() as file:
            for text in file:
                yield _read(text)

    def bring_up_to_date(self) -> None:
        """Add the seals that it has not yet. Where it does not agree with the database it is left alone."""
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                self._add(file, _last_line(file))
        except OSError as failure:
            # Sealing goes on; verify_logs and the nightly job say that the copy is behind.
            log.error("The copy of the seals could not be written: %s", failure)

    def _add(self, file: BinaryIO, last: Line | None) -> None:
        after = last.number if last else 0
        if last and not Seal.objects.filter(number=last.number, hash=last.hash).exists():
            log.error("%s does not agree with the seals in the database at seal %s.", self.path, last.number)
            return
        database = this_database()
        rows = Seal.objects.filter(number__gt=after).order_by("number").values_list("number", "made_at", "hash")
        text = "".join(
            json.dumps({"number": number, "made_at": made_at.isoformat(), "hash": hash_, "database": database}) + "\n"
            for number, made_at, hash_ in rows.iterator(1000)
        )
        if text:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())


def _last_line(file: BinaryIO) -> Line | None:
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - END))
    texts = file.read().decode(errors="replace").splitlines()
    return _read(texts[-1]) if texts else None


def _read(text: str) -> Line:
    try:
        told = json.loads(text)
        return Line(int(told["number"]), str(told["hash"]), str(told.get("database", "")))
    except (ValueError, TypeError, KeyError):
        return Line(0, "")
