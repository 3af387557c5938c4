"""A form sent after the log-in has ended is not lost."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse

from ui import drafts
from ui.posting import posted_lists, posted_seen, posted_token
from ui.tokens import read_token


class KeepPostedMiddleware:
    """Stands before LoginRequiredMiddleware. A signed-out POST that carries a form's signed token is kept as the draft
    of the person to whom that form was shown; signing in leads back to the page, which then offers the words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *args: Any) -> None:
        # A view without the CSRF check (the API) is no page of ours, and reads its own body.
        is_page = request.method == "POST" and not getattr(view, "csrf_exempt", False)
        if not is_page or request.user.is_authenticated:
            return
        token = posted_token(request)
        opening = read_token(token) if token else None
        if not opening or not opening.draft_key:
            return
        user = get_user_model()._default_manager.filter(pk=opening.user_id, is_active=True).first()
        if user is None:
            return
        try:
            drafts.save_draft(
                user=user,
                key=opening.draft_key,
                data=posted_lists(request),
                url=request.get_full_path(),
                token=token,
                page=opening.page,
                seen_at=posted_seen(request),
            )
        except ValidationError:
            return


class ReadableFormMiddleware:
    """Refuses a form with files that says it is in another alphabet than ours, as Django refuses one without.

    Django would look for any codec of that name, also for those that turn no bytes into text, and break off.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        alphabet = (request.content_params or {}).get("charset", "utf-8").strip("\"' ").lower()
        if request.content_type == "multipart/form-data" and alphabet not in ("utf-8", "utf8"):
            raise BadRequest("A form is sent in UTF-8.")
        return self.get_response(request)
