"""My work: what is due, in order, one click from the act."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from access.queries import access_home
from staff.models import Alert, User
from staff.queries import unread_alerts
from staff.roles import Permission
from timescales.models import Clock
from workspace import navigation
from workspace.queries.front_door_home import front_door_home, works_at_front_door
from workspace.queries.late import decided_late, finished_late
from workspace.queries.manager_home import manager_home
from workspace.queries.unfinished import unfinished_writing
from workspace.queries.worker_home import own_allocations, worker_home

ALERTS_SHOWN = 5


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Each kind of work finds its own part; somebody who does two kinds finds both."""
    user, now = request.user, timezone.now()
    if user.may(Permission.SEND_CONTACT):
        return HttpResponseRedirect(reverse("partner-home"))
    names = {
        "now": now,
        "front_door": front_door_home(user, now) if works_at_front_door(user) else None,
        "manager": manager_home(user, now) if navigation.manages(user) else None,
        "looks": access_home(user, now) if navigation.manages(user) else None,
        "worker": worker_home(user, now) if navigation.holds_cases(user) else None,
        "late": _late(user, now),
        "drafts": unfinished_writing(user),
        "alerts": _alerts(request),
        "sees_children": navigation.sees_children(user),
    }
    return render(request, "workspace/home.html", names)


def _alerts(request: HttpRequest) -> Sequence[Alert]:
    """The latest few not yet read; their number, which stands around every page, comes with them."""
    rows = list(unread_alerts(request.user).annotate(in_all=Window(Count("pk")))[:ALERTS_SHOWN])
    request.alert_count = rows[0].in_all if rows else 0
    return rows


def _late(user: User, now: datetime) -> list[Clock]:
    """What each has to explain: a worker for the children held, the front door for its own clocks."""
    found = finished_late(user, own_allocations(user), now) if navigation.holds_cases(user) else []
    return found + (decided_late(user, now) if user.may(Permission.ASK_CHECKS) else [])
