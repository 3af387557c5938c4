"""Acts that happened at a moment in the past, for the program and for the database, and pages as they were known."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from demo.clock import PlayedClock, played_clock
from demo.database_clock import database_believes, played_schema
from ui.addresses import staying_under
from workspace.past.moments import prefix_of

LONDON = ZoneInfo("Europe/London")


def london(month: int, day: int, hour: int = 12, minute: int = 0, year: int = 2026) -> datetime:
    """A moment of 2026 on London's clock."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


@contextmanager
def happening(moment: datetime) -> Iterator[PlayedClock]:
    """What is done in the block is done at that moment; set `moment` on what it gives to go on."""
    with played_schema(), played_clock(moment) as clock, database_believes(clock):
        yield clock


def then(moment: datetime, name: str, *args: Any) -> str:
    """The address of a record's page as it was known."""
    with staying_under(prefix_of(moment)):
        return reverse(name, args=args)
