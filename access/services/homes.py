"""Where a worker lives, kept only as a fingerprint: enough to notice the own address, not enough to read it."""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from access.odd.rules import fingerprint_of
from people.rules.numbers import read_postcode
from staff.models import User, WorkerHome
from staff.policies import check_may
from staff.roles import Permission


def pepper() -> str:
    """Without it nobody can try out addresses against the fingerprints. It changes with the secret key."""
    return hmac.new(settings.SECRET_KEY.encode(), b"worker homes", hashlib.sha256).hexdigest()


@transaction.atomic
def keep_home(*, user: User, house: str, postcode: str, by: User, at: datetime | None = None) -> WorkerHome:
    """A worker's own, or by an administrator for somebody. Raises ValidationError by field, PermissionDenied."""
    if by.pk != user.pk:
        check_may(by, Permission.KEEP_ACCOUNTS)
    errors = {}
    if not house.strip():
        errors["house"] = "Enter the number or the name of the house."
    try:
        read = read_postcode(postcode)
    except ValueError:
        read = ""
    if not read:
        errors["postcode"] = "Enter a full postcode, like LS1 4AP."
    if errors:
        raise ValidationError(errors)
    row, _ = WorkerHome.objects.update_or_create(
        user=user,
        defaults={
            "fingerprint": fingerprint_of(house.strip(), read, pepper()),
            "set_by": by,
            "set_at": at or timezone.now(),
        },
    )
    return row


@transaction.atomic
def forget_home(*, user: User, by: User) -> None:
    """Take it out again. Nothing of it is kept."""
    if by.pk != user.pk:
        check_may(by, Permission.KEEP_ACCOUNTS)
    WorkerHome.objects.filter(user=user).delete()
