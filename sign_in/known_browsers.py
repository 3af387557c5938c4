"""A browser remembers, in a signed cookie, which accounts have signed in to it. The cookie opens nothing: it only
gives the browser a count of failures of its own ("device cookies" in OWASP's words on slowing online guessing).
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from staff.models import User

SALT = "sign_in.known-browser"
GOOD_FOR = 400 * 24 * 60 * 60
MOST_ACCOUNTS = 12


def cookie_name() -> str:
    return "__Host-known-browser" if settings.SESSION_COOKIE_SECURE else "known-browser"


def browser_mark(request: HttpRequest, name: str) -> str:
    """The mark that this browser got when this account last signed in to it; empty for any other."""
    return _read(request).get(name.strip().casefold(), "")


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Give the browser its mark for this account. The latest accounts are kept, for desks that are shared."""
    marks = _read(request)
    mine = user.get_username().casefold()
    mark = marks.pop(mine, "") or secrets.token_hex(16)
    marks = {**dict(list(marks.items())[-(MOST_ACCOUNTS - 1) :]), mine: mark}
    response.set_cookie(
        cookie_name(),
        signing.dumps(marks, salt=SALT, compress=True),
        max_age=GOOD_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        marks = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return {}
    return {str(name): str(mark) for name, mark in marks.items()} if isinstance(marks, dict) else {}
