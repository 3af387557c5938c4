"""manage.py protect_logs"""

from typing import Any

from django.core.management.base import BaseCommand

from audit.protection import faults, protect_for_the_application


class Command(BaseCommand):
    help = "Set the rights and triggers that keep the logs from being altered, as the owner. Migrate does it too."

    def handle(self, *args: Any, **options: Any) -> None:
        protect_for_the_application()
        for fault in faults():
            self.stdout.write(f"Look at this: {fault}")
        self.stdout.write("The logs are protected.")
