"""Counting attempts. An attempt is counted before it is tried, under a lock, and taken back when it succeeds: of many
attempts at the same moment no more get through than of many in a row.

A browser that has signed in to an account before has a count of its own (sign_in.known_browsers), so that an attacker's
failures never keep a worker out of her usual browser: neither by name nor from a shared address.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sign_in.addresses import neighbourhood
from sign_in.models import AttemptCount
from sign_in.rules import LIMITS

log = logging.getLogger("sign_in.security")


class LockedOutError(Exception):
    """Too many failures: `until` says when the next attempt will be looked at."""

    def __init__(self, until: datetime):
        super().__init__("Too many failures")
        self.until = until


@dataclass(frozen=True, order=True)
class Key:
    """What is counted: of which kind, for which account (a hash), from where."""

    kind: str
    account: str = ""
    place: str = ""


def account_mark(name: str) -> str:
    """A name as it was typed, known here or not, for counting: case and width do not matter."""
    return salted_hmac("sign_in.attempts", name.strip().casefold(), algorithm="sha256").hexdigest()


def password_keys(name: str, address: str, browser: str = "") -> list[Key]:
    """What an attempt with a password counts against. `browser` is the mark of one that knows the account."""
    account = account_mark(name)
    if browser:
        return [Key("browser", account, browser)]
    place = neighbourhood(address)
    return [Key("account", account), Key("address", "", place), Key("pair", account, place)]


def code_keys(user_id: int) -> list[Key]:
    return [Key("code", f"user:{user_id}")]


def letter_keys(email: str, address: str) -> list[Key]:
    return [Key("letter", account_mark(email)), Key("letters", "", neighbourhood(address))]


@transaction.atomic
def begin_attempt(keys: Iterable[Key], *, at: datetime | None = None) -> None:
    """Count one more attempt. Raises LockedOutError, and counts nothing, while any of the keys is locked."""
    at = at or timezone.now()
    rows = _locked_rows(keys, at)
    locked = [row.locked_until for row in rows if row.locked_until and row.locked_until > at]
    if locked:
        raise LockedOutError(max(locked))
    for row in rows:
        limit = LIMITS[row.kind]
        row.failures = 1 if at - row.last_at > limit.forgotten else row.failures + 1
        wait = limit.wait_after(row.failures)
        row.last_at, row.locked_until = at, at + wait if wait else None
        row.save()
        if wait:
            log.warning("Too many failures (%s): %s, locked for %s", row.kind, row.failures, wait)


@transaction.atomic
def attempt_succeeded(keys: Iterable[Key], *, at: datetime | None = None) -> None:
    """It was the right person. Her own counts begin anew; from a shared one only this attempt is taken back."""
    at = at or timezone.now()
    for row in _locked_rows(keys, at):
        if row.kind in ("pair", "browser", "code"):
            row.delete()
            continue
        row.failures = max(row.failures - 1, 0)
        row.locked_until = None
        row.save()


@transaction.atomic
def forget_failures(*, account: str) -> int:
    """Let somebody in again at once: all counts of this account (a mark of attempts.account_mark, or user:ID)."""
    return AttemptCount.objects.filter(account=account).delete()[0]


def forget_old_counts(*, before: datetime | None = None) -> int:
    """Drop counts that begin anew in any case."""
    limit = before or timezone.now() - timedelta(days=2)
    return AttemptCount.objects.filter(last_at__lt=limit).delete()[0]


def locked_until(*, account: str, at: datetime | None = None) -> datetime | None:
    """Until when at least one way into this account is closed; None when all are open."""
    at = at or timezone.now()
    rows = AttemptCount.objects.filter(account=account, locked_until__gt=at).order_by("-locked_until")
    return rows.values_list("locked_until", flat=True).first()


def _locked_rows(keys: Iterable[Key], at: datetime) -> list[AttemptCount]:
    """The rows of these keys, made where they are missing, held until the transaction ends; always in one order."""
    wanted = sorted(set(keys))
    # Writing a row that is there already holds it as well, so that nobody removes it meanwhile.
    AttemptCount.objects.bulk_create(
        [AttemptCount(kind=key.kind, account=key.account, place=key.place, last_at=at) for key in wanted],
        update_conflicts=True,
        unique_fields=["kind", "account", "place"],
        update_fields=["kind"],
    )
    return [AttemptCount.objects.get(kind=key.kind, account=key.account, place=key.place) for key in wanted]
