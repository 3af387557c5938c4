"""manage.py attack_day_pack FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from parts.units import size_in_words
from workspace.attack_day.making import PackError, make_pack


class Command(BaseCommand):
    help = "Write the attack-day pack: an encrypted PDF of the children at risk, for a day without the system."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="for example pack.pdf; restricted records go to pack-restricted.pdf"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for made in make_pack(options["file"]):
                size = size_in_words(made.size)
                self.stdout.write(f"{made.file}: {made.children} children, {made.pages} pages, {size}.")
        except (OSError, PackError) as failure:
            raise CommandError(str(failure)) from failure
