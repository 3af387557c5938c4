"""Signing in and out, and helping somebody who cannot."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, authenticate, login
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from audit.services import record_event
from sign_in import attempts, second_factor
from sign_in.addresses import client_address
from sign_in.known_browsers import browser_mark
from sign_in.models import AuthenticatorApp, CouncilIdentity, RecoveryCode
from staff.models import User
from staff.policies import check_may
from staff.roles import Permission
from staff.services import alert

log = logging.getLogger("sign_in.security")
BACKEND = "staff.backends.StaffBackend"


def check_password(*, request: HttpRequest, name: str, password: str, at: datetime | None = None) -> User | None:
    """The account, when name and password are right and may be used here; None otherwise, whatever the reason.

    Raises LockedOutError, without looking at the password, after too many failures.
    """
    address = client_address(request)
    keys = attempts.password_keys(name, address, browser_mark(request, name))
    attempts.begin_attempt(keys, at=at)
    user: Any = authenticate(request, username=name, password=password)
    if user is None or not may_use_password(user):
        # What was typed as a name is not written down: it may be somebody's password.
        known = User.objects.filter(username=name).values_list("pk", flat=True).first()
        log.warning("Sign-in failed for %s from %s", f"account {known}" if known else "an unknown name", address)
        return None
    attempts.attempt_succeeded(keys, at=at)
    return user


def may_use_password(user: User) -> bool:
    """Whether passwords serve this account: everybody's, or those kept for the day when the provider is down."""
    only_council = settings.OIDC_ISSUER and not settings.PASSWORD_SIGN_IN
    return not only_council or user.get_username() in settings.BREAK_GLASS_ACCOUNTS


def let_in(*, request: HttpRequest, by: User, how: str, given: str = "", at: datetime | None = None) -> None:
    """The person is who she says: begin her session. `given` says how the second factor was given, if it was."""
    login(request, by, backend=BACKEND)
    if given:
        request.session[second_factor.GIVEN] = given
    record_event(kind="signed_in", summary=f"Signed in with {how}", by=by, at=at, address=client_address(request))


def end_sessions_of(*, user: User, but: str | None = None) -> int:
    """Sign somebody out everywhere (but in one session). Answers in how many places."""
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.session_key != but and session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
            ended += 1
    return ended


# What an administrator does for somebody else


def check_can_help(user: User) -> None:
    """Raises PermissionDenied for one who does not keep accounts."""
    check_may(user, Permission.KEEP_ACCOUNTS)


@transaction.atomic
def unlock_account(*, user: User, by: User | None, job: str = "", at: datetime | None = None) -> None:
    """Forget the failures of an account, so that it can be tried again at once. A command names itself as `job`."""
    _checked(by, job)
    for account in (attempts.account_mark(user.get_username()), f"user:{user.pk}", attempts.account_mark(user.email)):
        attempts.forget_failures(account=account)
    _tell("account_unlocked", f"Sign-in unlocked for {user}", user, by, job, at)


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None, job: str = "", at: datetime | None = None) -> None:
    """The telephone is lost: take the authenticator app and the codes on paper away, and sign the person out
    everywhere. Where a second factor is asked for, the next sign-in sets up a new one.
    """
    _checked(by, job)
    AuthenticatorApp.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    end_sessions_of(user=user)
    attempts.forget_failures(account=f"user:{user.pk}")
    event = _tell("second_factor_reset", f"Second factor reset for {user}", user, by, job, at)
    text = "Your authenticator app was reset. If you did not ask for that, tell your administrator at once"
    alert(user=user, kind="second_factor", text=text, key=f"second-factor-reset:{event.pk}", at=at)


@transaction.atomic
def unbind_council_identity(*, user: User, by: User | None, job: str = "", at: datetime | None = None) -> None:
    """Forget who somebody is to the council's sign-on: the next sign-on binds anew."""
    _checked(by, job)
    CouncilIdentity.objects.filter(user=user).delete()
    _tell("council_identity_unbound", f"Council sign-on unbound from {user}", user, by, job, at)


@transaction.atomic
def sign_out_everywhere(*, user: User, by: User | None, job: str = "", at: datetime | None = None) -> int:
    """End every session of an account."""
    _checked(by, job)
    ended = end_sessions_of(user=user)
    _tell("signed_out_everywhere", f"{user} signed out everywhere", user, by, job, at)
    return ended


def _checked(by: User | None, job: str) -> None:
    if by is None and not job:
        raise ValueError("Either a person or a job acts.")
    if by is not None:
        check_can_help(by)


def _tell(kind: str, summary: str, user: User, by: User | None, job: str, at: datetime | None) -> Any:
    return record_event(kind=kind, summary=summary, by=by, job=job, subject=("user", user.pk), at=at)
