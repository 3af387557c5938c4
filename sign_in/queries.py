"""How accounts can be come into."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from sign_in.attempts import account_mark, locked_until
from sign_in.models import AuthenticatorApp, CouncilIdentity, RecoveryCode
from staff.models import User

MOST = 50


@dataclass(frozen=True)
class WaysIn:
    """What stands between a person and the first page."""

    password: bool
    app: AuthenticatorApp | None
    codes_left: int
    council: CouncilIdentity | None
    locked_until: datetime | None


def ways_in_of(user: User) -> WaysIn:
    marks = [account_mark(user.get_username()), f"user:{user.pk}"]
    locks = [until for until in (locked_until(account=mark) for mark in marks) if until]
    return WaysIn(
        password=user.has_usable_password(),
        app=AuthenticatorApp.objects.filter(user=user).first(),
        codes_left=RecoveryCode.objects.filter(user=user, used_at=None).count(),
        council=CouncilIdentity.objects.filter(user=user).first(),
        locked_until=max(locks, default=None),
    )


def accounts_like(text: str) -> QuerySet[User]:
    """Accounts whose user name, name or e-mail address holds every word."""
    found = User.objects.all()
    for word in text.split()[:5]:
        held = Q(username__icontains=word) | Q(first_name__icontains=word)
        found = found.filter(held | Q(last_name__icontains=word) | Q(email__icontains=word))
    return found.order_by("last_name", "first_name", "pk")[:MOST]


def account(pk: int) -> User:
    """The account of this number. Raises Http404 where there is none."""
    return get_object_or_404(User, pk=pk)
