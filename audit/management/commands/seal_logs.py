"""manage.py seal_logs [--wait 5] [--anew TABLE --reason TEXT]"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.log_tables import log_tables
from audit.sealing import SealedElsewhereError, seal_logs


class Command(BaseCommand):
    help = "Seal what was written to the logs since the last time. Beat does the same every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--wait", type=float, default=5, help="seconds to wait for those who write now (5)")
        parser.add_argument("--anew", action="append", default=[], metavar="TABLE", help="seal a table again")
        parser.add_argument("--reason", default="", help="why it is sealed again; stays in the seal for good")

    def handle(self, *args: Any, **options: Any) -> None:
        names = {table.name for table in log_tables()}
        if unknown := set(options["anew"]) - names:
            raise CommandError(f"No log is kept in {', '.join(sorted(unknown))}.")
        if options["anew"] and not options["reason"].strip():
            raise CommandError("Say why with --reason: it stays in the seal for good.")
        try:
            done = seal_logs(patience=options["wait"], anew=options["anew"], reason=options["reason"].strip())
        except SealedElsewhereError as error:
            raise CommandError("Another process is sealing at this moment. Try again in a minute.") from error
        self.stdout.write(f"{done.rows:,} rows sealed in {done.seals:,} new seals.")
        if done.held_back:
            self.stdout.write(f"Somebody is still writing to {', '.join(done.held_back)}: sealed as far as is sure.")
