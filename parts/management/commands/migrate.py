"""Django's own `migrate`, without the time that it takes to make old models again and again."""

from typing import Any

from django.core.management.commands import migrate

from parts.old_models import old_models_spared


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with old_models_spared():
            super().handle(*args, **options)
