"""A call about two children of a family we know: by keyboard alone, and without being asked for what is known."""

from datetime import date

import pytest

from referrals.models import Contact
from tests.factories import people
from tests.factories.browsers import check_page, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


class Keyboard:
    """Somebody without a mouse. Counts the fields that were filled in or chosen."""

    def __init__(self, page) -> None:
        self.page, self.filled = page, 0

    def tab_to(self, name: str, limit: int = 80) -> None:
        """Press Tab until the box of this name (or a button with this text) has the focus."""
        for _ in range(limit):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
            if here == name:
                return
        raise AssertionError(f"Tab never comes to {name}")

    def write(self, name: str, words: str) -> None:
        self.tab_to(name)
        self.page.keyboard.type(words)
        self.filled += 1

    def choose(self, name: str, key: str = "Space") -> None:
        """Tick the box, or take the first answer of a group and the ones below it with the arrow."""
        self.tab_to(name)
        self.page.keyboard.press(key)
        self.filled += 1


def test_two_children_of_a_known_family_in_at_most_fifteen_fields(department, at_work):
    # Given Maisie and her brother Leo, whom the department knows
    maisie = people.child("Maisie", "Clarke", date_of_birth=date(2017, 4, 3))
    leo = people.child("Leo", "Clarke", date_of_birth=date(2020, 1, 9), sex="M")
    people.related("sibling", maisie, leo)
    page = at_work(department.mo)
    page.goto("/contacts/new/")
    keys = Keyboard(page)

    # When a MASH officer types a name as she hears it, picks the child and ticks the brother
    keys.write("children-0-forename", "Maisy")
    keys.write("children-0-surname", "Clark")
    page.get_by_label("Maisie Clarke, born 3 April 2017").wait_for()
    keys.choose("children-0-person")
    page.get_by_label("Leo Clarke, 6").wait_for()
    keys.choose("children-0-siblings")

    # And goes on through the call
    keys.write("source", "Sch")
    keys.write("referrer_name", "Ms Joan Field")
    keys.choose("referrer_may_be_named")
    keys.write("concern", "Leo came without a coat again; Maisie says nobody is home at night.")
    keys.choose("consent")
    keys.choose("urgency", "ArrowDown")
    keys.tab_to("Log this contact")
    page.keyboard.press("Enter")

    # Then the contact stands on both records, and it took ten fields
    page.get_by_text("Contact logged.").wait_for()
    contact = Contact.objects.get()
    assert {row.child_id for row in contact.children.all()} == {maisie.pk, leo.pk}
    assert contact.source == "2A"
    assert keys.filled <= 15


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_while_matches_are_shown_has_no_fault(department, at_work, width):
    people.child("Maisie", "Clarke", date_of_birth=date(2017, 4, 3))
    page = at_work(department.mo, width=width)
    page.goto("/contacts/new/")
    page.get_by_label("First name").first.fill("Maisie")
    page.get_by_label("Last name").first.fill("Clarke")
    page.get_by_label("Maisie Clarke, born 3 April 2017").wait_for()
    check_page(page)


def test_without_scripts_the_server_asks_which_child_is_meant(department, browser, live_server):
    people.child("Maisie", "Clarke", date_of_birth=date(2017, 4, 3))
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, department.mo, live_server.url)
    page = context.new_page()
    page.goto("/contacts/new/")
    page.get_by_label("First name").first.fill("Maisie")
    page.get_by_label("Last name").first.fill("Clarke")
    page.get_by_label("Who is telling us?").select_option("6")
    page.get_by_label("What are they worried about?").fill("Shouting at night.")
    page.get_by_label("The family knows and agrees").check()
    page.get_by_label("Amber: within one working day").check()
    page.get_by_role("button", name="Log this contact").click()
    page.get_by_text("Choose the person whom this is about").first.wait_for()
    assert not Contact.objects.exists()
    page.get_by_label("Maisie Clarke, born 3 April 2017").check()
    page.get_by_role("button", name="Log this contact").click()
    page.get_by_text("Contact logged.").wait_for()
    assert Contact.objects.get().children.get().child.forename == "Maisie"
    context.close()
