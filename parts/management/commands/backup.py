"""manage.py backup FILE · backup --check FILE [--key KEY]"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from parts.backup import Contents, check
from parts.backup_settings import back_up_as_set, key_file
from parts.units import size_in_words


class Command(BaseCommand):
    help = "Write the database and the documents into one encrypted file, or check one (--check)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--check", action="store_true", help="read the file, change nothing, say whether it is whole"
        )
        parser.add_argument("--key", type=Path, help="the secret key, for --check (BACKUP_KEY_FILE)")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            if options["check"]:
                self.stdout.write(f"Whole, and this key opens it: {described(check(file, key_file(options['key'])))}.")
                return
            if file.exists():
                raise CommandError(f"{file} exists already. Choose another name: a backup never overwrites one.")
            found = back_up_as_set(file)
        except (OSError, RuntimeError) as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(f"Backed up to {file} ({size_in_words(file.stat().st_size)}): {described(found)}.")


def described(found: Contents) -> str:
    """the database (12 MB) and 40 documents (3 MB)"""
    number = "1 document" if found.documents == 1 else f"{found.documents} documents"
    return f"the database ({size_in_words(found.database_bytes)}) and {number} ({size_in_words(found.document_bytes)})"
