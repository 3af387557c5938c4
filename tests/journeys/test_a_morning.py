"""Twenty to nine: from the first page to the act and to a child; by keyboard, and on a wide and a narrow screen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from casework import services as casework
from people import services as people
from staff.services import alert
from tests.factories import casework as cases
from tests.factories.browsers import check_page, sign_in
from tests.factories.people import adult, child, home, lives, parent_of
from tests.factories.referrals import on_contact, referral
from tests.factories.staff import held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def maisie(department):
    """A late assessment, a visit for tomorrow, a mother, a father nobody has named, and an alert."""
    anna, today = department.anna, timezone.localdate()
    found = child()
    lives(found, home("12 High Street"))
    cases.an_assessment(anna, cases.a_case(anna, found, referred_on=today - timedelta(days=100)))
    tomorrow = timezone.now() + timedelta(days=1)
    casework.book_visit(children=[found], purpose="assessment", worker=anna, booked_for=tomorrow, by=anna)
    parent_of(adult("Kelly", "Watson"), found)
    people.raise_adult_to_identify(child=found, role="father", what_is_known="Drives a taxi", by=anna)
    alert(user=anna, kind="clock", text="Maisie Clarke: a date has passed", key="x", child_id=found.pk)
    return found


def tab_to(page, words: str, limit: int = 60) -> None:
    """Press Tab until what has the focus begins with these words."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = page.evaluate("(document.activeElement.textContent || '').trim().replace(/\\s+/g, ' ')")
        if here.startswith(words):
            return
    raise AssertionError(f"Tab never comes to {words}")


def test_from_the_first_page_to_the_act_by_keyboard(department, maisie, at_work):
    page = at_work(department.anna)
    page.goto("/")
    expect(page.get_by_role("heading", name="Late 1")).to_be_visible()
    tab_to(page, "Write the assessment")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_results_come_while_somebody_types(department, maisie, at_work):
    page = at_work(department.anna)
    page.goto("/search/")
    page.get_by_label("Name, date of birth, address, telephone").press_sequentially("maisy clark", delay=20)
    expect(page.get_by_role("region", name="Children found").get_by_role("link", name="Maisie Clarke")).to_be_visible()
    check_page(page)


def test_the_box_at_the_top_finds_a_child_without_a_script(department, maisie, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, department.anna, live_server.url)
    page = context.new_page()
    page.goto("/")
    page.locator("#header-search").fill("Kelly Watson")
    page.locator("#header-search").press("Enter")
    page.get_by_role("link", name="Maisie Clarke").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maisie Clarke")
    context.close()


PAGES = [
    ("anna", "/"),
    ("anna", "/my-children/"),
    ("anna", "/search/?q=Clarke"),
    ("anna", "/alerts/"),
    ("anna", "/children/{pk}/"),
    ("anna", "/children/{pk}/family/"),
    ("anna", "/children/{pk}/chronology/"),
    ("anna", "/children/{pk}/details/"),
    ("anna", "/children/{pk}/address/"),
    ("anna", "/children/{pk}/family/add/"),
    ("tariq", "/"),
    ("tariq", "/team/"),
    ("tariq", "/children/{pk}/allocate/"),
    ("tariq", "/children/{pk}/history/"),
    ("tariq", "/children/{pk}/history/?kind=opening"),
    ("tariq", "/children/{pk}/as-known/"),
    ("mo", "/"),
    ("lena", "/children/{pk}/open/"),
    ("sara", "/"),
]


@pytest.mark.parametrize("width", [1280, 375])
def test_every_page_passes_axe_and_fits_the_screen(department, maisie, at_work, width):
    on_contact(department.mo, child("Amy", "Stone"))
    referral(department.mo, department.maya, child("Bo", "Marsh"), department.north)
    held(child("Tess", "Lamb"), team=department.north)
    refused = []
    for who in dict.fromkeys(who for who, _ in PAGES):
        page = at_work(getattr(department, who), width)
        page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
        for address in [address for one, address in PAGES if one == who]:
            page.goto(address.format(pk=maisie.pk))
            check_page(page)
    assert refused == []
