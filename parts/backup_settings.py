"""What the settings say about backups."""

from pathlib import Path
from typing import Any

from django.conf import settings

from parts.backup import Contents, back_up
from parts.backup_keys import identities, make_key


def database_of_owner() -> dict[str, Any]:
    """The database as whoever owns its tables reaches it: only the owner may read, and make, all of it."""
    return settings.DATABASES["default"]


def key_file(named: Path | None = None) -> Path | None:
    """Where the secret key is: as named on the command line, else by the settings; None where nobody says."""
    return named or (Path(settings.BACKUP_KEY_FILE) if settings.BACKUP_KEY_FILE else None)


def public_keys() -> list[str]:
    """Whom a backup is encrypted for. On a machine of one's own the key is made at the first backup."""
    if settings.BACKUP_RECIPIENTS or not getattr(settings, "BACKUP_MAKES_ITS_KEY", False):
        return list(settings.BACKUP_RECIPIENTS)
    place = Path(settings.BACKUP_KEY_FILE)
    if not place.exists():
        return [make_key(place)]
    return [str(secret.to_public()) for secret in identities(place)]


def back_up_as_set(target: Path) -> Contents:
    """A backup of this system's database and documents, for the keys that the settings name."""
    return back_up(database_of_owner(), Path(settings.MEDIA_ROOT), target, public_keys())
