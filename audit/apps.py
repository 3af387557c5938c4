from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit import checks  # noqa: F401

        post_migrate.connect(protect_after_migrating, sender=self)


def protect_after_migrating(**sent: Any) -> None:
    """After migrate, whatever it did: a table that is new has no rights yet. Emptying a test database is no migrate."""
    if sent.get("plan") is not None:
        from audit.protection import protect_for_the_application

        protect_for_the_application()
