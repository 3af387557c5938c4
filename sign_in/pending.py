"""Somebody whose password was right and whose second factor is still to come: nobody yet, to every other page."""

import time
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.http import HttpRequest

from staff.backends import may_log_in
from staff.models import User

KEY = "sign_in_pending"
GOOD_FOR = 10 * 60


@dataclass(frozen=True)
class Pending:
    """Who it is, how the first step was taken, and where the person wants to go."""

    user: User
    how: str
    next: str


def keep_pending(request: HttpRequest, user: User, how: str, next_url: str) -> None:
    # A new session: one that somebody else may have planted in this browser ends here.
    request.session.flush()
    request.session[KEY] = {
        "user": user.pk,
        "mark": user.get_session_auth_hash(),
        "how": how,
        "next": next_url,
        "at": int(time.time()),
    }


def pending_of(request: HttpRequest) -> Pending | None:
    """None when there is nobody, it was over ten minutes ago, or the account or its password has changed since."""
    kept = request.session.get(KEY)
    if not kept or time.time() - kept["at"] > GOOD_FOR:
        return None
    user = get_user_model()._default_manager.filter(pk=kept["user"]).first()
    if user is None or not may_log_in(user) or user.get_session_auth_hash() != kept["mark"]:
        return None
    return Pending(user, kept["how"], kept["next"])


def pending_next(request: HttpRequest) -> str:
    """Where somebody wanted to go whose first step is too long ago."""
    return str((request.session.get(KEY) or {}).get("next") or "/")
