"""A manager finds that two records are of one girl, merges them by keyboard, and takes them apart again."""

import os
from datetime import date

import pytest

from people.merged import survivor_of
from tests.factories import casework as cases
from tests.factories.browsers import check_page
from tests.factories.people import child, home, lives
from tests.journeys.test_contact_by_keyboard import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)


def picture(page, name):
    if os.environ.get("PICTURES"):
        page.screenshot(path=f"{os.environ['PICTURES']}/{name}.png", full_page=True)


def test_merged_by_keyboard_and_taken_apart(department, at_work):
    # Given Maisie with an open case of Anna's, and Maisy with one of Ben's and the NHS number
    maisie = child("Maisie", "Clarke", date_of_birth=date(2017, 4, 3), religion="Methodist")
    maisy = child("Maisy", "Clark", date_of_birth=date(2017, 4, 3), nhs_number="9990000018")
    lives(maisie, home("12 High Street"))
    lives(maisy, home("3 Mill Lane"), from_on=date(2026, 4, 1))
    cases.a_visit(department.anna, cases.a_case(department.anna, maisie).child)
    cases.a_case(department.ben, maisy, referred_on=date(2026, 5, 4))
    page = at_work(department.tariq)
    page.goto(f"/children/{maisie.pk}/")

    # When Tariq asks whether there is another record, and compares
    page.get_by_role("link", name="Is there another record of Maisie Clarke?").click()
    check_page(page)
    picture(page, "same-person")
    page.get_by_role("link", name="Compare with Maisy Clark").click()
    page.get_by_role("heading", name="Are these one person?").wait_for()
    check_page(page)
    picture(page, "merge")
    page.set_viewport_size({"width": 375, "height": 800})
    check_page(page)
    picture(page, "merge-narrow")
    keys = Keyboard(page)
    keys.write("reason", "Same mother, same school")
    keys.tab_to("Merge the two records")
    page.keyboard.press("Enter")

    # Then it is done at once, and both numbers lead there
    page.get_by_text("The two records are one.").wait_for()
    assert survivor_of(maisy.pk) == maisie.pk
    page.goto(f"/children/{maisy.pk}/chronology/")
    assert page.url.endswith(f"/children/{maisie.pk}/chronology/")

    # And taken apart again, what was written since is asked about
    maisie.refresh_from_db()
    cases.a_visit(department.anna, maisie, cases.moment(2026, 6, 8))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/children/{maisie.pk}/same-person/")
    page.get_by_role("link", name="Take apart").click()
    page.get_by_role("heading", name="Take the two records apart").wait_for()
    check_page(page)
    picture(page, "unmerge")
    keys.write("reason", "They are cousins")
    keys.tab_to("Make them two records again")
    page.keyboard.press("Enter")
    page.get_by_text("They are two records again.").wait_for()
    assert survivor_of(maisy.pk) is None
