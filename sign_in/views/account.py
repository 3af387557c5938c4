"""One's own account; how long the session lasts; and help for somebody who cannot sign in."""

import math

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from sign_in import activity, queries, services
from sign_in.second_factor import asked_of
from ui.background import background
from ui.drafts import storable


@never_cache
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """How I sign in, and what I can change about it."""
    ways = queries.ways_in_of(request.user)
    may_password = ways.password and services.may_use_password(request.user)
    names = {"ways": ways, "asked": asked_of(request.user), "may_password": may_password}
    return render(request, "registration/account.html", names)


@background
@login_not_required
@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def session_status(request: HttpRequest) -> HttpResponse:
    """How long the session lasts if nothing is done. A POST says how many seconds ago somebody did something here.

    Another site cannot send the header that a POST needs, so no token is asked for: a page that outlived a sign-in has
    none that is good.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed out"}, status=401)
    if request.method == "POST":
        idle = _seconds(request.headers.get("X-Idle-Seconds", ""))
        if idle is None:
            return JsonResponse({"error": "not understood"}, status=400)
        activity.seen(request.session, seconds_ago=idle)
    left = activity.seconds_left(request.session)
    return JsonResponse({"seconds_left": left, "user": request.user.pk})


def _seconds(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number <= settings.SESSION_COOKIE_AGE else None


# For those who keep accounts


@never_cache
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Whose account? By user name, name or e-mail address."""
    services.check_can_help(request.user)
    sought = storable(request.GET.get("q", "")).strip()
    names = {"sought": sought, "found": queries.accounts_like(sought) if sought else []}
    return render(request, "registration/accounts.html", names)


@never_cache
@require_http_methods(["GET", "POST"])
def help_with(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the way of one account, and the ways to move it."""
    services.check_can_help(request.user)
    user = queries.account(pk)
    if request.method == "GET":
        return render(request, "registration/account_help.html", {"person": user, "ways": queries.ways_in_of(user)})
    said = ACTS.get(request.POST.get("do", ""))
    if said:
        act, sentence = said
        act(user=user, by=request.user)
        messages.success(request, sentence.format(user=user))
    return HttpResponseRedirect(reverse("account-help", args=[user.pk]))


ACTS = {
    "unlock": (services.unlock_account, "{user} can try to sign in again now."),
    "second-factor": (services.reset_second_factor, "The authenticator app of {user} is reset."),
    "council": (services.unbind_council_identity, "The council’s sign-on is no longer bound to {user}."),
    "sign-out": (services.sign_out_everywhere, "{user} is signed out everywhere."),
}
