"""The clock that plays years in minutes: while a moment is played, everything believes that it is that moment.

Services take the moment of an act (`at=`). What asks for the present by itself, a column's default or a policy that
looks back four weeks, has to be told as well, or every event of two years would say that it was written down today.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.apps import apps
from django.db.models import Field
from django.utils import timezone


class PlayedClock:
    """What `timezone.now` answers while the department is played."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@contextmanager
def played_clock(moment: datetime) -> Iterator[PlayedClock]:
    """A clock whose `moment` is the present, for as long as the block runs. For a process that does nothing else."""
    clock = PlayedClock(moment)
    stamped = _fields_that_ask_for_now()
    real = timezone.now
    for field in stamped:
        field.default = clock.now
        field.__dict__.pop("_get_default", None)
    try:
        with patch.object(timezone, "now", clock.now):
            yield clock
    finally:
        for field in stamped:
            field.default = real
            field.__dict__.pop("_get_default", None)


def _fields_that_ask_for_now() -> list[Field]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if getattr(field, "default", None) is timezone.now
    ]
