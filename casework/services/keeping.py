"""Whether files and rows agree: each document has its file, whole, and each file has its document."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from casework.models import Document
from casework.storage import PART

# A file that is younger may belong to a form that is being saved at this moment.
SETTLED = timedelta(days=1)
FOLDER = "documents"
SET_ASIDE = "unclaimed"


@dataclass
class Kept:
    """What was found. `missing` and `altered` are documents' keys; the others are files."""

    documents: int = 0
    missing: list[int] = field(default_factory=list)
    altered: list[int] = field(default_factory=list)
    unclaimed: list[Path] = field(default_factory=list)
    unfinished: list[Path] = field(default_factory=list)

    @property
    def faults(self) -> int:
        return len(self.missing) + len(self.altered)


def check_documents(*, read: bool = False, now: datetime | None = None) -> Kept:
    """Compare rows and files. With `read`, every file is read and its SHA-256 compared; else its size alone."""
    found, named = Kept(), set()
    for pk, name, size, mark in Document.objects.values_list("pk", "file", "size", "sha256").iterator(2000):
        found.documents += 1
        named.add(name)
        place = Path(settings.MEDIA_ROOT, name)
        if not place.is_file():
            found.missing.append(pk)
        elif place.stat().st_size != size or (read and _fingerprint(place) != mark):
            found.altered.append(pk)
    before = ((now or timezone.now()) - SETTLED).timestamp()
    for path in _files():
        if path.stat().st_mtime < before and f"{FOLDER}/{path.name}" not in named:
            (found.unfinished if path.name.endswith(PART) else found.unclaimed).append(path)
    return found


def tidy_documents(found: Kept, *, set_aside: bool = False) -> None:
    """Remove what was never finished. Whole files without a row are moved aside if asked, and never deleted here:
    after a restore of an older backup they may be the only copy of what was added since.
    """
    for path in found.unfinished:
        path.unlink(missing_ok=True)
    if set_aside:
        for path in found.unclaimed:
            place = Path(settings.MEDIA_ROOT, SET_ASIDE)
            place.mkdir(mode=0o700, exist_ok=True)
            path.rename(place / path.name)


def _files() -> Iterator[Path]:
    folder = Path(settings.MEDIA_ROOT, FOLDER)
    return (path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else iter(())


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
