"""Twenty to nine: what is due, in order, one click from the act."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from casework import services as casework
from people import services as people
from staff.services import alert
from tests.factories import casework as cases
from tests.factories.pages import count_queries, page, signed_in
from tests.factories.people import child
from tests.factories.staff import held
from ui.drafts import save_draft
from workspace.queries.worker_home import worker_home

pytestmark = pytest.mark.django_db


def a_case_of(worker, forename: str, referred_on: date):
    return cases.an_assessment(worker, cases.a_case(worker, child(forename), referred_on=referred_on))


def bands(user) -> dict[str, list[str]]:
    home = worker_home(user, timezone.now())
    return {section.band.value: [item.child.name for item in section.items] for section in home.sections}


def test_what_is_late_stands_before_what_is_due_later(anna):
    """45 working days are at least 63 days: a case of 100 days ago is late, one of today is not due for weeks."""
    today = timezone.localdate()
    a_case_of(anna, "Newly", today)
    a_case_of(anna, "Overdue", today - timedelta(days=100))
    found = bands(anna)
    assert found["late"][0] == "Overdue Clarke"
    assert "Newly Clarke" in found["later"]
    words = page(anna, "/")
    assert words.index("Overdue Clarke") < words.index("Newly Clarke")


def test_each_line_leads_to_the_act(anna):
    assessment = a_case_of(anna, "Maisie", timezone.localdate() - timedelta(days=100))
    html = signed_in(anna).get("/").content.decode()
    assert f'href="/children/{assessment.child_id}/assessment/{assessment.pk}/edit/"' in html


def test_a_visit_booked_for_today_stands_at_its_hour(anna):
    maisie = cases.a_case(anna, child()).child
    now = cases.moment(2026, 5, 6, 8, 40)
    at = cases.moment(2026, 5, 6, 15, 30)
    casework.book_visit(children=[maisie], purpose="assessment", worker=anna, booked_for=at, by=anna, at=now)
    (today,) = [section for section in worker_home(anna, now).sections if section.band == "today"]
    assert [(item.act, item.when.distance) for item in today.items] == [
        ("Record the assessment visit", "Today at 15:30")
    ]


def test_a_visit_booked_for_an_address_the_child_has_left_says_so(anna):
    maisie = cases.a_case(anna, child()).child
    old = people.record_address(line1="12 High Street", postcode="LS1 4AP", by=anna)
    new = people.record_address(line1="9 Mill Lane", postcode="LS2 8AA", by=anna)
    people.move_home(person=maisie, address=old, from_on=date(2025, 1, 6), by=anna)
    at = timezone.now() + timedelta(days=2)
    casework.book_visit(children=[maisie], purpose="assessment", worker=anna, booked_for=at, by=anna)
    people.move_home(person=maisie, address=new, from_on=timezone.localdate(), by=anna)
    assert "Maisie Clarke now lives at 9 Mill Lane" in page(anna, "/")


def test_an_assessment_sent_back_says_by_whom_and_why(anna, tariq):
    assessment = cases.submitted(anna)
    casework.return_assessment(assessment=assessment, by=tariq, reason="Say more about her father.")
    words = page(anna, "/")
    assert "Change the assessment and send it again" in words
    assert "Sent back by Tariq Example: Say more about her father." in words


def test_an_assessment_with_the_manager_is_not_the_worker_s_to_do(anna):
    assessment = cases.submitted(anna)
    home = worker_home(anna, timezone.now())
    assert [item.child.pk for item in home.waiting] == [assessment.child_id]
    assert all(item.child.pk != assessment.child_id for part in home.sections for item in part.items)


def test_words_not_yet_sent_are_one_click_away(anna):
    maisie = cases.a_case(anna, child()).child
    url = f"/children/{maisie.pk}/notes/new/"
    save_draft(user=anna, key="note:1", data={"text": ["Called"]}, title="Case note for Maisie", url=url)
    words = page(anna, "/")
    assert "You were writing" in words
    assert "Case note for Maisie" in words


def test_words_about_a_child_one_may_no_longer_see_are_not_named(lena, anna):
    maisie = cases.a_case(anna, child()).child
    save_draft(user=lena, key="note:1", data={"text": ["x"]}, title="Note for Maisie", url=f"/children/{maisie.pk}/x/")
    assert "Note for Maisie" not in page(lena, "/")


def test_an_adult_nobody_has_named_is_a_thing_to_do(anna):
    maisie = cases.a_case(anna, child()).child
    people.raise_adult_to_identify(child=maisie, role="father", what_is_known="Drives a taxi", by=anna)
    words = page(anna, "/")
    assert "Maisie Clarke: father" in words
    assert "Drives a taxi" in words


def test_alerts_not_yet_read_stand_on_the_page(anna):
    alert(user=anna, kind="clock", text="Maisie Clarke: visit due tomorrow", key="x")
    assert "Maisie Clarke: visit due tomorrow" in page(anna, "/")


def test_a_colleague_s_children_are_not_on_the_list(department):
    a_case_of(department.ben, "Bertie", timezone.localdate() - timedelta(days=100))
    assert bands(department.anna) == {}


def test_somebody_without_children_is_told_so_in_words(lena):
    assert "No child is allocated to you" in page(lena, "/")


def test_ten_children_ask_as_much_of_the_database_as_one(anna):
    today = timezone.localdate()
    a_case_of(anna, "One", today - timedelta(days=100))
    worker_home(anna, timezone.now())
    with_one = count_queries(lambda: worker_home(anna, timezone.now()))
    for number in range(9):
        a_case_of(anna, f"Child{number}", today - timedelta(days=number * 10))
    assert count_queries(lambda: worker_home(anna, timezone.now())) == with_one


def test_a_joint_worker_s_list_does_not_hold_the_lead_s_dates(department):
    assessment = a_case_of(department.ben, "Bertie", timezone.localdate() - timedelta(days=100))
    held(assessment.child, department.anna, role="co_worker")
    assert bands(department.anna) == {}
    assert "Bertie Clarke" in page(department.anna, "/my-children/")
