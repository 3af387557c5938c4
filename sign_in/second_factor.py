"""The second factor: codes of an authenticator app (RFC 6238, six digits, half a minute each), and codes on paper."""

import hashlib
import re
import secrets
from datetime import datetime

import pyotp
import segno
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from audit.services import record_event
from sign_in.attempts import LockedOutError, attempt_succeeded, begin_attempt, code_keys
from sign_in.models import AuthenticatorApp, RecoveryCode
from sign_in.rules import needs_second_factor
from sign_in.sealed import seal, unseal
from staff.models import User
from ui.words import moment

# In the session: how the second factor was given ("app", "paper", "provider").
GIVEN = "second_factor"
STEP = 30
RECOVERY_CODES = 10
# Without letters and figures that look alike on paper.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
WRONG = "The code is not right. Wait for the next one in the app and type that."


def asked_of(user: User | AnonymousUser) -> bool:
    """Whether the council asks a second factor of this person's role. Whoever set one up is asked in any case."""
    return user.is_authenticated and needs_second_factor(settings.REQUIRE_SECOND_FACTOR, user.role)


def app_of(user: User) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user).first()


def new_secret() -> str:
    return pyotp.random_base32()


def picture_of(secret: str, user: User) -> str:
    """The QR code that an authenticator app reads, as a data: address of a PNG."""
    address = pyotp.TOTP(secret).provisioning_uri(name=user.get_username(), issuer_name=_issuer())
    return segno.make(address, error="m", micro=False).png_data_uri(scale=5, border=4)


def in_fours(secret: str) -> str:
    """The key as people type it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


@transaction.atomic
def set_up_app(*, by: User, secret: str, code: str, at: datetime | None = None) -> list[str]:
    """Keep a new authenticator app, in place of any earlier one, once it has shown a right code.

    Returns the codes for paper: they can be read this once. Raises ValidationError on "code".
    """
    at = at or timezone.now()
    step = _matching_step(secret, code, at)
    if not step:
        raise ValidationError({"code": "The code is not right. Check that the telephone shows the right time."})
    AuthenticatorApp.objects.update_or_create(
        user=by, defaults={"secret": seal(secret), "last_step": step, "confirmed_at": at}
    )
    record_event(kind="second_factor_set_up", summary="Authenticator app set up", by=by, at=at)
    return _fresh_codes(by)


@transaction.atomic
def new_recovery_codes(*, by: User, at: datetime | None = None) -> list[str]:
    """Ten new codes for paper; the old ones are good no longer."""
    codes = _fresh_codes(by)
    record_event(kind="recovery_codes_made", summary="Recovery codes made anew", by=by, at=at or timezone.now())
    return codes


def check_code(*, by: User, typed: str, at: datetime | None = None) -> str:
    """Take a code of the app, or one from paper: "app" or "paper".

    Raises ValidationError on "code" for a wrong one, one that was used before, or after too many wrong ones.
    """
    at = at or timezone.now()
    keys = code_keys(by.pk)
    try:
        begin_attempt(keys, at=at)
    except LockedOutError as locked:
        raise ValidationError(
            {"code": f"Too many codes were wrong. Try again after {moment(locked.until)}, or ask your administrator."}
        ) from None
    how = _take(by, typed, at)
    if not how:
        raise ValidationError({"code": WRONG})
    attempt_succeeded(keys, at=at)
    return how


@transaction.atomic
def _take(user: User, typed: str, at: datetime) -> str:
    plain = re.sub(r"[\s\-]", "", typed).casefold()
    if re.fullmatch(r"[0-9]{6}", plain):
        app = AuthenticatorApp.objects.select_for_update().filter(user=user).first()
        step = _matching_step(unseal(app.secret), plain, at) if app else 0
        if app is None or step <= app.last_step:
            return ""
        app.last_step = step
        app.save(update_fields=["last_step"])
        return "app"
    used = RecoveryCode.objects.filter(user=user, code=_hashed(user, plain), used_at=None).update(used_at=at)
    if not used:
        return ""
    left = RecoveryCode.objects.filter(user=user, used_at=None).count()
    record_event(kind="recovery_code_used", summary=f"Recovery code used; {left} left", by=user, at=at)
    return "paper"


def _matching_step(secret: str, code: str, at: datetime) -> int:
    """The half-minute whose code this is: now, the one before or the one after (clocks differ). 0 for none."""
    plain = re.sub(r"[\s\-]", "", code)
    if not secret or not re.fullmatch(r"[0-9]{6}", plain):
        return 0
    generator, now = pyotp.TOTP(secret), int(at.timestamp()) // STEP
    found = 0
    for step in (now - 1, now, now + 1):
        if constant_time_compare(generator.at(step * STEP), plain):
            found = step
    return found


def _fresh_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = ["".join(secrets.choice(LETTERS) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code=_hashed(user, code)) for code in codes)
    return ["-".join([code[:4], code[4:8], code[8:]]) for code in codes]


def _hashed(user: User, code: str) -> str:
    """59 random bits need no slow hash; the account's number keeps equal codes of two people apart."""
    return hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()


def _issuer() -> str:
    return f"Casework, {settings.COUNCIL_NAME}".replace(":", "")
