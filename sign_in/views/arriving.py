"""The first step and the second, and what stands between."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sign_in import council, second_factor, services
from sign_in.forms import SignInForm
from sign_in.known_browsers import remember
from sign_in.middleware import BECAUSE
from sign_in.pending import keep_pending
from staff.models import User

LEAVE_COUNCIL, TOKEN = "council_log_out", "council_token"


def safe_next(request: HttpRequest, address: str | None) -> str:
    """Where to go on to: an address of this site, or the first page."""
    text = address or ""
    own = url_has_allowed_host_and_scheme(text, {request.get_host()}, require_https=request.is_secure())
    return text if own else resolve_url(settings.LOGIN_REDIRECT_URL)


def first_step_done(request: HttpRequest, user: User, how: str, next_url: str, given: str = "") -> HttpResponse:
    """On to the second factor where one is asked for, else in."""
    if given or not (second_factor.asked_of(user) or second_factor.app_of(user)):
        services.let_in(request=request, by=user, how=how, given=given)
        return welcome(request, user, HttpResponseRedirect(next_url))
    keep_pending(request, user, how, next_url)
    return HttpResponseRedirect(reverse("second-factor" if second_factor.app_of(user) else "second-factor-first"))


def welcome(request: HttpRequest, user: User, response: HttpResponse) -> HttpResponse:
    remember(request, response, user)
    return response


class SignIn(LoginView):
    """Name and password, or the way to the council's own sign-on."""

    authentication_form = SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        return first_step_done(self.request, form.get_user(), "a password", self.get_success_url())

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=429 if form.locked else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by_council = council.is_on()
        asked = self.request.method == "POST" or "password" in self.request.GET
        return super().get_context_data(
            **kwargs,
            because=self.request.session.get(BECAUSE, "") if self.request.method == "GET" else "",
            idle_minutes=settings.IDLE_MINUTES,
            council_name_of_sign_on=settings.OIDC_NAME if by_council else "",
            password_form=settings.PASSWORD_SIGN_IN or not by_council or asked,
            password_for_few=by_council and not settings.PASSWORD_SIGN_IN,
            leave_council=self.request.session.get(LEAVE_COUNCIL, ""),
        )


class SignOut(LogoutView):
    """Out of here; and the way out of the council's sign-on, for desks that are shared."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.session.get(TOKEN, "")
        response = super().post(request, *args, **kwargs)
        address = council.log_out_address(token, request.build_absolute_uri(reverse("log-in"))) if token else ""
        if address:
            request.session[LEAVE_COUNCIL] = address
        return response
