"""The history of a child's record: what was done and changed, and who looked."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.policies import check_can_read_history
from staff.policies import child_for
from workspace.forms.history import HistoryForm
from workspace.history.entries import Asked, History
from workspace.policies import may_read_openings

A_PAGE = 30


@never_cache
@require_safe
def history(request: HttpRequest, child_pk: int) -> HttpResponse:
    """Newest first. Changes are for those who may write or audit, who looked for those who answer for it."""
    user = request.user
    child = child_for(user, child_pk, page="history")
    check_can_read_history(user)
    openings = may_read_openings(user, child)
    people = History(user, child, Asked(), openings=openings).people()
    form = HistoryForm(request.GET or None, people=people, openings=openings)
    found = History(user, child, form.asked(), openings=openings)
    page = Paginator(found.entries(), A_PAGE).get_page(request.GET.get("page"))
    names = {"child": child, "tab": "history", "form": form, "page": page, "entries": found.told(page)}
    return render(request, "workspace/history.html", {**names, "openings": openings})
