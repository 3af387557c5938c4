"""Where documents lie: a file is there whole, and safe on disk, or it is not there."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

# The ending of a file that is still being written. Nothing reads such a file.
PART = ".part"


class WholeFiles(FileSystemStorage):
    """Writes beside the place first. A full disk or a killed process leaves at most a file that ends in `.part`."""

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        part = place.with_name(place.name + PART)
        try:
            super()._save(f"{name}{PART}", content)  # type: ignore[misc]
            _on_disk(part)
            part.rename(place)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _on_disk(place.parent)
        return name


def _on_disk(path: Path) -> None:
    """Wait until the machine has really written it: the row that names the file is committed only afterwards."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
