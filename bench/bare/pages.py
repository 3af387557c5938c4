"""One page behind a log-in: fifty open cases of a team, each with its next date. Three queries."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bench.bare.models import Allocation, Clock

ROWS = 50


@login_required
def table(request: HttpRequest) -> HttpResponse:
    clocks = Clock.objects.filter(child=OuterRef("child"), stopped_at__isnull=True).order_by("due_at")
    rows = (
        Allocation.objects.filter(team=request.user.team_id, to_on__isnull=True, role="lead")
        .select_related("child", "team", "worker")
        .annotate(due_at=Subquery(clocks.values("due_at")[:1]), rule=Subquery(clocks.values("rule_id")[:1]))
        .order_by("child__surname", "child__forename", "pk")[:ROWS]
    )
    return render(request, "bare/table.html", {"rows": rows})


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the rows lead; it is never asked."""
    return HttpResponse(str(pk))


urlpatterns = [
    path("", table, name="table"),
    path("people/<int:pk>/", person, name="person"),
    path("log-in/", LoginView.as_view(template_name="bare/log_in.html"), name="log-in"),
]
