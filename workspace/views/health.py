"""For the machines that watch the site: no log-in, nothing about anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workspace import health


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing else of anything else, so that a slow database restarts no web server."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Database, Redis, worker and beat, each with its state; 503 when one of them is not well."""
    parts = health.report()
    well = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ok" if well else "not ready", "parts": parts}, status=200 if well else 503)
