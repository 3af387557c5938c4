"""A manager's teams: what everybody holds, what waits, and each worker's children."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staff.policies import check_may
from staff.roles import Permission
from workspace.queries.caseload import caseload_lines, caseload_rows
from workspace.queries.manager_home import MOST, without_worker
from workspace.queries.team import team_loads, worker_in_teams_of

A_PAGE = 50


@never_cache
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    check_may(request.user, Permission.ALLOCATE)
    now = timezone.now()
    unallocated = without_worker(request.user)
    names = {
        "teams": team_loads(request.user, now),
        "unallocated": unallocated[:MOST],
        "unallocated_count": unallocated.count(),
    }
    return render(request, "workspace/team.html", names)


@never_cache
@require_safe
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """The children of one worker of the manager's teams."""
    check_may(request.user, Permission.ALLOCATE)
    found = worker_in_teams_of(request.user, pk)
    return _caseload(request, found)


@never_cache
@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """The children whom one holds oneself."""
    return _caseload(request, request.user)


def _caseload(request: HttpRequest, found) -> HttpResponse:
    page = Paginator(caseload_rows(request.user, found), A_PAGE).get_page(request.GET.get("page"))
    lines = caseload_lines(page, timezone.now())
    names = {"worker": found, "own": found.pk == request.user.pk, "page": page, "lines": lines}
    return render(request, "workspace/caseload.html", names)
