"""The one box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staff.roles import Permission
from workspace.queries.search import MOST, find_children


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page, or only its results where the box asks for them while somebody types."""
    text = request.GET.get("q", "").strip()[:200]
    names = {"text": text, "results": find_children(request.user, text), "most": MOST}
    names["may_merge"] = request.user.may(Permission.MERGE_RECORDS)
    template = "workspace/_results.html" if request.htmx else "workspace/search.html"
    return render(request, template, names)
