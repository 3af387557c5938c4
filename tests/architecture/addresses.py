"""Every address of the site."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Address(NamedTuple):
    """A URL pattern with its full route, its name with any namespace, and its view."""

    route: str
    name: str
    pattern: URLPattern

    @property
    def view(self) -> object:
        """The function, or the class behind it."""
        view = self.pattern.callback
        return getattr(view, "view_class", None) or getattr(view, "cls", None) or view


def addresses() -> list[Address]:
    return list(_under(get_resolver(), "", ""))


def _under(resolver: URLResolver, route: str, space: str) -> Iterator[Address]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            inner = f"{space}{part.namespace}:" if part.namespace else space
            yield from _under(part, route + str(part.pattern), inner)
        else:
            yield Address(route + str(part.pattern), f"{space}{part.name or ''}", part)
