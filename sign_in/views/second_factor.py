"""The code at the second step, and setting an authenticator app up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sign_in import second_factor, services
from sign_in.forms import ChangeAppForm, CodeForm
from sign_in.pending import pending_next, pending_of
from sign_in.sealed import seal, unseal
from sign_in.views.arriving import welcome
from staff.models import User

SECRET = "new_authenticator"


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator app, or one from paper."""
    pending = pending_of(request)
    if pending is None:
        return begin_again(request)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            given = second_factor.check_code(by=pending.user, typed=form.cleaned_data["code"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            services.let_in(request=request, by=pending.user, how=f"{pending.how} and a code", given=given)
            return welcome(request, pending.user, HttpResponseRedirect(pending.next))
    return render(request, "registration/second_factor.html", {"form": form}, status=422 if form.errors else 200)


def begin_again(request: HttpRequest) -> HttpResponse:
    """The first step was too long ago. Where the person wanted to go is not forgotten."""
    if request.user.is_authenticated:
        return HttpResponseRedirect("/")
    messages.info(request, "Signing in took too long, or was not begun. Sign in again.")
    return HttpResponseRedirect(f"{reverse('log-in')}?{urlencode({'next': pending_next(request)})}")


@login_not_required
@never_cache
@sensitive_post_parameters("code", "code_now")
@require_http_methods(["GET", "POST"])
def first_app(request: HttpRequest) -> HttpResponse:
    """For somebody who gave the right password and may not come in without a second factor."""
    pending = pending_of(request)
    if pending is None or second_factor.app_of(pending.user):
        return begin_again(request)
    form = CodeForm(request.POST or None)
    codes = _set_up(request, pending.user, form)
    if codes is None:
        return _page(request, pending.user, form)
    services.let_in(request=request, by=pending.user, how=f"{pending.how} and a new authenticator app", given="app")
    return welcome(request, pending.user, _codes_page(request, codes, pending.next))


@never_cache
@sensitive_post_parameters("code", "code_now")
@require_http_methods(["GET", "POST"])
def change_app(request: HttpRequest) -> HttpResponse:
    """A first authenticator app by one's own wish, or another one: then a code of the present one comes first."""
    has_one = second_factor.app_of(request.user) is not None
    form = (ChangeAppForm if has_one else CodeForm)(request.POST or None)
    if has_one and form.is_valid():
        _check_now(request.user, form)
    codes = _set_up(request, request.user, form)
    if codes is None:
        return _page(request, request.user, form, has_one=has_one)
    request.session[second_factor.GIVEN] = "app"
    services.end_sessions_of(user=request.user, but=request.session.session_key)
    return _codes_page(request, codes, reverse("account"))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New codes for paper, against a code of the app."""
    if second_factor.app_of(request.user) is None:
        return HttpResponseRedirect(reverse("account"))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            second_factor.check_code(by=request.user, typed=form.cleaned_data["code"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _codes_page(request, second_factor.new_recovery_codes(by=request.user), reverse("account"))
    return render(request, "registration/new_codes.html", {"form": form}, status=422 if form.errors else 200)


def _check_now(user: User, form: ChangeAppForm) -> None:
    try:
        second_factor.check_code(by=user, typed=form.cleaned_data["code_now"])
    except ValidationError as refusal:
        form.add_error("code_now", ValidationError(refusal.message_dict["code"]))


@sensitive_variables("secret")
def _set_up(request: HttpRequest, user: User, form: CodeForm) -> list[str] | None:
    """The codes for paper, once the new app has shown a right code; None while it has not."""
    if not form.is_valid():
        return None
    secret = unseal(request.session.get(SECRET, ""))
    try:
        codes = second_factor.set_up_app(by=user, secret=secret, code=form.cleaned_data["code"])
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    request.session.pop(SECRET, None)
    return codes


@sensitive_variables("secret")
def _page(request: HttpRequest, user: User, form: CodeForm, has_one: bool = False) -> HttpResponse:
    # Each session has a secret of its own: whoever else knows the password does not see this one.
    secret = unseal(request.session.get(SECRET, "")) or second_factor.new_secret()
    if SECRET not in request.session:
        request.session[SECRET] = seal(secret)
    names = {
        "form": form,
        "has_one": has_one,
        "picture": second_factor.picture_of(secret, user),
        "key": second_factor.in_fours(secret),
    }
    return render(request, "registration/authenticator.html", names, status=422 if form.errors else 200)


def _codes_page(request: HttpRequest, codes: list[str], go_on: str) -> HttpResponse:
    return render(request, "registration/recovery_codes.html", {"codes": codes, "go_on": go_on})
