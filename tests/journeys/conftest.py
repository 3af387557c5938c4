"""Each person works in a browser of their own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from staff.models import User
from tests.factories.browsers import sign_in


@pytest.fixture
def at_work(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`at_work(anna)` gives a page in a browser of her own, signed in; relative addresses work on it."""
    contexts = []

    def open_page(user: User, width: int = 1280) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
        contexts.append(context)
        sign_in(context, user, live_server.url)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
