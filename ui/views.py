"""The endpoints behind a form that saves itself, and the two helpers that other rooms build their pages on."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ui import drafts, services
from ui.background import background
from ui.form_page import FormPage
from ui.posting import (
    Posted,
    posted_fingerprint,
    posted_lists,
    posted_page,
    posted_seen,
    posted_token,
    read_moment,
    read_version,
)
from ui.tokens import read_token

__all__ = ["FormPage", "csrf_failure", "discard", "draft", "draft_csrf", "once", "swap"]


def once(request: HttpRequest, do: Callable[[], str]) -> HttpResponseRedirect:
    """Do something at most once for each showing of its form (`{% submit_token %}`), and go where it leads.

    `do` runs in a transaction and returns the address to go on to; a second sending follows to the same address
    without doing it again. Errors from `do` pass through, and leave the token free for another try.
    """
    user, token = request.user, posted_token(request)
    with transaction.atomic():
        if token and not services.claim_token(user=user, token=token, fingerprint=posted_fingerprint(request)):
            earlier = services.handled(user=user, token=token)
            return HttpResponseRedirect(earlier.result_url if earlier and earlier.result_url else request.path)
        url = do()
        if token:
            services.finish_token(user=user, token=token, url=url)
    return HttpResponseRedirect(url)


@background
@login_not_required
@never_cache
@require_POST
def draft(request: HttpRequest, key: str) -> JsonResponse:
    """Keep what is typed. 200 with the time; 401 when signed out (never a redirect); 400 for nonsense."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed out"}, status=401)
    sent = _sent(request)
    if sent is None or not sent["data"]:
        return JsonResponse({"error": "not understood"}, status=400)
    token = str(sent.get("token") or "")
    opening = read_token(token) if token else None
    if opening and opening.user_id != request.user.pk:
        return JsonResponse({"error": "signed in as somebody else"}, status=401)
    try:
        saved = drafts.save_draft(
            user=request.user,
            key=key,
            data=sent["data"],
            base_version=_number(sent.get("base_version")),
            title=str(sent.get("title") or ""),
            url=_own_address(request, sent.get("url")),
            token=token,
            page=opening.page if opening else "",
            seen_at=read_moment(sent.get("seen")),
        )
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=400)
    # Only those to whom this page was shown learn who else is writing on it.
    shown_this_page = opening is not None and opening.draft_key == key
    others = drafts.others_writing(request.user, key) if shown_this_page else []
    return JsonResponse(
        {
            "saved_at": timezone.localtime(saved.saved_at).isoformat() if saved else None,
            "finished": saved is None,
            "others": [{"name": one.name, "saved_at": timezone.localtime(one.saved_at).isoformat()} for one in others],
        }
    )


@background
@login_not_required
@never_cache
@require_GET
def draft_csrf(request: HttpRequest) -> JsonResponse:
    """A fresh CSRF token for a page that outlived its log-in; 401 when nobody is signed in."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed out"}, status=401)
    return JsonResponse({"csrf_token": get_token(request), "user": request.user.pk})


@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponseRedirect:
    """Drop kept words because their writer said so, and go back to the page."""
    drafts.discard_draft(user=request.user, key=key)
    return HttpResponseRedirect(_own_address(request, request.POST.get("next")) or "/")


@require_POST
def swap(request: HttpRequest, key: str) -> HttpResponseRedirect:
    """Show what was typed in another window instead, and go back to the page."""
    drafts.swap_draft(user=request.user, key=key)
    return HttpResponseRedirect(_own_address(request, request.POST.get("next")) or "/")


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was opened under an earlier log-in. Its words are kept, and the way back to them is shown."""
    opening = read_token(posted_token(request))
    kept = None
    if opening and opening.draft_key and opening.user_id == request.user.pk:
        kept = drafts.save_draft(
            user=request.user,
            key=opening.draft_key,
            data=posted_lists(request),
            url=request.get_full_path(),
            token=posted_token(request),
            page=posted_page(request),
            seen_at=posted_seen(request),
        )
    return render(request, "403_csrf.html", {"kept": kept, "address": request.get_full_path()}, status=403)


def _sent(request: HttpRequest) -> dict[str, Any] | None:
    """The body, JSON or as a form, with `data` as lists of texts; None when it is neither."""
    if request.content_type != "application/json":
        return {"data": posted_lists(request), "token": posted_token(request), **_known(request)}
    try:
        body = json.loads(request.body)
    except ValueError:
        return None
    if not isinstance(body, dict) or not isinstance(body.get("data"), dict):
        return None
    data: Posted = {}
    for name, values in body["data"].items():
        data[str(name)] = [str(one) for one in values] if isinstance(values, list) else [str(values)]
    return {**body, "data": data}


def _known(request: HttpRequest) -> dict[str, Any]:
    return {"base_version": request.POST.get("version"), "seen": request.POST.get("draft_seen")}


def _number(value: Any) -> int | None:
    return read_version(str(value))


def _own_address(request: HttpRequest, address: Any) -> str:
    text = str(address or "")
    return text if text.startswith("/") and url_has_allowed_host_and_scheme(text, {request.get_host()}) else ""
