"""Restricted records, openings and odd accesses on a wide and a narrow screen; a restriction is set by keyboard."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from access.models import BlindMatch, OddAccess
from access.services import find_newcomers, look_blindly
from referrals.services import NewChild
from staff.bars import bar_worker
from staff.openings import open_with_reason
from tests.access.conftest import Household, restrict
from tests.factories.browsers import check_page
from tests.factories.people import adult, child, home, lives, parent_of
from tests.factories.referrals import contact
from tests.factories.staff import held, user

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = [
    ("sara", "/"),
    ("sara", "/children/{plain}/"),
    ("sara", "/children/{plain}/restriction/new/"),
    ("sara", "/children/{hidden}/restriction/"),
    ("sara", "/children/{hidden}/restriction/named/"),
    ("sara", "/children/{hidden}/restriction/review/"),
    ("sara", "/children/{hidden}/restriction/family/"),
    ("sara", "/restricted/matches/"),
    ("sara", "/restricted/matches/{match}/"),
    ("tariq", "/openings/"),
    ("tariq", "/openings/{grant}/"),
    ("tariq", "/children/{plain}/conflicts/"),
    ("tariq", "/children/{plain}/conflicts/add/"),
    ("tariq", "/children/{plain}/conflicts/family/"),
    ("sara", "/children/{hidden}/history/"),
    ("anna", "/account/"),
    ("anna", "/account/authenticator/"),
    ("adam", "/tokens/"),
    ("adam", "/tokens/make/"),
    ("anna", "/children/{plain}/my-family/"),
    ("helen", "/access/odd/"),
    ("helen", "/access/odd/{odd}/"),
    ("helen", "/access/openings/"),
    ("adam", "/access/homes/"),
    ("adam", "/access/homes/{worker}/"),
]


@pytest.fixture
def story(department):
    """One restricted household, one opening that waits, a match, a bar, and two odd accesses."""
    hidden, kelly, plain = child(), adult(), child("Ruby", "Stone")
    for one in (hidden, kelly):
        lives(one, home())
    parent_of(kelly, hidden)
    kim = adult("Kim", "Stone")
    parent_of(kim, plain)
    held(hidden, department.anna)
    held(plain, department.anna)
    opened = child("Opal", "Marsh")
    held(opened, department.ben)
    grant = open_with_reason(child_id=opened.pk, by=department.lena, reason="Her cousin is on my caseload.")
    bar_worker(child=plain, worker=department.ben, people=[], reason="His niece", by=department.tariq)
    restrict(Household(hidden, hidden, kelly), department, others=[kelly], named=[department.sara])
    new = NewChild({"forename": "Maisie", "surname": "Clark", "date_of_birth": date(2019, 4, 3), "sex": "F"})
    contact(department.mo, new)
    look_blindly()
    for parent in (kelly, kim):
        parent_of(parent, child("Robin", parent.surname, date_of_birth=timezone.localdate()))
    find_newcomers()
    for row in (
        {"kind": "no_work", "child_id": opened.pk, "facts": {"times": 3, "with_reason": False}},
        {"kind": "many", "facts": {"children": 60, "usual": 4}},
    ):
        OddAccess.objects.create(user=department.mo, day=timezone.localdate(), **row)
    user("helen", "auditor")
    user("adam", "administrator")
    return {
        "plain": plain.pk,
        "hidden": hidden.pk,
        "grant": grant.pk,
        "match": BlindMatch.objects.first().pk,
        "odd": OddAccess.objects.first().pk,
        "worker": department.anna.pk,
    }


@pytest.mark.parametrize("width", [1280, 375])
def test_every_page_passes_axe_and_fits_the_screen(department, story, at_work, width):
    from staff.models import User

    refused = []
    for who in dict.fromkeys(who for who, _ in PAGES):
        page = at_work(User.objects.get(username=who), width)
        page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
        for address in [address for one, address in PAGES if one == who]:
            page.goto(address.format(**story))
            check_page(page)
    assert refused == []


def test_a_restriction_is_set_by_keyboard(department, story, at_work):
    page = at_work(department.sara)
    page.goto(f"/children/{story['plain']}/restriction/new/")
    page.get_by_label("Why is it restricted?").focus()
    page.keyboard.press("F")
    page.get_by_label("Say it in a sentence").focus()
    page.keyboard.type("Kim works at the front door")
    page.get_by_role("button", name="Restrict the record").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Restricted record", level=2)).to_be_visible()
    expect(page.get_by_text("Kim Stone, adult")).to_be_visible()
