"""What a visit's record can and cannot say. Only a child who was seen has been visited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.rules.dates import words


@dataclass(frozen=True)
class Result:
    """What the visit was for one child."""

    name: str
    born_on: date | None
    died_on: date | None
    seen: bool
    seen_alone: bool | None
    why_not_seen: str


def check_took_place(took_place_at: datetime, now: datetime, results: Iterable[Result]) -> None:
    """Raises ValidationError on "took_place_at" or "results" for a visit that cannot have been so."""
    if took_place_at > now:
        raise ValidationError({"took_place_at": "A visit that took place cannot be in the future. Book it instead."})
    day = timezone.localdate(took_place_at)
    problems = [sentence for result in results for sentence in _problems(result, day)]
    if problems:
        raise ValidationError({"results": problems})


def _problems(result: Result, day: date) -> list[str]:
    found = []
    if result.born_on and day < result.born_on:
        found.append(f"{result.name} was born on {words(result.born_on)}, after the day of this visit.")
    if result.seen and result.died_on and day > result.died_on:
        found.append(f"{result.name} died on {words(result.died_on)}, before the day of this visit.")
    if result.seen_alone and not result.seen:
        found.append(f"{result.name} cannot have been seen alone without being seen.")
    if not result.seen and not result.why_not_seen.strip():
        found.append(f"Say why {result.name} was not seen.")
    return found


class Booking(Protocol):
    """A visit as far as its state goes."""

    took_place_at: datetime | None
    cancelled_at: datetime | None


def check_booked(visit: Booking) -> None:
    """Raises ValidationError for a visit that is over, or was called off."""
    if visit.took_place_at:
        raise ValidationError("This visit is already recorded.")
    if visit.cancelled_at:
        raise ValidationError("This visit was called off.")


def check_booking(booked_for: datetime, now: datetime) -> None:
    """Raises ValidationError on "booked_for" for a booking of a day that has gone."""
    if timezone.localdate(booked_for) < timezone.localdate(now):
        raise ValidationError({"booked_for": "A visit is booked for today or later. Record it if it took place."})
