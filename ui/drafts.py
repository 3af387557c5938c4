"""Nothing typed is ever lost: each person's unsent words, by page."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from ui.models import Draft, Person
from ui.services import handled

KEY = re.compile(r"[A-Za-z0-9_:.\-]{1,200}")
STILL_WRITING = timedelta(hours=12)
LARGEST = 3_000_000
MOST_ASIDE = 5
NEVER_KEPT = {"csrfmiddlewaretoken", "submit_token", "version", "draft_seen", "password", "old_password"}


class Writer(NamedTuple):
    """Somebody else with unsent words on the same page."""

    name: str
    saved_at: datetime


def open_draft(user: Person, key: str) -> Draft | None:
    """What this person typed on this page and did not send, or None."""
    return Draft.objects.filter(user=user, key=key).first() if key else None


@transaction.atomic
def save_draft(
    *,
    user: Person,
    key: str,
    data: Mapping[str, Sequence[str]],
    base_version: int | None = None,
    title: str = "",
    url: str = "",
    token: str = "",
    page: str = "",
    seen_at: datetime | None = None,
    at: datetime | None = None,
) -> Draft | None:
    """Keep what is typed, in place of what was kept before.

    `token` is the form's submit token: words that arrive after their form has been handled (a slow network, a page
    being closed) are already in the record and are not kept again; then the answer is None. `page` names the opening
    of the form and `seen_at` the latest save that it knows of: what the same person wrote meanwhile in another window
    is put aside and not overwritten.
    Raises ValidationError for a key or a size that no page of ours sends.
    """
    kept = _checked(key, data)
    one_at_a_time(user, key)
    if token and handled(user=user, token=token):
        return None
    draft = open_draft(user, key) or Draft(user=user, key=key)
    if _from_another_window(draft, page, seen_at) and draft.data != kept:
        draft.earlier = [*draft.earlier, _aside(draft)][-MOST_ASIDE:]
    draft.data, draft.base_version, draft.page = kept, base_version, page
    draft.title, draft.url = storable(title)[:300] or draft.title, storable(url)[:500] or draft.url
    draft.saved_at = at or timezone.now()
    draft.save()
    return draft


def _checked(key: str, data: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    if not KEY.fullmatch(key):
        raise ValidationError("That is not the name of a draft.")
    typed = {name: texts for name, texts in data.items() if name not in NEVER_KEPT}
    kept = {storable(name): [storable(str(one)) for one in texts] for name, texts in typed.items()}
    if sum(len(name) + sum(map(len, texts)) for name, texts in kept.items()) > LARGEST:
        raise ValidationError("There is too much text on this page to keep.")
    return kept


def storable(text: str) -> str:
    """The text without what PostgreSQL cannot hold: the null character and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _from_another_window(draft: Draft, page: str, seen_at: datetime | None) -> bool:
    known = bool(page and draft.page) and draft.pk is not None
    return known and draft.page != page and (seen_at is None or draft.saved_at > seen_at)


def _aside(draft: Draft) -> dict[str, Any]:
    return {"saved_at": draft.saved_at.isoformat(), "data": draft.data}


@transaction.atomic
def discard_draft(*, user: Person, key: str, page: str = "", seen_at: datetime | None = None) -> bool:
    """Drop the words: they have become a record, or the person said so. True when there were any.

    What another window wrote is not what was sent or meant: it stays, and is offered when the page is next opened.
    """
    one_at_a_time(user, key)
    draft = open_draft(user, key)
    if draft is None or _from_another_window(draft, page, seen_at):
        return False
    if draft.earlier:
        _bring_back(draft, draft.earlier[:-1])
    else:
        draft.delete()
    return True


@transaction.atomic
def swap_draft(*, user: Person, key: str) -> bool:
    """Offer what the other window wrote, and put aside what is offered now. False when there is nothing else."""
    one_at_a_time(user, key)
    draft = open_draft(user, key)
    if draft is None or not draft.earlier:
        return False
    _bring_back(draft, [_aside(draft), *draft.earlier[:-1]])
    return True


def _bring_back(draft: Draft, rest: list[dict[str, Any]]) -> None:
    latest = draft.earlier[-1]
    draft.data, draft.saved_at = latest["data"], datetime.fromisoformat(latest["saved_at"])
    draft.earlier, draft.page = rest, ""
    draft.save()


def others_writing(user: Person, key: str, at: datetime | None = None) -> list[Writer]:
    """Who else has unsent words on this page from the last twelve hours, latest first."""
    since = (at or timezone.now()) - STILL_WRITING
    drafts = Draft.objects.filter(key=key, saved_at__gte=since).exclude(user=user).select_related("user")
    return [Writer(name_of(draft.user), draft.saved_at) for draft in drafts.order_by("-saved_at")]


def drafts_of(user: Person) -> QuerySet[Draft]:
    """Everything this person has begun and not sent, latest first."""
    return Draft.objects.filter(user=user).order_by("-saved_at")


def name_of(user: Person) -> str:
    """How a colleague is named on screen."""
    full = getattr(user, "get_full_name", lambda: "")()
    return full or str(user)


def one_at_a_time(user: Person, key: str) -> None:
    """Until this transaction ends, nobody else saves or sends this person's draft of this page.

    Without it, an automatic save that overtakes the sending of the form would bring a finished draft back to life.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ui.draft'), hashtext(%s))", [f"{user.pk}:{key}"])


def drafts_on(address: str) -> list[Draft]:
    """Everybody's unsent words on the pages below an address."""
    return list(Draft.objects.filter(url__startswith=address).order_by("pk"))


@transaction.atomic
def rename_draft(draft: Draft, *, key: str, url: str) -> None:
    """The page has another address and name now. Words of the same person that are there already stay on top."""
    one_at_a_time(draft.user, key)
    there = open_draft(draft.user, key) if key != draft.key else None
    if there is None:
        Draft.objects.filter(pk=draft.pk).update(key=key, url=url)
        return
    there.earlier = [*draft.earlier, _aside(draft), *there.earlier][-MOST_ASIDE:]
    there.save()
    draft.delete()
