"""How long a session lasts: until nothing has been done for IDLE_MINUTES, and ten hours at the very most.

What counts is a person: a page asked for, or keys and pointer moving on a page that is open (static/js/idle.js tells).
What a page does by itself, such as saving a draft, does not.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
# The session is written again at most this often.
SPARE_SECONDS = 60
WARN_SECONDS = 120


def begin(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """Somebody signs in: both limits begin."""
    now = int(time.time())
    request.session[SIGNED_IN_AT], request.session[SEEN_AT] = now, now


def idle_seconds() -> int:
    return int(settings.IDLE_MINUTES * 60)


def warn_seconds() -> int:
    """How long before the end a person is warned: two minutes, less where the whole time is short."""
    return min(WARN_SECONDS, idle_seconds() // 3)


def seconds_left(session: SessionBase) -> int:
    """Until the session ends if nothing more is done; 0 when it has."""
    now = time.time()
    # A session from before these limits were there begins now.
    seen, signed_in = session.get(SEEN_AT, now), session.get(SIGNED_IN_AT, now)
    until = min(seen + idle_seconds(), signed_in + settings.SESSION_COOKIE_AGE)
    return max(int(until - now), 0)


def was_idle(session: SessionBase) -> bool:
    """Whether it is idleness that has ended the session, and not its greatest age."""
    return time.time() - session.get(SEEN_AT, 0) >= idle_seconds()


def seen(session: SessionBase, *, seconds_ago: float = 0) -> None:
    """A person did something, now or so many seconds ago."""
    moment = int(time.time() - max(seconds_ago, 0))
    spare = min(SPARE_SECONDS, idle_seconds() // 10)
    session.setdefault(SIGNED_IN_AT, int(time.time()))
    if moment > session.get(SEEN_AT, 0) + spare:
        session[SEEN_AT] = moment
