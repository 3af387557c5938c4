"""Whom the servers run as. PostgreSQL refuses to run as root, so root hands it to an account with no powers."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Account:
    """An account of this machine that the servers run under."""

    name: str
    uid: int
    gid: int


def server_account() -> Account | None:
    """The account to hand the servers to, or None where we are not root and simply run them ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise RuntimeError("PostgreSQL will not run as root, and this machine has no 'postgres' or 'nobody' user.")


def as_account(account: Account | None) -> dict[str, Any]:
    """Arguments for subprocess that drop every privilege. The directory is / because ours may be closed to it."""
    if account is None:
        return {"cwd": "/", "umask": 0o077}
    return {"cwd": "/", "umask": 0o077, "user": account.uid, "group": account.gid, "extra_groups": []}


def can_enter(account: Account | None, directory: Path) -> bool:
    """Whether that account can walk into the directory; asked of the machine itself, since parents may be closed."""
    test = ["/bin/sh", "-c", 'cd "$1"', "sh", str(directory)]
    return subprocess.run(test, capture_output=True, **as_account(account)).returncode == 0


def private_directory(directory: Path, account: Account | None) -> Path:
    """Make the directory, or take it over, so that only the account can look inside (and root).

    Raises PermissionError where somebody else already owns it: in /tmp that would be a trap.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = directory.stat().st_uid
    if owner not in {os.geteuid(), account.uid if account else os.geteuid()}:
        raise PermissionError(f"{directory} belongs to somebody else (user {owner}); it is not used.")
    hand_over(directory, account)
    directory.chmod(0o700)
    return directory


def hand_over(path: Path, account: Account | None) -> None:
    """Make the account the owner, so that its server can read and write there."""
    if account is not None:
        os.chown(path, account.uid, account.gid)
