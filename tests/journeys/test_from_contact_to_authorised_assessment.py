"""The main job: a telephone call becomes an authorised assessment, carried by four people in four browsers."""

from datetime import date

import pytest
from django.utils import timezone

from casework.models import Assessment
from people.models import Child
from referrals.models import Contact, Referral
from tests.factories import people
from tests.factories.browsers import check_page
from tests.factories.staff import agency
from timescales.models import Clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def family(department) -> Child:
    """Maisie and Leo Clarke, known to the department, live with their mother."""
    maisie = people.child("Maisie", "Clarke", date_of_birth=date(2017, 4, 3))
    leo = people.child("Leo", "Clarke", date_of_birth=date(2020, 1, 9), sex="M")
    mother = people.adult("Kelly", "Clarke")
    for child in (maisie, leo):
        people.parent_of(mother, child)
    house = people.home("12 High Street", "LS1 4AP")
    for person in (maisie, leo, mother):
        people.lives(person, house)
    agency("Wexcombe Police", "police")
    return maisie


def test_a_call_becomes_an_authorised_assessment(department, family, at_work):
    contact = log_the_call(at_work(department.mo))
    ask_and_answer(at_work(department.mo), contact)
    referral = decide(at_work(department.maya), contact)
    accept(at_work(department.tariq), referral)
    see_and_write(at_work(department.anna), family)
    authorise(at_work(department.tariq), family)

    assessment = Assessment.objects.get(child=family)
    assert assessment.author == department.anna
    assert assessment.authorised_by == department.tariq
    clock = Clock.objects.get(rule_id="assessment", child=family)
    assert clock.stopped_at == assessment.authorised_at
    assert timezone.localdate(clock.started_at) == referral.received_on


def log_the_call(page) -> Contact:
    page.goto("/contacts/new/")
    page.get_by_label("First name").first.fill("Masie")
    page.get_by_label("Last name").first.fill("Clark")
    page.get_by_label("Maisie Clarke, born 3 April 2017").check()
    page.get_by_label("Leo Clarke").check()
    page.get_by_label("Who is telling us?").select_option(label="Police")
    page.get_by_label("Their name").fill("PC 1234 Ali")
    page.get_by_role("group", name="May the family be told who they are?").get_by_label("Yes").check()
    page.get_by_label("What are they worried about?").fill("Called to shouting at 23:00. Both children were awake.")
    page.get_by_label("The family knows and agrees").check()
    page.get_by_label("Amber: within one working day").check()
    check_page(page)
    page.get_by_role("button", name="Log this contact").click()
    page.get_by_text("Contact logged.").wait_for()
    check_page(page)
    contact = Contact.objects.get()
    assert {row.child.forename for row in contact.children.all()} == {"Maisie", "Leo"}
    return contact


def ask_and_answer(page, contact: Contact) -> None:
    page.goto(f"/contacts/{contact.pk}/")
    page.get_by_role("link", name="Ask partners").click()
    page.get_by_label("Wexcombe Police").check()
    check_page(page)
    page.get_by_role("button", name="Ask them").click()
    page.get_by_role("link", name="Write down the answer of Wexcombe Police").click()
    page.get_by_label("Information shared").check()
    page.get_by_label("What they shared, or why they did not").fill("Three calls to the address this year.")
    page.get_by_label("Who shared it?").fill("Sgt Ruth Dean")
    page.get_by_role("button", name="Save answer").click()
    page.get_by_text("Three calls to the address this year.").wait_for()


def decide(page, contact: Contact) -> Referral:
    page.goto("/contacts/")
    page.get_by_role("link", name="Maisie Clarke").click()
    page.get_by_role("button", name="Decide").first.click()
    page.get_by_text("Three calls to the address this year.").wait_for()
    page.get_by_label("Referral to social care").check()
    page.get_by_role("group", name="Team that takes the referral").get_by_label("North").check()
    page.get_by_label("Why?").fill("Repeated calls; both children affected.")
    page.get_by_label("I have read the history on this page").check()
    check_page(page)
    page.get_by_role("button", name="Record decision").click()
    # Leo is still to be decided, and comes next by himself.
    page.get_by_role("heading", name="Leo Clarke Decide what happens next").wait_for()
    page.get_by_label("No further action").check()
    page.get_by_label("Why?").fill("Lives with his father during the week.")
    page.get_by_role("button", name="Record decision").click()
    page.get_by_text("Lives with his father during the week.").wait_for()
    assert contact.children.filter(decision__history_read=True).count() == 1
    return Referral.objects.get()


def accept(page, referral: Referral) -> None:
    page.goto("/referrals/")
    page.get_by_role("link", name="Maisie Clarke").click()
    page.get_by_label("Anna Example").check()
    page.get_by_label("Main reason why the child needs help").select_option(label="Abuse or neglect")
    check_page(page)
    page.get_by_role("button", name="Accept and allocate").dblclick()
    page.get_by_role("heading", name="Maisie Clarke").first.wait_for()
    referral.refresh_from_db()
    assert referral.decision == "accepted"
    check_page(page)


def see_and_write(page, child: Child) -> None:
    page.goto(f"/children/{child.pk}/visits/record/")
    now = timezone.localtime()
    for box, value in (("day", now.day), ("month", now.month), ("year", now.year), ("time", f"{now:%H:%M}")):
        page.locator(f"[name=took_place_at_{box}]").fill(str(value))
    page.get_by_role("group", name="What was the visit for?").get_by_label("Assessment").check()
    page.get_by_role("group", name="Did you see Maisie?").get_by_label("Yes", exact=True).first.check()
    page.get_by_role("group", name="Did you see Maisie alone?").get_by_label("Yes", exact=True).check()
    page.get_by_label("What you saw and heard").fill("Maisie showed me her room and her drawings.")
    check_page(page)
    page.get_by_role("button", name="Save visit").click()
    page.get_by_text("Maisie showed me her room and her drawings.").wait_for()

    page.goto(f"/children/{child.pk}/assessment/edit/")
    page.get_by_label("In Maisie’s own words").fill("I like it best at my nan's.")
    page.get_by_label("Maisie’s development and needs").fill("Maisie reads well and sleeps badly.")
    page.get_by_label("How Maisie is cared for").fill("Her mother is warm with her and often tired.")
    page.get_by_label("Family and surroundings").fill("A dry flat, close to school.")
    page.get_by_label("What all of this means for Maisie").fill("The evenings are too much for one adult alone.")
    page.get_by_label("What the family thinks").fill("Her mother asks for help with the evenings.")
    page.get_by_label("What happens next").fill("A plan with the grandmother in it.")
    page.get_by_label("Neglect", exact=True).check()
    page.get_by_label("Child in need plan").check()
    check_page(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Assessment saved.").wait_for()
    page.goto(f"/children/{child.pk}/assessment/submit/")
    check_page(page)
    page.get_by_role("button", name="Send to manager").click()
    page.get_by_text("Sent to your manager.").wait_for()


def authorise(page, child: Child) -> None:
    page.goto(f"/children/{child.pk}/assessment/decide/")
    page.get_by_text("The evenings are too much for one adult alone.").first.wait_for()
    page.get_by_label("Authorise").first.check()
    check_page(page)
    page.get_by_role("button", name="Save decision").click()
    page.get_by_text("Authorised").first.wait_for()
    check_page(page)
