"""The pages of visits: booked with the address confirmed, recorded for several children at once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework import services
from casework.models import Visit, VisitChild
from people.models import Relationship
from tests.casework.pages import as_user, moment_of, queries_of, text_of
from tests.factories.casework import a_case, a_child, a_visit, lives_at, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def maisie(anna):
    child = a_case(anna).child
    lives_at(child, "12 High Street", date(2024, 1, 1))
    return child


@pytest.fixture
def jack(anna, maisie):
    """Her brother, held by the same worker."""
    child, mother = a_case(anna, a_child("Jack")).child, a_child("Kelly")
    for one in (maisie, child):
        Relationship.objects.create(from_person=mother, to_person=one, kind="parent")
    return child


def soon():
    return timezone.now() + timedelta(days=2)


def booking(worker, **changes) -> dict:
    where = {"purpose": "assessment", "where": "home", "worker": worker.pk}
    return {**where, **moment_of("booked_for", soon()), **changes}


def book(worker, *children) -> Visit:
    return services.book_visit(
        children=list(children), purpose="assessment", worker=worker, booked_for=soon(), by=worker
    )


def test_booking_shows_the_address_and_wants_it_confirmed(anna, maisie):
    page = as_user(anna).get(reverse("visit-book", args=[maisie.pk]))
    assert "At home: 12 High Street, LS1 4AP" in text_of(page)
    answer = as_user(anna).post(reverse("visit-book", args=[maisie.pk]), booking(anna, where=""))
    assert answer.status_code == 422
    assert as_user(anna).post(reverse("visit-book", args=[maisie.pk]), booking(anna)).status_code == 302
    assert Visit.objects.get().address.line1 == "12 High Street"


def test_booking_for_brothers_and_sisters_by_ticking_them(anna, maisie, jack):
    typed = booking(anna, where="elsewhere", place="Their school", also=[str(jack.pk)])
    as_user(anna).post(reverse("visit-book", args=[maisie.pk]), typed)
    assert Visit.objects.get().children.count() == 2
    assert Visit.objects.get().place == "Their school"


def test_move_is_shown_and_one_click_puts_it_right(anna, maisie):
    visit = book(anna, maisie)
    lives_at(maisie, "3 Mill Lane", date(2026, 5, 3), postcode="LS2 8AB")
    for page in (reverse("visits", args=[maisie.pk]), reverse("visit-record", args=[maisie.pk, visit.pk])):
        assert "Maisie moved on 3 May 2026. Visit booked at the former address" in text_of(as_user(anna).get(page))
    as_user(anna).post(reverse("visit-use-address", args=[maisie.pk, visit.pk]))
    visit.refresh_from_db()
    assert visit.address.line1 == "3 Mill Lane"
    assert "moved on" not in text_of(as_user(anna).get(reverse("visits", args=[maisie.pk])))


def outcome(child, seen="yes", **answers) -> dict:
    typed = {f"seen_{child.pk}": seen}
    return {**typed, **{f"{name}_{child.pk}": value for name, value in answers.items()}}


def record_url(child, *visit) -> str:
    return reverse("visit-record", args=[child.pk, *visit])


def test_one_visit_to_two_children_each_with_a_result(anna, maisie, jack):
    typed = {
        "purpose": "assessment",
        "account": "We talked.",
        "also": [str(jack.pk)],
        **moment_of("took_place_at", timezone.now() - timedelta(hours=3)),
        **outcome(maisie, alone="yes", words="I am tired."),
        **outcome(jack, "no", why="Asleep."),
    }
    assert as_user(anna).post(record_url(maisie), typed).status_code == 302
    results = {row.child_id: row for row in VisitChild.objects.all()}
    assert (results[maisie.pk].seen_alone, results[maisie.pk].child_words) == (True, "I am tired.")
    assert (results[jack.pk].seen, results[jack.pk].why_not_seen) == (False, "Asleep.")
    page = text_of(as_user(anna).get(reverse("visits", args=[maisie.pk])))
    assert "I am tired." in page
    assert "Also visited: Jack Clarke (not seen)" in page


def test_brother_who_was_not_ticked_is_not_asked_about(anna, maisie, jack):
    typed = {"purpose": "other", **moment_of("took_place_at", timezone.now() - timedelta(hours=3))}
    typed |= {**outcome(maisie, alone="no"), **outcome(jack, "no")}
    assert as_user(anna).post(record_url(maisie), typed).status_code == 302
    assert VisitChild.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seen": "no"}, "Why was Maisie not seen?"),
        ({"seen": ""}, "Did you see Maisie?"),
        ({"seen": "yes"}, "Did you see Maisie alone?"),
        ({"seen": "no", "why": "Out.", "hours": -5}, "must be now or in the past"),
    ],
)
def test_visit_that_is_not_whole_keeps_what_was_typed(anna, maisie, changes, words):
    hours = changes.pop("hours", 3)
    typed = {"purpose": "assessment", "account": "A long account.", **outcome(maisie, **changes)}
    typed |= moment_of("took_place_at", timezone.now() - timedelta(hours=hours))
    answer = as_user(anna).post(record_url(maisie), typed)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "There is a problem" in page
    assert words in page
    assert "A long account." in page
    assert not Visit.objects.exists()


def test_visit_before_the_birth_is_refused_in_a_sentence(anna, department):
    baby = a_case(anna, a_child("Poppy", date_of_birth=date(2026, 6, 1))).child
    typed = {"purpose": "assessment", **outcome(baby, alone="no")}
    typed |= moment_of("took_place_at", moment(2026, 5, 1))
    answer = as_user(anna).post(record_url(baby), typed)
    assert "Poppy Clarke was born on 1 June 2026" in text_of(answer)


def test_booked_visit_asks_about_each_child_it_was_booked_for(anna, maisie, jack):
    visit = book(anna, maisie, jack)
    page = text_of(as_user(anna).get(record_url(maisie, visit.pk)))
    assert f'name="seen_{jack.pk}"' in page
    assert 'name="also"' not in page


def test_recording_twice_stores_once_and_loses_no_word(anna, department, maisie):
    visit = book(anna, maisie)
    typed = {"purpose": "assessment", "account": "First.", **outcome(maisie, alone="yes")}
    typed |= moment_of("took_place_at", timezone.now() - timedelta(hours=1))
    as_user(anna).post(record_url(maisie, visit.pk), typed)
    answer = as_user(department.ben).post(record_url(maisie, visit.pk), {**typed, "account": "Second."})
    assert answer.status_code == 422
    assert "already recorded" in text_of(answer)
    assert "Second." in text_of(answer)
    assert as_user(anna).get(record_url(maisie, visit.pk)).status_code == 302
    assert VisitChild.objects.filter(seen=True).count() == 1


def test_calling_off(anna, maisie):
    visit = book(anna, maisie)
    cancel = reverse("visit-cancel", args=[maisie.pk, visit.pk])
    assert as_user(anna).post(cancel, {"because": ""}).status_code == 422
    assert as_user(anna).post(cancel, {"because": "Ill."}).status_code == 302
    assert "Called off" in text_of(as_user(anna).get(reverse("visits", args=[maisie.pk])))


def test_unborn_child_is_seen_in_her_mother(anna):
    baby = a_case(anna, a_child("Baby", date_of_birth=None, expected_date_of_birth=date(2027, 2, 1))).child
    page = text_of(as_user(anna).get(record_url(baby)))
    assert "Did you see Baby’s mother?" in page
    assert f"alone_{baby.pk}" not in page


def test_list_takes_as_many_queries_for_a_thousand_visits_as_for_ten(anna, maisie):
    client, url = as_user(anna), reverse("visits", args=[maisie.pk])
    for _ in range(10):
        a_visit(anna, maisie)
    few = queries_of(client, url)
    visits = Visit.objects.bulk_create(
        Visit(purpose="other", worker=anna, took_place_at=timezone.now() - timedelta(days=n)) for n in range(990)
    )
    VisitChild.objects.bulk_create(
        VisitChild(visit=visit, child=maisie, seen=True, seen_at=visit.took_place_at) for visit in visits
    )
    assert queries_of(client, url) == few
    assert few < 25


@pytest.mark.parametrize("name", ["visits", "visit-book", "visit-record"])
def test_stranger_finds_nothing(lena, maisie, name):
    assert as_user(lena).get(reverse(name, args=[maisie.pk])).status_code == 404


def test_visit_of_another_child_is_not_found_under_this_one(anna, maisie):
    other = a_case(anna, a_child("Poppy")).child
    visit = book(anna, maisie)
    for name in ("visit-record", "visit-cancel"):
        assert as_user(anna).get(reverse(name, args=[other.pk, visit.pk])).status_code == 404
    assert as_user(anna).post(reverse("visit-use-address", args=[other.pk, visit.pk])).status_code == 404
