"""Tokens of the API: made, collected, withdrawn, recognised, and warned of before they end.

docs/decisions/api-tokens.md says why they are as they are.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from audit.services import record_event
from staff.api_scopes import SCOPES, scopes_for, shows_children
from staff.models import Alert, ApiToken, User
from staff.policies import check_may
from staff.roles import Permission
from staff.services import alert, alerts

SHOWN = 10  # signs of the key by which it is recognised
LONGEST_KEY = 200
USED_LATELY = timedelta(hours=1)
WARN_BEFORE = timedelta(days=14)
COLLECT_WITHIN = timedelta(days=7)


def new_key() -> str:
    """A key that nobody can guess: 256 bits. Its beginning tells tools that look for lost secrets what it is."""
    return f"cwk_{secrets.token_urlsafe(32)}"


def digest_of(key: str) -> str:
    """What is kept of a key. It is random and long, so that one pass of SHA-256 is as good as a slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def last_day_allowed(at: datetime | None = None) -> date:
    return timezone.localdate(at) + timedelta(days=settings.API_TOKEN_LONGEST_DAYS)


@transaction.atomic
def make_token(
    *,
    owner: User,
    name: str,
    scopes: Collection[str],
    last_day: date,
    by: User,
    at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A token for an account, good to the end of `last_day`. Answers it with its key, which is never known again.

    The key of a token that shows the council's records is empty here: its owner collects it (`collect_token`), so that
    an administrator, who sees no child, never holds a key that opens one.
    Raises PermissionDenied for one who may not, ValidationError by field ("owner", "name", "scopes", "last_day").
    """
    check_may(by, Permission.MANAGE_TOKENS)
    at = at or timezone.now()
    _check(owner, name, scopes, last_day, at)
    wanted = [scope for scope in SCOPES if scope in scopes]
    token = ApiToken(
        user=owner,
        name=name.strip(),
        scopes=wanted,
        made_at=at,
        made_by=by,
        ends_at=_midnight_after(last_day),
    )
    key = "" if shows_children(wanted) else _give_key(token)
    token.save()
    _record("token_made", f"API token made for {owner}: {token.name}", token, by, at, scopes=wanted)
    if not key:
        alert(
            user=owner,
            kind="token_waits",
            text=f"A token of the API waits for you to collect it: {token.name}"[:300],
            url=f"/tokens/{token.pk}/collect/",
            key=f"token-waits:{token.pk}",
            at=at,
        )
    return token, key


def _check(owner: User, name: str, scopes: Collection[str], last_day: date, at: datetime) -> None:
    errors = {}
    allowed = scopes_for(owner)
    if not owner.is_active:
        errors["owner"] = f"The account of {owner} is switched off. Choose another."
    elif not allowed:
        errors["owner"] = f"{owner.role_definition.title} accounts can do nothing over the API. Choose another."
    if not name.strip():
        errors["name"] = "Say what the token is for."
    unfit = [scope for scope in scopes if scope not in allowed]
    if not scopes:
        errors["scopes"] = "Choose what the token may be used for."
    elif unfit and allowed:
        titles = ", ".join(SCOPES[scope].title.lower() if scope in SCOPES else scope for scope in unfit)
        errors["scopes"] = f"The role of {owner}, {owner.role_definition.title}, does not: {titles}."
    if last_day < timezone.localdate(at):
        errors["last_day"] = "The last day must be today or later."
    elif last_day > last_day_allowed(at):
        errors["last_day"] = f"A token lasts until {last_day_allowed(at):%-d %B %Y} at the longest."
    if errors:
        raise ValidationError(errors)


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _give_key(token: ApiToken, key: str = "") -> str:
    key = key or new_key()
    token.prefix, token.digest = key[:SHOWN], digest_of(key)
    return key


def set_demo_key(*, token: ApiToken, key: str) -> None:
    """The demonstration's keys stand in its documentation. Raises PermissionDenied for any other account's token."""
    if not token.user.is_demo:
        raise PermissionDenied("Only a demonstration's account has a key that is known.")
    _give_key(token, key)
    token.save(update_fields=["prefix", "digest"])


@transaction.atomic
def collect_token(*, token: ApiToken, by: User, at: datetime | None = None) -> str:
    """The key, for its owner alone and once. Raises PermissionDenied, or ValidationError when it is too late."""
    at = at or timezone.now()
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.user_id != by.pk:
        raise PermissionDenied("Only the owner of a token collects its key.")
    if token.digest:
        raise ValidationError("This token was collected already. Its key is shown once: ask for another if it is lost.")
    if token.revoked_at or min(token.ends_at, token.made_at + COLLECT_WITHIN) <= at:
        raise ValidationError("This token can no longer be collected. Ask the administrator for another.")
    key = _give_key(token)
    token.save(update_fields=["prefix", "digest"])
    _record("token_collected", f"API token collected: {token.name}", token, by, at)
    return key


@transaction.atomic
def withdraw_token(*, token: ApiToken, by: User, at: datetime | None = None) -> ApiToken:
    """It opens nothing from this moment on. An owner may withdraw the own one. Twice is once."""
    at = at or timezone.now()
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.user_id != by.pk:
        check_may(by, Permission.MANAGE_TOKENS)
    if token.revoked_at:
        return token
    token.revoked_at, token.revoked_by = at, by
    token.save(update_fields=["revoked_at", "revoked_by"])
    _record("token_withdrawn", f"API token withdrawn: {token.name}", token, by, at)
    return token


def token_with_key(key: str) -> ApiToken | None:
    """The usable token with this key, its owner read along; None for any other, whatever the reason."""
    if not key.isascii() or len(key) > LONGEST_KEY:
        return None
    return ApiToken.objects.usable().select_related("user").filter(digest=digest_of(key)).first()


def note_use(token: ApiToken, at: datetime | None = None) -> None:
    """Remember that it was used, at most once an hour."""
    at = at or timezone.now()
    if token.last_used_at is None or at - token.last_used_at >= USED_LATELY:
        before = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - USED_LATELY)
        ApiToken.objects.filter(before, pk=token.pk).update(last_used_at=at)


def tokens_for(user: User) -> QuerySet[ApiToken]:
    """Every token for whoever looks after them, one's own for everybody else; the newest first."""
    rows = ApiToken.objects.select_related("user__agency", "made_by", "revoked_by").order_by("-made_at", "-pk")
    return rows if user.may(Permission.MANAGE_TOKENS) else rows.filter(user=user)


def token_of(user: User, pk: int, *, of_others: bool = False) -> ApiToken:
    """One's own token, or with `of_others` any that the person may withdraw. Raises Http404 for every other."""
    rows = tokens_for(user) if of_others else tokens_for(user).filter(user=user)
    token = rows.filter(pk=pk).first()
    if token is None:
        raise Http404
    return token


def warn_of_ends(*, at: datetime | None = None) -> int:
    """Tell owners and administrators once of each token that ends within fourteen days; answers of how many."""
    at = at or timezone.now()
    ending = list(ApiToken.objects.usable(at).filter(ends_at__lte=at + WARN_BEFORE, user__is_active=True))
    keepers = [one for one in User.objects.filter(is_active=True) if one.may(Permission.MANAGE_TOKENS)]
    rows = []
    for token in ending:
        last_day = timezone.localdate(token.ends_at - timedelta(seconds=1))
        text = f"The API token {token} of {token.user} works until {last_day:%-d %B %Y}. Replace it before then."
        people = {one.pk: one for one in (token.user, *keepers)}
        rows += [
            Alert(user=one, kind="token_ends", text=text[:300], url="/tokens/", key=f"token-ends:{token.pk}")
            for one in people.values()
        ]
    alerts(rows)
    return len(ending)


def _record(kind: str, summary: str, token: ApiToken, by: User, at: datetime, **data: Any) -> None:
    record_event(kind=kind, summary=summary, by=by, subject=("api_token", token.pk), at=at, **data)
