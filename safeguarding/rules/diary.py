"""Which sittings are still free: pure. The council's own hours, easy to change."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

BEGINS = (time(9, 15), time(11, 0), time(13, 15), time(15, 0))
LASTS = timedelta(minutes=90)


class Taken(NamedTuple):
    """A booked sitting: its hours, its room and its chair."""

    starts_at: datetime
    ends_at: datetime
    room: int | None
    chair: int


class Free(NamedTuple):
    starts_at: datetime
    room: int
    chair: int


def free_sittings(
    days: Collection[date], rooms: Collection[int], chairs: Collection[int], taken: Collection[Taken], zone: tzinfo
) -> Iterator[Free]:
    """One for each beginning at which some room and some chair are both free, in order."""
    for day in sorted(days):
        for begins in BEGINS:
            starts_at = datetime.combine(day, begins, tzinfo=zone)
            there = [one for one in taken if one.starts_at < starts_at + LASTS and one.ends_at > starts_at]
            room = next((one for one in rooms if one not in {other.room for other in there}), None)
            chair = next((one for one in chairs if one not in {other.chair for other in there}), None)
            if room is not None and chair is not None:
                yield Free(starts_at, room, chair)
