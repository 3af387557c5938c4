"""manage.py due assessment 2026-03-02 [--json] [--variant red]"""

import json
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from timescales.council import Council
from timescales.reading import day_or_moment
from timescales.rulebook import NoNumberError, Rule, UnknownRuleError
from timescales.timing import earliest_due
from timescales.working_days import LONDON, Due, Unit

CONNECT_SECONDS = 2


class Command(BaseCommand):
    help = "When is it due, and why. RULE is an id of timescales/rules.csv."
    requires_system_checks: list[str] = []  # a date is wanted at once, whatever else is wrong

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", help="for example assessment, icpc, cp.visit")
        parser.add_argument("start", help="2026-03-02, or 2026-03-02T14:30 for a rule that counts hours")
        parser.add_argument("--variant", default="", help="for example red, of mash.check")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            start = day_or_moment(options["start"])
            rule, due = earliest_due(options["rule"], options["variant"], start, self._council())
        except (UnknownRuleError, NoNumberError, ValueError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(_answer(rule, due, start), ensure_ascii=False))
            return
        self.stdout.write(f"{rule.title}: {due.sentence}")
        self.stdout.write(f"Source: {rule.source}")

    def _council(self) -> Council:
        """What the council set, where the database can be asked; else the law and the defaults alone."""
        from timescales.queries import council

        try:
            settings = connection.settings_dict
            settings["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS, **settings.get("OPTIONS", {})}
            return council()
        except Error:
            self.stderr.write("The database could not be asked: the council's own days and numbers are left out.")
            return Council()


def _answer(rule: Rule, due: Due, start: date | datetime) -> dict[str, Any]:
    """Dates as 2026-05-07; moments only where hours are counted from a moment."""
    exact = rule.unit == Unit.HOURS and isinstance(start, datetime)
    return {
        "rule": rule.id,
        "start": _iso(due.start, exact),
        "due": _iso(due.due, exact),
        "counted": due.counted,
        "skipped": [{"date": free.day.isoformat(), "name": free.name} for free in due.skipped],
        "source": rule.source,
    }


def _iso(value: date | datetime, exact: bool) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(LONDON)
        return value.isoformat() if exact else value.date().isoformat()
    return value.isoformat()
