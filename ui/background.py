"""What a page asks for by itself."""

from collections.abc import Callable
from typing import Any

MARK = "asked_by_the_page"


def background(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a view that pages call without anybody at the keyboard: that is no sign that somebody is there."""
    setattr(view, MARK, True)
    return view


def is_background(view: object) -> bool:
    return getattr(view, MARK, False)
