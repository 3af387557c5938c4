"""A browser signed in as somebody, and what every page has to pass."""

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from staff.models import User

# What reaches over the edge of the window, the innermost first.
TOO_WIDE = """[...document.querySelectorAll("main *")].reverse()
    .filter(one => one.getBoundingClientRect().right > window.innerWidth).slice(0, 3)
    .map(one => one.outerHTML.slice(0, 200))"""


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Give this browser a session of this person, as signing in would."""
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def check_page(page: Page) -> None:
    """No finding of axe-core, and nothing wider than the window."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth ? [] : " + TOO_WIDE)
    assert wide == [], f"{page.url} is too wide: {wide}"
