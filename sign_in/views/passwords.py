"""A new password: by one's own wish, or by a letter because the old one is forgotten."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from kombu.exceptions import OperationalError

from sign_in import attempts, passwords, tasks
from sign_in.addresses import client_address
from sign_in.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm
from sign_in.views.arriving import welcome

log = logging.getLogger("sign_in.security")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Another password for whoever is signed in; every other place where she is signed in ends."""
    form = ChangePasswordForm(request.user, request.POST or None)
    if form.is_valid():
        user = passwords.set_password(by=request.user, form=form, forgotten=False)
        update_session_auth_hash(request, user)
        messages.success(request, "Password changed. You are signed out everywhere else.")
        return HttpResponseRedirect(reverse("account"))
    return render(request, "registration/password_change.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a letter. The answer is the same whether there is such an account, and whether a letter went."""
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "registration/forgotten.html", {"form": form}, status=422 if form.errors else 200)
    email = form.cleaned_data["email"]
    try:
        attempts.begin_attempt(attempts.letter_keys(email, client_address(request)))
        tasks.send_password_letters.delay(email)
    except attempts.LockedOutError:
        log.warning("Too many letters for forgotten passwords were asked for")
    except OperationalError:
        log.error("A letter for a forgotten password could not be sent: the queue does not answer")
    return HttpResponseRedirect(reverse("password-letter-sent"))


@login_not_required
@never_cache
def letter_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/letter_sent.html")


@method_decorator(login_not_required, name="dispatch")
class NewPassword(PasswordResetConfirmView):
    """Where the letter leads: once, and within an hour. It signs nobody in: the second factor is still to come."""

    form_class = NewPasswordForm
    template_name = "registration/new_password.html"
    success_url = reverse_lazy("log-in")
    post_reset_login = False

    def form_valid(self, form: Any) -> HttpResponse:
        user = passwords.set_password(by=self.user, form=form, forgotten=True)
        messages.success(self.request, "New password set. Sign in with it.")
        self.request.session.pop("_password_reset_token", None)
        return welcome(self.request, user, HttpResponseRedirect(str(self.success_url)))

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
