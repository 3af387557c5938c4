"""Each night once: the backup, and the attack-day pack. Asked for every hour, so that a missed night is made up for.

A file that is there is not made again; two workers never make one at once; old ones go; a failure is told to the
administrators, once a day, on the page and by e-mail.
"""

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from parts.backup_settings import back_up_as_set
from staff.services import tell_administrators
from workspace.attack_day.making import make_pack

log = logging.getLogger(__name__)
# After midnight's own jobs, and before anybody comes.
FROM_HOUR = 1
# However old they are, some stay: a clock that is wrong must not empty the folder.
ALWAYS_KEPT = 3


def nightly_backup(now: datetime | None = None) -> Path | None:
    """The night's backup, where BACKUP_DIR is set; answers the file that was made."""
    return _once_a_night(
        "backup", settings.BACKUP_DIR, "casework-{}.age", settings.BACKUP_KEEP_DAYS, back_up_as_set, now
    )


def nightly_pack(now: datetime | None = None) -> Path | None:
    """The night's pack, where PACK_DIR is set; answers the file that was made."""
    return _once_a_night(
        "attack-day pack", settings.PACK_DIR, "attack-day-{}.pdf", settings.PACK_KEEP_DAYS, make_pack, now
    )


def _once_a_night(
    what: str, folder: str, name: str, keep_days: int, make: Callable[[Path], object], now: datetime | None
) -> Path | None:
    now = timezone.localtime(now)
    if not folder or now.hour < FROM_HOUR:
        return None
    target = Path(folder, name.format(now.date()))
    try:
        if target.exists():
            return None
        with _alone(target.parent) as alone:
            if not alone or target.exists():
                return None
            make(target)
            _prune(target.parent, name, now.date() - timedelta(days=keep_days))
    except Exception as failure:
        text = f"The nightly {what} was not made. It is tried again every hour. {failure}"
        tell_administrators(text=text, key=f"nightly:{what}:{now.date()}")
        raise
    return target


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """True for the one process that may write here now; the lock ends with the process, however that ends."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _prune(folder: Path, name: str, before: date) -> None:
    """Remove what is older, by the day in its name, but never the latest few."""
    first, last = name.split("{}")
    for extra in ("", "-restricted"):
        found = sorted(path for path in folder.glob(f"{first}????-??-??{extra}{last}"))
        for path in found[:-ALWAYS_KEPT]:
            if path.name.removeprefix(first)[:10] < before.isoformat():
                path.unlink()
                log.info("Removed %s", path)
