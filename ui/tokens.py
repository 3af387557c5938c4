"""The hidden token of a form: proof of whose page it is, which draft belongs to it, and that it is this one opening.

It is signed, so that words posted after a log-in has ended can still be kept for the right person.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core import signing

SALT = "ui.submit-token"
# A page left open on Thursday before Easter is sent on Tuesday.
GOOD_FOR = 7 * 24 * 60 * 60
NOT_PART_OF_WHAT_WAS_SENT = {"csrfmiddlewaretoken", "submit_token", "version", "draft_seen"}


@dataclass(frozen=True)
class Opening:
    """One opening of a form by one person."""

    user_id: int
    draft_key: str
    page: str


def make_token(user_id: int, draft_key: str = "") -> str:
    """A new token for a form shown to this person."""
    return signing.dumps([user_id, draft_key, secrets.token_hex(12)], salt=SALT, compress=False)


def read_token(token: str) -> Opening | None:
    """What a token says; None when it is not ours, was changed, or is more than a week old."""
    try:
        user_id, draft_key, page = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Opening(user_id, draft_key, page)


def short(token: str) -> str:
    """A token as kept in the database: same length whatever it was."""
    return hashlib.sha256(token.encode()).hexdigest()


def fingerprint(posted: Mapping[str, list[str]], files: Iterable[tuple[str, int]] = ()) -> str:
    """What was typed, as a short number; the parts that change by themselves are left out."""
    parts = [(key, list(values)) for key, values in sorted(posted.items()) if key not in NOT_PART_OF_WHAT_WAS_SENT]
    return hashlib.sha256(repr((parts, sorted(files))).encode()).hexdigest()
