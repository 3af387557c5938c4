"""What is shown when a request fails through no fault of its sender. Needs no database, no Redis and no session."""

import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from redis.exceptions import ConnectionError as RedisAwayError
from redis.exceptions import TimeoutError as RedisSlowError

from ui.drafts import NEVER_KEPT

AWAY = (OperationalError, InterfaceError, RedisAwayError, RedisSlowError)
SECONDS_TO_WAIT = 30
# The form's own hidden boxes go with a second sending as they came: one sending counts once, however often it is sent.
CARRIED = {"csrfmiddlewaretoken", "submit_token", "version", "draft_seen"}
NEVER_SHOWN = NEVER_KEPT - CARRIED | {"new_password1", "new_password2", "otp_token", "token"}
LARGEST = 3_000_000
WORTH_SHOWING = 20


class Typed(NamedTuple):
    """One box of a form that was sent, as it is given back."""

    name: str
    text: str
    shown: bool


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to any exception that nothing else has answered; set as handler500.

    503 where a server that everything stands on is away for a moment, 500 for a fault of ours. A form that was sent
    comes back in the page with a button to send it again, since nothing could be kept on the server.
    """
    away = _is_away(sys.exc_info()[1])
    status = 503 if away else 500
    if _wants_json(request):
        said = "The system is not reachable for a moment. Nothing was saved: send this again in a minute."
        fault = "Something went wrong, and it has been noted. Nothing was saved."
        response: HttpResponse = JsonResponse({"detail": said if away else fault}, status=status)
    else:
        typed = list(_typed(request))
        names = {"typed": typed, "sent": request.method == "POST", "address": request.get_full_path()}
        names["files"] = bool(typed) and (request.content_type or "").startswith("multipart/")
        response = HttpResponse(render_to_string(f"{status}.html", names), status=status)
    if away:
        response["Retry-After"] = str(SECONDS_TO_WAIT)
    response["Cache-Control"] = "no-store"
    return response


def _is_away(error: BaseException | None) -> bool:
    """Whether the cause, however deep, is a server that does not answer."""
    while error is not None:
        if isinstance(error, AWAY):
            return True
        error = error.__cause__ or error.__context__
    return False


def _wants_json(request: HttpRequest) -> bool:
    is_draft = request.content_type == "application/json"
    return is_draft or request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", "")


def _typed(request: HttpRequest) -> Iterator[Typed]:
    """Everything that was sent but passwords. Empty where it cannot be read again, or is no form with a token."""
    try:
        posted = list(request.POST.lists()) if request.method == "POST" else []
    except Exception:
        # The body broke off, or its disk was full: there is nothing to give back, and this page must still be shown.
        return
    # Only a form that carries a token can be sent twice without being done twice.
    if not any(name == "submit_token" for name, _ in posted) or _size(posted) > LARGEST:
        return
    for name, texts in posted:
        if name not in NEVER_SHOWN:
            for text in texts:
                yield Typed(name, str(text), name not in CARRIED and len(str(text)) >= WORTH_SHOWING)


def _size(posted: Sequence[tuple[str, Sequence[object]]]) -> int:
    return sum(len(str(text)) for _, texts in posted for text in texts)
