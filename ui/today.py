"""What a page calls now. This room does not know of a record as it was known in the past; a room above says."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone

from ui.dates import LONDON

_clocks: list[Callable[[], datetime]] = []


def tell_the_time_by(clock: Callable[[], datetime]) -> None:
    """Let a room above say which moment the page that is being made speaks of."""
    _clocks.append(clock)


def now() -> datetime:
    return _clocks[-1]() if _clocks else timezone.now()


def today() -> date:
    return timezone.localdate(now(), timezone=LONDON)
