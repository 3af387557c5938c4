"""Serves /as-known/<moment>/children/<pk>/… : today's gate first, then the page as the record was known then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import ResolverMatch, get_script_prefix, resolve
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from audit import as_known
from people.models import Child
from staff.policies import past_open_for
from ui.addresses import staying_under
from workspace.past.moments import PREFIX, prefix_of, read_moment, said

# The pages that have a past, and what the log says was opened. Any other address leads back to the present.
PAGES = {
    "child": "record",
    "chronology": "chronology",
    "family": "family",
    "assessment": "assessment",
    "visits": "visits",
    "case-notes": "case notes",
    "documents": "documents",
    "plan": "plan",
}


@dataclass(frozen=True)
class Past:
    """What the banner of such a page says, and where it leads."""

    moment: datetime
    child: Child
    page_today: str
    record_today: str

    @property
    def said(self) -> str:
        return said(self.moment)


class AsKnownMiddleware:
    """Stands last: within it there is only the view, so that everything around the page lives in the present."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = PREFIX.match(request.path_info)
        if found is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.method not in ("GET", "HEAD"):
            return _refused(request)
        moment, rest = read_moment(found["moment"]), f"/{found['rest']}"
        page = resolve(rest)  # raises Resolver404 for an address that there is not
        if moment is None:
            raise Http404
        if page.url_name not in PAGES or moment >= timezone.now():
            return HttpResponseRedirect(_today(request, found["rest"]))
        response = self._page(request, moment, page, rest)
        add_never_cache_headers(response)
        return response

    def _page(self, request: HttpRequest, moment: datetime, page: ResolverMatch, rest: str) -> HttpResponse:
        child_pk = page.kwargs["child_pk"]
        opened = f"{PAGES[page.url_name or '']}, as known on {said(moment)}"
        record_today = f"{get_script_prefix()}children/{child_pk}/"
        with (
            past_open_for(request.user, child_pk, page=opened) as child,  # type: ignore[arg-type] # signed in
            staying_under(prefix_of(moment)),
            as_known.known_at(moment, child_pk),
        ):
            then = Child.objects.filter(pk=child_pk).first()
            request.past = Past(moment, then or child, _today(request, rest[1:]), record_today)  # type: ignore[attr-defined]
            if then is None:
                return render(request, "workspace/not_known_then.html")
            request.path_info = rest
            return self.get_response(request)


def _today(request: HttpRequest, rest: str) -> str:
    """The same page in the present."""
    query = request.META.get("QUERY_STRING", "")
    site = request.path.removesuffix(request.path_info)
    return f"{site}/{rest}" + (f"?{query}" if query else "")


def _refused(request: HttpRequest) -> HttpResponse:
    response = render(request, "workspace/past_refused.html", status=405)
    response["Allow"] = "GET, HEAD"
    return response
