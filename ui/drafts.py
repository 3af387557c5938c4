"""Nothing typed is ever lost: each person's unsent words, by page."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from ui.models import Draft
from ui.services import handled

KEY = re.compile(r"[A-Za-z0-9_:.\-]{1,200}")
STILL_WRITING = timedelta(hours=12)
LARGEST = 3_000_000
NEVER_KEPT = {"csrfmiddlewaretoken", "submit_token", "version", "password", "old_password"}


class Writer(NamedTuple):
    """Somebody else with unsent words on the same page."""

    name: str
    saved_at: datetime


def open_draft(user: AbstractBaseUser, key: str) -> Draft | None:
    """What this person typed on this page and did not send, or None."""
    return Draft.objects.filter(user=user, key=key).first() if key else None


@transaction.atomic
def save_draft(
    *, user: AbstractBaseUser, key: str, data: Mapping[str, Sequence[str]], base_version: int | None = None,
    title: str = "", url: str = "", token: str = "", page: str = "", at: datetime | None = None,
) -> Draft | None:
    """Keep what is typed, in place of what was kept before.

    `token` is the form's submit token: words that arrive after their form has been handled (a slow network, a page
    being closed) are already in the record and are not kept again; then the answer is None.
    Raises ValidationError for a key or a size that no page of ours sends.
    """
    if not KEY.fullmatch(key):
        raise ValidationError("That is not the name of a draft.")
    kept = {name: [str(one) for one in values] for name, values in data.items() if name not in NEVER_KEPT}
    if sum(len(one) for values in kept.values() for one in values) > LARGEST:
        raise ValidationError("There is too much text on this page to keep.")
    one_at_a_time(user, key)
    if token and handled(user=user, token=token):
        return None
    draft, _ = Draft.objects.update_or_create(
        user=user, key=key,
        defaults={
            "data": kept, "base_version": base_version, "title": title[:300], "url": url[:500], "page": page,
            "saved_at": at or timezone.now(),
        },
    )
    return draft


def discard_draft(*, user: AbstractBaseUser, key: str) -> bool:
    """Drop the words: they have become a record, or the person said so. True when there were any."""
    return bool(Draft.objects.filter(user=user, key=key).delete()[0])


def others_writing(user: AbstractBaseUser, key: str, at: datetime | None = None) -> list[Writer]:
    """Who else has unsent words on this page from the last twelve hours, latest first."""
    since = (at or timezone.now()) - STILL_WRITING
    drafts = Draft.objects.filter(key=key, saved_at__gte=since).exclude(user=user).select_related("user")
    return [Writer(name_of(draft.user), draft.saved_at) for draft in drafts.order_by("-saved_at")]


def drafts_of(user: AbstractBaseUser) -> QuerySet[Draft]:
    """Everything this person has begun and not sent, latest first."""
    return Draft.objects.filter(user=user).order_by("-saved_at")


def name_of(user: AbstractBaseUser) -> str:
    """How a colleague is named on screen."""
    full = getattr(user, "get_full_name", lambda: "")()
    return full or str(user)


def one_at_a_time(user: AbstractBaseUser, key: str) -> None:
    """Until this transaction ends, nobody else saves or sends this person's draft of this page.

    Without it, an automatic save that overtakes the sending of the form would bring a finished draft back to life.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ui.draft'), hashtext(%s))", [f"{user.pk}:{key}"])
