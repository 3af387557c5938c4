"""manage.py restore FILE"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from parts.backup import restore


class Command(BaseCommand):
    help = "Put a backup back into an empty database and an empty documents directory."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        source = options["file"]
        if not source.exists():
            raise CommandError(f"There is no file {source}.")
        try:
            restore(settings.DATABASES["default"], Path(settings.MEDIA_ROOT), source)
        except (OSError, RuntimeError) as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write("Restored. Run `manage.py migrate`, then start the system.")
