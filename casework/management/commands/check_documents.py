"""manage.py check_documents [--read] [--set-aside]"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from casework.services.keeping import SET_ASIDE, check_documents, tidy_documents


class Command(BaseCommand):
    help = "Compare the documents with their files. Ends with 1 where a document's file is missing or was altered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--read", action="store_true", help="read every file and compare its SHA-256")
        parser.add_argument("--set-aside", action="store_true", help=f"move files without a document to {SET_ASIDE}/")

    def handle(self, *args: Any, **options: Any) -> None:
        found = check_documents(read=options["read"])
        tidy_documents(found, set_aside=options["set_aside"])
        self.stdout.write(f"{found.documents} documents.")
        for what, pks in (("missing", found.missing), ("altered", found.altered)):
            if pks:
                self.stdout.write(f"{len(pks)} with their file {what}: {', '.join(map(str, pks))}")
        if found.unclaimed:
            done = f"moved to {SET_ASIDE}/" if options["set_aside"] else "left where they are (--set-aside moves them)"
            self.stdout.write(f"{len(found.unclaimed)} files without a document, {done}.")
        if found.unfinished:
            self.stdout.write(f"{len(found.unfinished)} unfinished files removed.")
        if found.faults:
            sys.exit(1)
