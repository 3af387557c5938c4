"""Making the pack: the ordinary file, and one of its own for restricted records."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from staff.models import User
from workspace.attack_day.gathering import BATCH, Entry, Wanted, entries, wanted
from workspace.attack_day.pdf import Heading, write_pack

SHORTEST = 14


class PackError(RuntimeError):
    """The pack cannot be made as the settings are; the sentence says what to set."""


@dataclass(frozen=True)
class Made:
    file: Path
    children: int
    pages: int
    size: int


def make_pack(target: Path, *, now: datetime | None = None) -> list[Made]:
    """Write the pack, and beside it the restricted one where there are such records and a password for it.

    Raises PackError without a password that is long enough, OSError where it cannot be written.
    """
    now = timezone.localtime(now)
    password, other = settings.PACK_PASSWORD, settings.PACK_RESTRICTED_PASSWORD
    if len(password) < SHORTEST:
        raise PackError(f"Set PACK_PASSWORD to at least {SHORTEST} characters: four or five words that nobody guesses.")
    if other and (len(other) < SHORTEST or other == password):
        raise PackError("PACK_RESTRICTED_PASSWORD must be as long, and not the same: fewer people have it.")
    found = wanted(now.date())
    made = [_write(target, found, now, password, restricted=False)]
    if other and found.restricted:
        aside = target.with_name(f"{target.stem}-restricted{target.suffix}")
        made.append(_write(aside, found, now, other, restricted=True))
    return made


def _write(target: Path, found: Wanted, now: datetime, password: str, *, restricted: bool) -> Made:
    ids = found.ids(restricted=restricted)
    rows: list[Entry] = []
    for start in range(0, len(ids), BATCH):
        rows += entries(ids[start : start + BATCH], found, now, hide=not restricted)
    heading = Heading(
        council=settings.COUNCIL_NAME,
        made_at=now,
        counts=[] if restricted else found.counts,
        children=len(rows),
        restricted_left_out=0 if restricted else len(found.restricted),
        ask=_whom_to_ask(),
        only_restricted=restricted,
    )
    pages = write_pack(target, rows, heading, password)
    return Made(target, len(rows), pages, target.stat().st_size)


def _whom_to_ask() -> str:
    """Those who may restrict a record have named themselves on each: they know which these are."""
    managers = User.objects.filter(role="service_manager", is_active=True).order_by("last_name", "first_name")
    return " or ".join(
        f"{one.get_full_name()}, {one.email}" if one.email else one.get_full_name() for one in managers
    ) or ("the service manager")
