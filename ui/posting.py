"""Reading what a browser sent, in the shape that drafts and tokens use."""

from dataclasses import dataclass

from django.http import HttpRequest

from ui.tokens import fingerprint

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
    files = [(file.name or "", file.size or 0) for file in request.FILES.values()]
    return fingerprint(posted_lists(request), files)
