"""A record as it was known at a past moment: the same pages, marked, read only, and no more than one may see today."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import RecordOpening
from casework import services
from casework.models import CaseNote
from people import services as people_services
from people.models import Child
from staff.models import Restriction
from tests.factories.casework import a_case, an_assessment, written
from tests.factories.pages import count_queries, page, signed_in, words
from tests.factories.past import happening, london, then
from tests.factories.people import adult, child, home, lives, parent_of, related
from tests.factories.referrals import on_contact
from tests.factories.staff import held
from timescales.services import give_late_reason

pytestmark = pytest.mark.django_db

REFERRED = london(3, 2, 9)
CORRECTED = london(5, 20, 10)


@pytest.fixture
def nell(department) -> Child:
    """Referred on 2 March; her date of birth and home put right on 20 May, when a note was written as well."""
    anna = department.anna
    with happening(REFERRED) as clock:
        nell = child("Nell", "Ashworth", date_of_birth=date(2018, 5, 3), by=anna)
        lives(nell, home("12 High Street"), by=anna)
        an_assessment(anna, a_case(anna, nell))
        clock.moment = CORRECTED
        people_services.correct_person(person=nell, date_of_birth=date(2018, 3, 5), by=anna)
        lives(nell, home("3 Mill Lane", "LS1 9ZZ"), from_on=date(2026, 5, 18), by=anna)
        services.write_case_note(
            children=[nell], kind="telephone", happened_at=CORRECTED, text="Grandmother rang.", by=anna
        )
    return nell


def test_a_page_shows_what_was_known_then_and_says_so(department, nell):
    before = page(department.anna, then(london(5, 1, 14), "child", nell.pk))
    assert "3 May 2018" in before
    assert "12 High Street" in before
    assert "5 March 2018" not in before
    assert "3 Mill Lane" not in before
    after = page(department.anna, then(london(5, 20, 11), "child", nell.pk))
    assert "5 March 2018" in after
    assert "3 Mill Lane" in after


PAGES = ["child", "chronology", "family", "assessment", "visits", "case-notes", "documents", "plan"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_marked_and_offers_nothing_to_do(department, nell, name):
    response = signed_in(department.anna).get(then(london(5, 1, 14), name, nell.pk))
    assert response.status_code == 200
    html = response.content.decode()
    assert "Nell Ashworth’s record as it was known on 1 May 2026 at 14:00. Read only." in html
    main = html[html.index("<main") : html.index("</main>")]
    assert 'method="post"' not in main
    assert f'href="/children/{nell.pk}' not in main


def test_links_of_the_record_stay_in_the_past(department, nell):
    html = signed_in(department.anna).get(then(london(5, 1, 14), "child", nell.pk)).content.decode()
    assert f'href="/as-known/2026-05-01T14:00/children/{nell.pk}/chronology/"' in html
    assert f'href="/children/{nell.pk}/"' in html  # back to today
    assert 'action="/search/"' in html


def test_ages_and_days_left_are_those_of_the_day(department, nell):
    words_then = header_of(department.anna, then(london(5, 1, 14), "child", nell.pk))
    # Born, as it was thought, on 3 May 2018: still 7 on 1 May 2026.
    assert "7 years old" in words_then
    # 45 working days from 2 March 2026, over Easter and the May holiday: 7 May, six days after 1 May.
    assert "In 6 days" in words_then
    assert "7 May 2026" in words_then
    late = page(department.anna, then(london(5, 12, 14), "assessment", nell.pk))
    assert "5 days late" in late


def test_a_clock_that_stopped_since_ran_then(department, nell):
    anna, tariq = department.anna, department.tariq
    assessment = nell.assessments.get()
    with happening(london(5, 14, 9)):
        written(assessment)
        services.submit_assessment(assessment=assessment, by=anna, note="She was away.")
        services.authorise_assessment(assessment=assessment, by=tariq, late_reason="Illness in the team.")
    assert "In 6 days" in page(anna, then(london(5, 1, 14), "child", nell.pk))
    assert "Authorised on 14 May 2026" in page(anna, then(london(5, 14, 10), "assessment", nell.pk))


def test_a_reason_for_lateness_is_the_one_that_stood_then(department, nell):
    clock = nell.clocks.get(rule_id="assessment")
    for day, reason in ((11, "The family was away."), (13, "The school was shut.")):
        with happening(london(5, day, 9)):
            give_late_reason(clock=clock, by=department.anna, reason=reason)
    words_then = page(department.anna, then(london(5, 12), "assessment", nell.pk))
    assert "The family was away." in words_then
    assert "The school was shut." not in words_then
    assert "away" not in page(department.anna, then(london(5, 10), "assessment", nell.pk))


def test_notes_and_events_written_later_are_not_there(department, nell):
    assert "Grandmother rang" not in page(department.anna, then(london(5, 20, 9, 59), "case-notes", nell.pk))
    assert "Grandmother rang" in page(department.anna, then(london(5, 20, 10), "case-notes", nell.pk))
    chronology = page(department.anna, then(london(5, 1), "chronology", nell.pk))
    assert "Assessment" in chronology
    assert "Grandmother" not in chronology
    printed = page(department.anna, then(london(5, 1), "chronology", nell.pk), print="1")
    assert "Grandmother" not in printed
    assert "written" not in printed.lower()[:40]


def test_the_worker_of_that_day_is_named(department, nell):
    with happening(london(5, 22)):
        row = nell.allocations.get()
        row.to_on = date(2026, 5, 22)
        row.save()
        held(nell, department.ben, from_on=date(2026, 5, 22))
    assert "Held by Anna Example" in header_of(department.tariq, then(london(5, 1, 14), "child", nell.pk))
    assert "Held by Ben Example" in header_of(department.tariq, then(london(5, 23), "child", nell.pk))


def header_of(user, address) -> str:
    return signed_in(user).get(address).content.decode()


def test_there_was_no_record_yet(department, nell):
    response = signed_in(department.anna).get(then(london(2, 1), "child", nell.pk))
    assert "There was no record at that moment" in words(response)


def test_the_opening_says_which_moment_was_looked_at(department, nell):
    page(department.anna, then(london(6, 3, 14), "chronology", nell.pk))
    opening = RecordOpening.objects.latest("pk")
    assert (opening.user_id, opening.child_id) == (department.anna.pk, nell.pk)
    assert opening.page == "chronology, as known on 3 June 2026 at 14:00"


@pytest.mark.parametrize("name", [*PAGES, "case-note-new", "child-details-edit", "close"])
def test_nothing_can_be_sent_into_the_past(department, nell, name):
    address = then(london(5, 1, 14), name, nell.pk) if name != "close" else f"/as-known/x/children/{nell.pk}/close/"
    response = signed_in(department.anna).post(address, {"text": "Rewritten", "forename": "Else"})
    assert response.status_code == 405
    assert CaseNote.objects.count() == 1


@pytest.mark.parametrize("name", ["case-note-new", "child-details-edit", "visit-book", "history"])
def test_a_page_without_a_past_leads_to_today(department, nell, name):
    response = signed_in(department.anna).get(then(london(5, 1, 14), name, nell.pk))
    assert (response.status_code, response["Location"]) == (302, reverse(name, args=[nell.pk]))


def test_a_moment_to_come_leads_to_today_and_nonsense_nowhere(department, nell):
    client = signed_in(department.anna)
    response = client.get(f"/as-known/2099-01-01T10:00/children/{nell.pk}/visits/?page=2")
    assert (response.status_code, response["Location"]) == (302, f"/children/{nell.pk}/visits/?page=2")
    assert client.get(f"/as-known/yesterday/children/{nell.pk}/").status_code == 404
    assert client.get("/as-known/2026-05-01T14:00/nowhere/").status_code == 404


def test_who_is_not_signed_in_signs_in_first(client, nell):
    response = client.get(then(london(5, 1, 14), "child", nell.pk))
    assert response.status_code == 302
    assert response["Location"].startswith("/log-in/?next=/as-known/")


def test_one_chooses_a_day_and_a_time(department, nell):
    client = signed_in(department.mo)
    address = reverse("as-known", args=[nell.pk])
    sent = {"then_day": "1", "then_month": "5", "then_year": "2026", "then_time": "14:00"}
    response = client.post(address, sent)
    assert (response.status_code, response["Location"]) == (302, f"/as-known/2026-05-01T14:00/children/{nell.pk}/")
    refused = client.post(address, {**sent, "then_year": "2099"})
    assert refused.status_code == 422
    assert "must be now or in the past" in words(refused)


# Nobody sees more in the past than today


def test_who_may_not_see_the_child_today_does_not_see_its_past(department, nell):
    assert signed_in(department.lena).get(then(london(5, 1, 14), "child", nell.pk)).status_code == 404
    Restriction.objects.create(child=nell, reason="A colleague's family", from_on=date(2026, 6, 1))
    assert signed_in(department.anna).get(then(london(5, 1, 14), "child", nell.pk)).status_code == 404


def test_a_relative_restricted_since_is_hidden_in_the_past(department):
    anna = department.anna
    with happening(REFERRED):
        nell, tom = child("Nell", "Ashworth", by=anna), child("Tom", "Hale", by=anna)
        related("sibling", nell, tom, by=anna)
        a_case(anna, nell)
        a_case(anna, tom)
        services.write_case_note(children=[nell, tom], kind="telephone", happened_at=REFERRED, text="A call.", by=anna)
    assert "Tom Hale" in page(anna, then(london(5, 1), "family", nell.pk))
    Restriction.objects.create(child=tom, reason="A colleague's family", from_on=date(2026, 6, 1))
    for name in PAGES:
        assert "Tom" not in page(anna, then(london(5, 1), name, nell.pk)), name


def test_an_address_kept_confidential_since_is_not_told_in_the_past(department):
    anna = department.anna
    with happening(REFERRED):
        nell, kim = child("Nell", "Ashworth", by=anna), adult("Kim", "Ashworth", by=anna)
        parent_of(kim, nell, by=anna)
        lives(nell, home("1 North Road"), by=anna)
        residence = lives(kim, home("9 Refuge Close", "LS2 2BB"), by=anna)
        a_case(anna, nell)
    assert "9 Refuge Close" in page(anna, then(london(5, 1), "family", nell.pk))
    residence.confidential = True
    residence.save()
    told = page(anna, then(london(5, 1), "family", nell.pk))
    assert "9 Refuge Close" not in told
    assert "Confidential address" in told


def test_a_contact_that_waited_then_opens_no_record_today(department):
    # An advanced practitioner sees a child because a contact waits for a decision; the contact was decided since.
    from tests.factories.staff import user

    asha = user("asha", "advanced_practitioner", department.south)
    with happening(REFERRED):
        nell, tom = child("Nell", "Ashworth"), child("Tom", "Ashworth", date_of_birth=date(2016, 1, 1))
        related("sibling", nell, tom)
        on_contact(department.mo, tom)
        held(nell, asha)
    response = signed_in(asha).get(then(london(5, 1), "family", nell.pk))
    assert "Held by another team" in words(response)
    assert signed_in(asha).get(then(london(5, 1), "child", nell.pk)).status_code == 200


# The price


def test_as_many_queries_for_a_long_record_as_for_a_short_one(department, nell):
    client, addresses = signed_in(department.anna), [then(london(5, 25), name, nell.pk) for name in PAGES]

    def look() -> list[int]:
        return [count_queries(lambda address=address: client.get(address)) for address in addresses]

    look()
    short = look()
    with happening(london(5, 21)):
        for number in range(20):
            services.write_case_note(
                children=[nell],
                kind="telephone",
                happened_at=london(5, 21),
                text=f"Call {number}",
                by=department.anna,
            )
            people_services.correct_person(person=nell, religion=f"Faith {number}", by=department.anna)
    assert look() == short
    assert max(short) < 60
