"""What `manage.py check --deploy` says about the logs."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def logs_are_out_of_reach(**_: Any) -> list[CheckMessage]:
    """Both are settings of the place, so nothing but a warning can insist."""
    found: list[CheckMessage] = []
    if not settings.APPLICATION_DATABASE:
        found.append(
            Warning(
                "The application connects as the owner of its database, who can alter the logs.",
                hint="Set OWNER_DATABASE_URL, and a role of its own in DATABASE_URL: docs/operations.md.",
                id="audit.W001",
            )
        )
    if not settings.SEALS_FILE:
        found.append(
            Warning(
                "No copy of the seals over the logs is kept outside the database.",
                hint="Set SEALS_FILE: docs/operations.md.",
                id="audit.W002",
            )
        )
    return found
