"""manage.py backup_key FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from parts.backup_keys import make_key


class Command(BaseCommand):
    help = "Make a key pair for backups: the secret half into a new file, the public half on the screen."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            public = make_key(options["file"])
        except OSError as failure:
            raise CommandError(f"{options['file']}: {failure.strerror}. A key is never overwritten.") from failure
        self.stdout.write(f"Secret key in {options['file']}. Keep it away from this machine, twice, and on paper.")
        self.stdout.write(f"Set on every server: BACKUP_RECIPIENTS={public}")
