"""Before every page: has the session ended, and was the second factor given where it is asked for?"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from sign_in import activity
from sign_in.second_factor import GIVEN, asked_of
from ui.background import is_background

BECAUSE = "signed_out_because"


class SessionLimitsMiddleware:
    """Stands between Django's authentication and ui's KeepPostedMiddleware: a form sent after the end is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = SESSION_KEY in request.session
        if signed_in and not activity.seconds_left(request.session):
            _end(request, "idle" if activity.was_idle(request.session) else "age")
        elif signed_in and GIVEN not in request.session and asked_of(request.user):
            # Signed in before the second factor was asked for. The API's session is this one, too.
            _end(request, "second-factor")
        response = self.get_response(request)
        if SESSION_KEY in request.session and not response.has_header("Cache-Control"):
            # A shared computer's Back button shows nothing after somebody has signed out.
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *args: Any) -> None:
        if SESSION_KEY in request.session and not is_background(view):
            activity.seen(request.session)


def _end(request: HttpRequest, because: str) -> None:
    request.session.flush()
    request.session[BECAUSE] = because
    request.user = AnonymousUser()
