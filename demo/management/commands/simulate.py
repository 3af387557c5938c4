"""manage.py simulate: fill an empty database with a made-up department that has worked for some years."""

import sys
import time
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.sealing import seal_logs
from demo import summary
from demo.department import build_department, is_built
from demo.hours import moment
from demo.numbers import first_free
from demo.side_by_side import play_side_by_side, worth_it
from demo.simulation import Order, play
from people.duplicates import find_duplicates
from people.models import Person
from staff.models import User

EVENING = 18
SEAL_SECONDS = 5


class Command(BaseCommand):
    help = "Fill an empty database with a made-up department, played day by day through the services."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--children", type=int, default=200, help="how many children (200)")
        parser.add_argument("--years", type=float, default=2, help="over how many years before the last day (2)")
        parser.add_argument("--until", type=date.fromisoformat, help="the last day, as YYYY-MM-DD (today)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes another department (1)")
        parser.add_argument("--yes-add", action="store_true", help="add to a database that is not empty")

    def handle(self, *, children: int, years: float, until: date | None, seed: int, yes_add: bool, **_: Any) -> None:
        """Raises CommandError for numbers that cannot be, and for a database with people in it."""
        began = time.monotonic()
        _check_empty(yes_add)
        order = _order(children, years, until or timezone.localdate(), seed)
        if not is_built():
            build_department(seed)
        acted = (play_side_by_side if worth_it(children) else play)(order, self._tell)
        # Some families were recorded twice: the first night's look, so that the list is there in the morning.
        find_duplicates()
        self._tell(f"Sealed {seal_logs(patience=SEAL_SECONDS).rows:,} rows of the logs")
        self.stdout.write(summary.of(order, acted, time.monotonic() - began))

    def _tell(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)


def _order(children: int, years: float, until: date, seed: int) -> Order:
    if children < 1 or not 0 < years <= 20:
        raise CommandError("Ask for at least one child, and for up to twenty years.")
    end = moment(until, EVENING)
    if until == timezone.localdate():
        end = min(end, timezone.localtime())
    return Order(children, until - timedelta(days=round(years * 365.25)), end, seed, first_free(_numbers_known()))


def _numbers_known() -> list[str]:
    return [number for number in Person.with_merged.values_list("nhs_number", flat=True) if number]


def _check_empty(yes_add: bool) -> None:
    if not yes_add and (Person.objects.exists() or User.objects.exists()):
        raise CommandError("This database is not empty. Take another, or say --yes-add to add to it.")
