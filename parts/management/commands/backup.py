"""manage.py backup FILE"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from parts.backup import back_up


class Command(BaseCommand):
    help = "Write the database and the documents into one file. It holds children's records: keep it as safe."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["file"]
        if target.exists():
            raise CommandError(f"{target} exists already. Choose another name: a backup never overwrites one.")
        try:
            back_up(settings.DATABASES["default"], Path(settings.MEDIA_ROOT), target)
        except (OSError, RuntimeError) as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(f"Backed up to {target} ({target.stat().st_size // 1024} kB).")
