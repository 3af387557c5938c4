"""What a page has to know to warn in time."""

from typing import Any

from django.http import HttpRequest

from sign_in import activity


def session_frame(request: HttpRequest) -> dict[str, Any]:
    """How long somebody may do nothing here, and how long before the end to say so. Nothing for the signed out."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"idle_seconds": activity.idle_seconds(), "idle_warn_seconds": activity.warn_seconds()}
