"""manage.py reconcile"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from timescales.services import reconcile


class Command(BaseCommand):
    help = "Work out every clock again from the record, report each difference and put it right."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch-size", type=int, default=500, help="children to a transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        differences = reconcile(options["batch_size"])
        for difference in differences:
            self.stdout.write(
                f"child {difference.child_id}, {difference.rule_id} of {difference.subject_kind} "
                f"{difference.subject_id}: {difference.what}"
            )
        self.stdout.write(f"{len(differences)} differences, all put right." if differences else "No differences.")
        if differences:
            sys.exit(1)
