"""Reading what a browser sent, in the shape that drafts and tokens use."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from ui.tokens import fingerprint, read_token

Posted = dict[str, list[str]]


@dataclass(frozen=True)
class Kept:
    """Typed words that fill a form like a draft does, without being one."""

    data: Posted
    base_version: int | None = None


def posted_lists(request: HttpRequest) -> Posted:
    """Everything posted, as lists of texts by the boxes' names."""
    return {name: [str(one) for one in values] for name, values in request.POST.lists()}


def posted_token(request: HttpRequest) -> str:
    """The form's hidden token; empty where a page without one was sent."""
    return str(request.POST.get("submit_token", ""))


def posted_fingerprint(request: HttpRequest) -> str:
    """What was sent, short enough to compare."""
    files = [(file.name or "", file.size or 0) for name in request.FILES for file in request.FILES.getlist(name)]
    return fingerprint(posted_lists(request), files)


def posted_page(request: HttpRequest) -> str:
    """Which opening of the form this is; empty where that is not known."""
    opening = read_token(posted_token(request)) if posted_token(request) else None
    return opening.page if opening else ""


def posted_seen(request: HttpRequest) -> datetime | None:
    """The latest save of the draft that the page knew of."""
    return read_moment(request.POST.get("draft_seen"))


def read_moment(text: object) -> datetime | None:
    """A moment as a page carries it; None for anything else."""
    try:
        found = parse_datetime(str(text or ""))
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def read_key(text: str) -> int | None:
    """A record's number as a form or an address carries it; None for anything that is no record's number."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def read_version(text: str) -> int | None:
    """A version as a page carries it; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
