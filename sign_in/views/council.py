"""To the council's own sign-on and back."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sign_in import council
from sign_in.views.arriving import TOKEN, first_step_done, safe_next

NEXT = "council_next"


@login_not_required
@never_cache
@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """Off to the provider; where the person wants to be afterwards waits in the session."""
    if not council.is_on():
        raise Http404
    request.session[NEXT] = safe_next(request, request.GET.get("next"))
    try:
        return council.go_to_provider(request, request.build_absolute_uri(reverse("council-back")))
    except council.CouncilSignOnError as refusal:
        return _refused(request, refusal)


@login_not_required
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Back from the provider, with its word about who this is."""
    if not council.is_on():
        raise Http404
    try:
        claims, token = council.claims_of(request)
        council.check_strong_enough(claims)
        user = council.account_for(claims=claims)
    except council.CouncilSignOnError as refusal:
        return _refused(request, refusal)
    given = "provider" if settings.OIDC_SECOND_FACTOR == "provider" else ""
    address = safe_next(request, request.session.get(NEXT))
    answer = first_step_done(request, user, "the council’s sign-on", address, given)
    request.session[TOKEN] = token
    return answer


def _refused(request: HttpRequest, refusal: council.CouncilSignOnError) -> HttpResponse:
    names = {"sentence": refusal.sentence, "next": request.session.get(NEXT, "/"), "name": settings.OIDC_NAME}
    return render(request, "registration/council_refused.html", names, status=refusal.status)
