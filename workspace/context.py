"""What stands around every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from staff.models import User
from staff.queries import unread_alerts
from ui.addresses import leading_out
from workspace.navigation import menu_for, sees_children


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """The menu, the number of alerts not yet read, and whose council this is.

    One query, and none for a part of a page that htmx asks for.
    """
    frame: dict[str, Any] = {
        "navigation": [],
        "alert_count": 0,
        "demo": settings.DEMO,
        "council_name": settings.COUNCIL_NAME,
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or getattr(request, "htmx", False):
        return frame
    frame["hide_search"] = not sees_children(user)
    with leading_out():
        return {**frame, "navigation": menu_for(user, request.path), "alert_count": _alert_count(request)}


def _alert_count(request: HttpRequest) -> int:
    """As the page itself has counted, where it has."""
    counted = getattr(request, "alert_count", None)
    user = request.user
    assert isinstance(user, User)
    return unread_alerts(user).count() if counted is None else counted
