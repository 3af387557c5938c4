"""The wheels that carry the servers' programs. Looked up without importing them: an import has side effects there."""

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from parts.places import SHARED


def wheel_folder(name: str) -> Path | None:
    """The package's folder in this environment, or None where it is not installed."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0])


def copy_for_all(folder: Path) -> Path:
    """The same package where every account can read it, for root with an environment inside a closed directory.

    Its libraries lie in a second folder beside it and are found by that position, so both are copied.
    """
    name = folder.name
    target = SHARED / f"{name}-{importlib.metadata.version(name)}"
    if not target.exists():
        SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=SHARED))
        for source in (folder, folder.with_name(f"{name}.libs")):
            if source.exists():
                shutil.copytree(source, unfinished / source.name, symlinks=True)
        _open_to_readers(unfinished)
        try:
            unfinished.rename(target)
        except OSError:  # another start was quicker
            shutil.rmtree(unfinished, ignore_errors=True)
    return target / name


def _open_to_readers(top: Path) -> None:
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(path.stat().st_mode | (0o555 if runs else 0o444))
