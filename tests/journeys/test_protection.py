"""Every page of child protection on a wide and a narrow screen; a discussion is recorded by keyboard alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from safeguarding import services
from safeguarding.models import Section47Enquiry
from staff.models import User
from tests.factories.browsers import check_page
from tests.factories.casework import a_case
from tests.factories.people import child
from tests.factories.safeguarding import a_chair, an_enquiry, booked, next_weekday, on_a_plan

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = [
    ("tariq", "/"),
    ("tariq", "/conferences/"),
    ("tariq", "{plan}protection/"),
    ("tariq", "{plan}protection/plan/"),
    ("tariq", "{plan}protection/plan/edit/"),
    ("tariq", "{plan}protection/plan/outcomes/new/"),
    ("tariq", "{plan}protection/plan/core-group/"),
    ("tariq", "{plan}protection/plan/end/"),
    ("tariq", "{plan}protection/conferences/{held}/"),
    ("anna", "{asked}protection/"),
    ("tariq", "{asked}protection/strategy-discussion/"),
    ("anna", "{asked}protection/immediate/"),
    ("anna", "{asked}protection/interviews/plan/"),
    ("anna", "{asked}protection/interviews/record/"),
    ("anna", "{asked}protection/transfer-in/"),
    ("anna", "{asked}protection/enquiries/{enquiry}/"),
    ("anna", "{asked}protection/enquiries/{enquiry}/edit/"),
    ("tariq", "{asked}protection/enquiries/{enquiry}/decide/"),
    ("anna", "{asked}protection/conferences/book/"),
    ("anna", "{asked}protection/conferences/{booked}/"),
    ("anna", "{asked}protection/conferences/{booked}/invite/"),
    ("anna", "{asked}protection/conferences/{booked}/postpone/"),
    ("cora", "{asked}protection/conferences/{booked}/hold/"),
]


@pytest.fixture
def story(department):
    """One child on a plan, another in an enquiry whose conference is booked."""
    anna, tariq, cora = department.anna, department.tariq, a_chair()
    today = timezone.localdate()
    start = today - timedelta(days=20)
    start -= timedelta(days=max(start.isoweekday() - 5, 0))
    on_plan = a_case(anna, child("Ruby", "Stone"), referred_on=today - timedelta(days=60))
    plan = on_a_plan(anna, tariq, on_plan, start, cora)
    services.add_protection_outcome(plan=plan, text="Three meals", actions=[("Club", "Ms Hart", None)], by=anna)
    asked = a_case(anna, child("Opal", "Marsh"), referred_on=today - timedelta(days=30))
    enquiry = an_enquiry(tariq, asked, held_at=timezone.now() - timedelta(days=2))
    conference = booked(anna, asked.child, on=next_weekday(), chair=cora, at=timezone.now())
    services.invite_to_conference(
        conference=conference, name="Ms Hart", agency="education", report_wanted=True, by=anna
    )
    return {
        "plan": f"/children/{plan.child_id}/",
        "held": plan.conference_id,
        "asked": f"/children/{asked.child_id}/",
        "enquiry": enquiry.pk,
        "booked": conference.pk,
        "free": asked.child_id,
    }


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 375])
def test_every_page_passes_axe_and_fits_the_screen(story, at_work, width):
    for who in dict.fromkeys(one for one, _ in PAGES):
        page = at_work(User.objects.get(username=who), width)
        for address in [address for one, address in PAGES if one == who]:
            page.goto(address.format(**story))
            check_page(page)


@pytest.mark.slow
def test_a_discussion_is_recorded_by_keyboard(at_work, department):
    episode = a_case(department.anna, child("Robin", "Vale"), referred_on=timezone.localdate() - timedelta(days=9))
    page = at_work(department.tariq)
    page.goto(f"/children/{episode.child_id}/protection/strategy-discussion/")

    def to(label: str, text: str = "") -> None:
        """Tab to what is called so, and type."""
        wanted = page.get_by_label(label, exact=True).first.get_attribute("id")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == wanted:
                break
        else:
            raise AssertionError(f"Tab never comes to {label}")
        if text:
            page.keyboard.type(text)

    to("What led to it?", "A bruise on the left arm.")
    names = iter(["Sergeant Lee", "Nurse Okafor"])
    for box in ("id_attendances-1-name", "id_attendances-2-name"):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == box:
                break
        page.keyboard.type(next(names))
    to("Section 47 enquiry by children’s social care alone")
    page.keyboard.press("ArrowDown")
    to("Why?", "Nobody can explain it.")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Save discussion":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Initial child protection conference")).to_be_visible()
    assert Section47Enquiry.objects.get().kind == "joint"
