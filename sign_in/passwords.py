"""Changing a password, and the letter to somebody who has forgotten it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from audit.services import record_event
from sign_in.attempts import account_mark, forget_failures
from sign_in.services import may_use_password
from staff.backends import may_log_in
from staff.models import User
from staff.services import alert

BODY = (
    "Somebody, most likely you, asked to set a new password for the account {name} in the case system.\n\n"
    "Open this address within an hour. It works once:\n\n{address}\n\n"
    "If it was not you, do nothing: your password stays as it is. If it happens again, tell your administrator."
)
CHANGED = "Your password was changed. If that was not you, tell your administrator at once"


def send_letters(*, email: str) -> int:
    """Write to every account of this address that a password serves. Answers how many there were."""
    users = list(_accounts_of(email))
    for user in users:
        link = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
        address = settings.SITE_URL.rstrip("/") + reverse("password-new", args=link)
        body = BODY.format(name=user.get_username(), address=address)
        send_mail("Set a new password", body, settings.DEFAULT_FROM_EMAIL, [user.email])
    return len(users)


def _accounts_of(email: str) -> Iterator[User]:
    for user in User.objects.filter(email__iexact=email, is_active=True):
        # The database's idea of the same letter is wider than a mail server's.
        same = user.email.casefold() == email.casefold()
        if same and user.has_usable_password() and may_log_in(user) and may_use_password(user):
            yield user


@transaction.atomic
def set_password(*, by: User, form: Any, forgotten: bool, at: datetime | None = None) -> User:
    """Keep the new password of a checked form. Every session of before ends by itself, since Django ties a session
    to the password that began it.
    """
    user = form.save()
    if forgotten:
        forget_failures(account=account_mark(user.get_username()))
    summary = "New password set after the old one was forgotten" if forgotten else "Password changed"
    event = record_event(kind="password_changed", summary=summary, by=by, at=at)
    alert(user=user, kind="second_factor", text=CHANGED, key=f"password-changed:{event.pk}", at=at)
    return user
