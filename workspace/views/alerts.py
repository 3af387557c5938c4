"""What a person was told, until it is read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from staff.queries import alerts_for, unread_alerts
from staff.services import mark_alerts_read
from ui.posting import read_key

A_PAGE = 50


@never_cache
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Those not yet read, or with ?show=all every one; newest first."""
    everything = request.GET.get("show") == "all"
    rows = alerts_for(request.user) if everything else unread_alerts(request.user)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/alerts.html", {"page": page, "everything": everything})


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """One alert, or with no number all of them."""
    one = request.POST.get("alert", "")
    number = mark_alerts_read(by=request.user, alert_ids=_named(one) if one else None)
    if not one:
        messages.success(request, f"{number} alert{'' if number == 1 else 's'} marked as read.")
    return HttpResponseRedirect(reverse("alerts"))


def _named(one: str) -> list[int]:
    """What is no number names no alert; it is not taken for “all of them”."""
    key = read_key(one)
    return [key] if key else []
