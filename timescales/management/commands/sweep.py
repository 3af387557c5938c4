"""manage.py sweep [--now 2026-05-07T09:00]"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from timescales.reading import moment
from timescales.services import SweepError, sweep


class Command(BaseCommand):
    help = "Run the clock sweep now: tell every warning that has come and was not told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", help="the moment to sweep as of, in English time unless it names an offset")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = sweep(moment(options["now"]) if options["now"] else None)
        except (ValueError, SweepError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{result.stages} warnings given, {result.alerts} alerts sent to people.")
        for stage, number in sorted(result.told.items()):
            self.stdout.write(f"  {stage}: {number}")
        if result.nobody_to_tell:
            self.stdout.write(f"{result.nobody_to_tell} warnings wait: nobody holds the child.")
