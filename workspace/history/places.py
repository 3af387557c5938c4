"""Where an act was done: an address of the site in words."""

from functools import lru_cache

from django.urls import Resolver404, resolve


@lru_cache(maxsize=512)
def place_of(address: str) -> str:
    """Page "details"; the API; empty where nothing is known of it."""
    if not address:
        return ""
    if address.startswith("/api/"):
        return "Through the API"
    try:
        found = resolve(address)
    except Resolver404:
        return ""
    view = getattr(found.func, "view_class", None)
    name = getattr(view, "page", "") or getattr(view, "heading", "") or (found.url_name or "").replace("-", " ")
    return f"Page “{name}”" if name else ""
