"""manage.py verify_logs [--json]"""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from audit.verification import Report, verify_logs


class Command(BaseCommand):
    help = "Work out every hash over both logs again, and say whether the chain holds. Ends with 1 where it does not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify_logs()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), default=str, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(in_words(report)))
        if not report.holds:
            sys.exit(1)


def in_words(report: Report) -> list[str]:
    """What a person wants to know, the worst first."""
    seals = "1 seal" if report.seals == 1 else f"{report.seals:,} seals"
    covered = f"{seals} over {report.rows:,} rows of {report.tables} tables"
    if report.last_made_at:
        covered += f", the last (seal {report.last_number}) made on {report.last_made_at:%-d %B %Y at %H:%M:%S} UTC"
    if not report.holds:
        lines = [
            f"THE CHAIN IS BROKEN in {len(report.breaches)} place{'' if len(report.breaches) == 1 else 's'}.",
            *(f"  {one.text}" for one in report.breaches),
        ]
        lines += [f"Looked at: {covered}.", "What to do now: docs/operations.md, “When verify_logs fails”."]
    elif report.seals:
        lines = [f"The chain holds: {covered}."]
    else:
        lines = ["Nothing is sealed yet."]
    lines += [report.copy] if report.copy else []
    for one in report.unsealed:
        lines.append(f"Not sealed yet: {one.rows:,} rows of {one.table}, since {one.since:%-d %B %Y %H:%M:%S} UTC.")
    lines += [f"Look at this: {concern}" for concern in report.concerns]
    lines += [f"Note: {notice}" for notice in report.notices]
    result = "Nothing that was sealed has been touched" if report.holds else "What was sealed has been touched"
    return [*lines, f"{result}. Exit status {0 if report.holds else 1}."]
