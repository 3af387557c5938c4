"""In a real browser: the warning, the way back, and signing in with a telephone, by keyboard and without scripts."""

import time

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sign_in.models import AuthenticatorApp
from sign_in.sealed import unseal
from tests.factories.browsers import check_page
from tests.factories.casework import a_case
from tests.factories.staff import PASSWORD, user
from tests.sign_in.conftest import code_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def open_page(browser, live_server):
    """A browser of somebody's own; relative addresses work in it."""
    contexts = []

    def make(**options) -> Page:
        contexts.append(browser.new_context(base_url=live_server.url, **options))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_unattended_page_warns_then_leaves_and_signing_in_leads_back_to_the_words(open_page, anna, settings):
    settings.IDLE_MINUTES = 0.2  # 12 seconds; the warning comes 4 seconds before the end
    child, page = a_case(anna).child, open_page()
    address = f"/children/{child.pk}/notes/new/"
    page.goto(f"/log-in/?next={address}")
    sign_in(page, "anna")
    page.locator("textarea[name=text]").fill("An hour of work")
    expect(page.get_by_role("region", name="Signing out soon")).to_be_visible(timeout=12000)
    expect(page.locator("[data-idle-aloud]")).to_contain_text("What you typed is kept. Press any key to stay.")
    check_page(page)
    page.wait_for_url("**/log-in/?next=**", timeout=15000)
    expect(page.get_by_text("You were signed out because nothing was done")).to_be_visible()
    sign_in(page, "anna")
    expect(page.locator("textarea[name=text]")).to_have_value("An hour of work")


def test_typing_keeps_the_session_alive_and_so_does_one_key_after_the_warning(open_page, anna, settings):
    settings.IDLE_MINUTES = 0.15  # 9 seconds; the warning comes 3 seconds before the end
    child, page = a_case(anna).child, open_page()
    page.goto(f"/log-in/?next=/children/{child.pk}/notes/new/")
    sign_in(page, "anna")
    box, until = page.locator("textarea[name=text]"), time.monotonic() + 12
    while time.monotonic() < until:
        box.press_sequentially("word ", delay=60)
    warning = page.get_by_role("region", name="Signing out soon")
    expect(warning).to_be_hidden()
    expect(warning).to_be_visible(timeout=9000)
    page.keyboard.press("Shift")
    expect(warning).to_be_hidden()
    page.wait_for_timeout(4000)
    page.goto("/alerts/")
    assert page.url.endswith("/alerts/")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_setting_up_a_telephone_by_keyboard(open_page, anna, settings, scripts):
    settings.REQUIRE_SECOND_FACTOR = "everyone"
    page = open_page(java_script_enabled=scripts, viewport={"width": 375, "height": 800})
    page.goto("/log-in/?next=/alerts/")
    page.get_by_label("User name").focus()
    page.keyboard.type("anna")
    page.get_by_label("Password", exact=True).focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
    picture = page.get_by_role("img", name="QR code")
    assert picture.bounding_box()["width"] > 150
    key = page.locator(".app-key").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    if scripts:
        check_page(page)
    page.get_by_label("Code from the app").fill(code_of(key, timezone.now()))
    page.keyboard.press("Enter")
    expect(page.get_by_text("They are shown only now.")).to_be_visible()
    codes = page.locator(".app-codes li").all_inner_texts()
    assert len(set(codes)) == 10
    if scripts:
        check_page(page)
    page.get_by_role("button", name="I have them: go on").click()
    assert page.url.endswith("/alerts/")

    page = open_page(java_script_enabled=scripts)
    page.goto("/log-in/?next=/alerts/")
    sign_in(page, "anna")
    page.get_by_label("Code").fill(codes[0])
    if scripts:
        check_page(page)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/alerts/")
    assert unseal(AuthenticatorApp.objects.get().secret) == key


def test_the_other_pages_are_fit_for_everybody(open_page, anna):
    user("adam", "administrator")
    page = open_page(viewport={"width": 375, "height": 800})
    for address in ("/log-in/forgotten/", "/log-in/forgotten/sent/", "/log-in/new-password/MQ/x-y/", "/log-in/"):
        page.goto(address)
        check_page(page)
    sign_in(page, "wrong")
    check_page(page)
    sign_in(page, "adam")
    for address in ("/account/", "/account/password/", "/accounts/?q=anna", f"/accounts/{anna.pk}/"):
        page.goto(address)
        check_page(page)
