"""The chronology: a view over all events, always there, never written by hand."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staff.policies import child_for
from staff.roles import Permission
from workspace.event_kinds import GROUPS
from workspace.queries.chronology import events_shown, with_marks
from workspace.queries.withheld import withheld_from

A_PAGE = 50
# A printed chronology is one document, oldest first; beyond this it is filtered before it is printed.
MOST_PRINTED = 3000


@never_cache
@require_safe
def chronology(request: HttpRequest, child_pk: int) -> HttpResponse:
    user = request.user
    child = child_for(user, child_pk, page="chronology")
    group = request.GET.get("kind", "")
    significant_only = request.GET.get("only") == "significant"
    withheld = withheld_from(user, child)
    events = events_shown(child, group=group, significant_only=significant_only, withheld=withheld)
    names = {
        "child": child,
        "tab": "chronology",
        "groups": [(key, one.name) for key, one in GROUPS.items()],
        "group": group if group in GROUPS else "",
        "significant_only": significant_only,
        "may_write": user.may(Permission.WRITE_RECORD),
    }
    if "print" in request.GET:
        entries = with_marks(child, list(events.order_by("occurred_at", "pk")[:MOST_PRINTED]), withheld)
        return render(request, "workspace/chronology_print.html", {**names, "entries": entries, "now": timezone.now()})
    page = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    entries = with_marks(child, list(page), withheld)
    return render(request, "workspace/chronology.html", {**names, "page": page, "entries": entries})
