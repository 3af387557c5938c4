"""Every kind of page with axe-core, on a wide screen and a narrow one; and no page is wider than a telephone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.ui.pages import Note
from ui import drafts

pytestmark = pytest.mark.django_db(transaction=True)


def check(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the window"
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input:not([type=hidden])")]
            .filter((one) => one.offsetParent && (one.offsetHeight < 24 || one.offsetWidth < 24))
            .map((one) => one.outerHTML)"""
    )
    assert small == [], "too small to hit"


@pytest.mark.parametrize("width", [1280, 320])
def test_a_form_through_all_its_states(open_as, anna, tariq, width):
    note = Note.objects.create(text="First", people=["Amy", "Ben"])
    drafts.save_draft(user=anna, key="note:new", data={"text": ["Half"]})
    drafts.save_draft(user=tariq, key="note:new", data={"text": ["Half"]})
    page = open_as(anna, viewport={"width": width, "height": 800})
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto("/notes/new")
    check(page)
    page.get_by_role("group", name="Was the child seen alone?").get_by_label("No", exact=True).check()
    page.get_by_label("What happened").fill("")
    page.get_by_role("button", name="Save note").click()
    page.get_by_text("There is a problem").wait_for()
    check(page)
    page.goto(f"/notes/{note.pk}/change")
    Note.objects.filter(pk=note.pk).update(version=2, text="Second")
    page.get_by_label("What happened").fill("Third")
    page.get_by_role("button", name="Save note").click()
    page.get_by_text("Somebody saved this while you were writing").wait_for()
    check(page)
    assert refused == [], "something inline"


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("address", ["/", "/log-in/", "/nowhere"])
def test_the_plain_pages(open_as, anna, width, address):
    page = open_as(None if "log-in" in address else anna, viewport={"width": width, "height": 800})
    page.goto(address)
    check(page)


def test_the_keyboard_reaches_the_content_first(open_as, anna):
    page = open_as(anna)
    page.goto("/notes/new")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_an_error_takes_the_focus(open_as, anna):
    page = open_as(anna)
    page.goto("/notes/new")
    page.get_by_role("button", name="Save note").click()
    page.get_by_text("There is a problem").wait_for()
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
