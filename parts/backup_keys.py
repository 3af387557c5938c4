"""The keys of backups. Whoever makes a backup needs the public half alone, so a stolen server cannot read its own."""

import os
from collections.abc import Sequence
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519


class KeyRefusedError(RuntimeError):
    """A key is missing or is none; the sentence says what to do."""


def make_key(place: Path) -> str:
    """Write a new secret key to a new file that its owner alone can read; answers its public half.

    Raises FileExistsError where the file exists: a key is never overwritten.
    """
    secret = x25519.Identity.generate()
    public = str(secret.to_public())
    place.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w") as file:
        file.write(f"# Opens the backups made for {public}\n{secret}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def recipients(texts: Sequence[str]) -> list[x25519.Recipient]:
    """The public keys, each beginning with age1. Raises KeyRefusedError where there is none, or one is no key."""
    if not texts:
        raise KeyRefusedError(
            "There is no key to encrypt the backup for. Make one with `manage.py backup_key FILE`, keep that file away "
            "from this machine, and name its public half in BACKUP_RECIPIENTS."
        )
    found = []
    for text in texts:
        try:
            found.append(x25519.Recipient.from_str(text.strip()))
        except RecipientError as error:
            raise KeyRefusedError(f"{text.strip()[:20]}… in BACKUP_RECIPIENTS is no public key (age1…).") from error
    return found


def identities(place: Path | None) -> list[x25519.Identity]:
    """The secret keys in a file. Raises KeyRefusedError where it cannot be read or holds none."""
    if place is None:
        raise KeyRefusedError("Say where the secret key is: --key FILE, or BACKUP_KEY_FILE.")
    try:
        lines = place.read_text().splitlines()
    except OSError as error:
        raise KeyRefusedError(f"The key file {place} cannot be read: {error.strerror}.") from error
    try:
        found = [x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except IdentityError as error:
        raise KeyRefusedError(f"{place} holds a secret key that was altered.") from error
    if not found:
        raise KeyRefusedError(f"{place} holds no secret key (a line that begins with AGE-SECRET-KEY-).")
    return found
