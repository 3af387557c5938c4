"""Links that stay under one prefix of the site's addresses, and those of the frame that lead out of it.

Django puts the script prefix before every address it makes (`reverse`, `{% url %}`), so that a page shown under a
prefix links to pages under it without being told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.urls import get_script_prefix, reverse, set_script_prefix

_outer: ContextVar[str | None] = ContextVar("the prefix of the site itself", default=None)


@contextmanager
def staying_under(prefix: str) -> Iterator[None]:
    """Every address made in the block begins with `prefix`, like "as-known/2026-06-03T14:00/"."""
    site = get_script_prefix()
    token = _outer.set(site)
    set_script_prefix(site + prefix)
    try:
        yield
    finally:
        set_script_prefix(site)
        _outer.reset(token)


@contextmanager
def leading_out() -> Iterator[None]:
    """Addresses made in the block are the site's own, whatever prefix the page stays under."""
    here, site = get_script_prefix(), _outer.get()
    if site is not None:
        set_script_prefix(site)
    try:
        yield
    finally:
        set_script_prefix(here)


def numbered(name: str, *numbers: int) -> str:
    """What `reverse` answers for whole numbers: thousands of addresses, for which the page is looked up once."""
    return _pattern(name, len(numbers), get_script_prefix()).format(*numbers)


@lru_cache(maxsize=500)
def _pattern(name: str, count: int, prefix: str) -> str:
    # Numbers that stand in no address.
    places = [7_000_000_000_001 + place for place in range(count)]
    address = reverse(name, args=places).replace("{", "{{").replace("}", "}}")
    for place in places:
        address = address.replace(str(place), "{}")
    return address
