"""Where a move belongs among the addresses a person has had. Pure.

Stays are half open: whoever leaves and arrives on one day has one address on that day, the new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError


class Stay(NamedTuple):
    from_on: date | None
    to_on: date | None
    address_id: int


@dataclass
class Move:
    """What to write: stays that end earlier, and either a row that stands for the move already or a new one."""

    ends: dict[int, date] = field(default_factory=dict)
    is_row: int | None = None
    from_on: date | None = None
    to_on: date | None = None


def plan_move(stays: Mapping[int, Stay], address_id: int, from_on: date | None) -> Move:
    """Put a move in its place among the stays (by row id) of one person.

    Without a day it can only be the first address known. Raises ValidationError where a day is needed.
    """
    if from_on is None:
        return _without_a_day(stays, address_id)
    at_the_time = next((pk for pk, stay in stays.items() if _covers(stay, from_on)), None)
    if at_the_time is not None:
        stay = stays[at_the_time]
        if stay.address_id == address_id:
            return Move(is_row=at_the_time, from_on=stay.from_on)
        if stay.from_on == from_on:
            # The same day and another house: what was written first was wrong.
            return Move(is_row=at_the_time, from_on=from_on)
    later = sorted((stay.from_on, pk) for pk, stay in stays.items() if stay.from_on and stay.from_on > from_on)
    ends = {at_the_time: from_on} if at_the_time is not None else {}
    if later and stays[later[0][1]].address_id == address_id:
        # They came to that house earlier than was known.
        return Move(ends=ends, is_row=later[0][1], from_on=from_on)
    left_on = stays[at_the_time].to_on if at_the_time is not None else None
    return Move(ends=ends, from_on=from_on, to_on=left_on or (later[0][0] if later else None))


def _without_a_day(stays: Mapping[int, Stay], address_id: int) -> Move:
    for pk, stay in stays.items():
        if stay.to_on is None and stay.address_id == address_id:
            return Move(is_row=pk, from_on=stay.from_on)
    if stays:
        raise ValidationError({"from_on": "Enter the day of the move: another address is on record already."})
    return Move()


def _covers(stay: Stay, day: date) -> bool:
    return (stay.from_on is None or stay.from_on <= day) and (stay.to_on is None or stay.to_on > day)
