"""manage.py restore FILE [--key KEY]"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from parts.backup import restore
from parts.backup_settings import database_of_owner, key_file
from parts.management.commands.backup import described


class Command(BaseCommand):
    help = "Put a backup back into an empty database and an empty documents directory."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, help="the secret key that opens it (BACKUP_KEY_FILE)")

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path = options["file"]
        if not source.exists():
            raise CommandError(f"There is no file {source}.")
        try:
            found = restore(database_of_owner(), Path(settings.MEDIA_ROOT), source, key_file(options["key"]))
        except (OSError, RuntimeError) as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(f"Restored {described(found)}. Run `manage.py migrate`, then start the system.")
