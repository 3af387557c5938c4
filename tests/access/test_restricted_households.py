"""A household that only a few may know of."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from access.clocks import latest_review
from access.services import let_go, review, short_list
from audit.models import Event
from people.matching import PersonQuery
from referrals.queries import candidates_for
from staff.models import Alert, RestrictedPerson, Restriction
from staff.policies import children_visible_to, people_visible_to
from staff.restrictions import named_on, restrict_record
from staff.services import alert
from tests.access.conftest import restrict
from tests.factories.pages import count_queries, page, signed_in
from tests.factories.people import adult, child, parent_of
from tests.factories.staff import held, user
from timescales.models import Clock
from timescales.services import reconcile, sweep
from workspace.queries.family import visible_family
from workspace.queries.search import find_children

pytestmark = pytest.mark.django_db


def knows(person, somebody) -> bool:
    return people_visible_to(person).filter(pk=somebody.pk).exists()


def test_one_act_hides_children_and_adults_from_all_but_those_named(department, family, restriction):
    auditor = user("axel", "auditor")
    for somebody in (family.maisie, family.leo, family.kelly):
        assert knows(department.anna, somebody)
        assert knows(department.sara, somebody)
        for other in (department.tariq, department.ben, department.mo, department.lena, auditor):
            assert not knows(other, somebody)


def test_whoever_is_named_may_open_it_without_holding_the_case(department, family):
    restrict(family, department, named=[department.sara, department.lena])
    assert family.leo in children_visible_to(department.lena)


def test_a_hidden_adult_is_no_relative_no_match_and_no_way_to_a_child(department, family):
    """Kelly has another child, whom nothing hides: that child's family is shown without her."""
    ruby = child("Ruby", "Clarke")
    held(ruby, department.ben)
    parent_of(family.kelly, ruby)
    restrict(family, department)
    assert visible_family(department.ben, ruby).members == []
    assert {one.person for one in visible_family(department.anna, ruby).members} >= {family.kelly}
    assert candidates_for(department.mo, PersonQuery(forename="Kelly", surname="Clarke")) == []
    assert [found.child for found in find_children(department.mo, "Kelly Clarke")] == []


def test_the_database_hides_the_child_of_a_restriction_by_itself_and_lets_all_go_together(department, family):
    row = Restriction.objects.create(child=family.maisie, reason="x", from_on=date(2026, 1, 5))
    assert RestrictedPerson.objects.get().person_id == family.maisie.pk
    RestrictedPerson.objects.create(restriction=row, person=family.leo, from_on=date(2026, 1, 5))
    Restriction.objects.filter(pk=row.pk).update(to_on=date(2026, 2, 2))
    assert set(RestrictedPerson.objects.values_list("to_on", flat=True)) == {date(2026, 2, 2)}


def test_nobody_is_hidden_twice(department, family, restriction):
    with pytest.raises(IntegrityError), transaction.atomic():
        RestrictedPerson.objects.create(restriction=restriction, person=family.leo, from_on=date(2026, 1, 5))
    with pytest.raises(ValidationError, match="restricted already"):
        restrict_record(child=family.leo, reason="Adopted", named=[department.sara], by=department.sara)


def test_the_review_is_never_later_than_the_councils_interval(department, family):
    day = latest_review() + timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        restrict(family, department, review_on=day)
    assert "the council looks again by then" in refusal.value.message_dict["review_on"][0]
    assert not Restriction.objects.exists()


def test_six_months_are_the_councils_interval_to_start_with():
    assert latest_review(date(2026, 3, 2)) == date(2026, 9, 2)


def test_the_clock_runs_from_restriction_to_review_and_from_review_to_review(department, family):
    at = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/London"))
    row = restrict(family, department, review_on=date(2026, 6, 1), at=at)
    assert Clock.objects.get(subject_kind="restriction").due_on == date(2026, 6, 1)
    later = at.replace(month=5, day=4)
    review(
        restriction=row, words="Kelly still works here.", next_review_on=date(2026, 11, 2), by=department.sara, at=later
    )
    first, second = Clock.objects.filter(subject_kind="restriction").order_by("started_at")
    assert (first.due_on, first.is_open) == (date(2026, 6, 1), False)
    assert (second.due_on, second.is_open) == (date(2026, 11, 2), True)
    let_go(restriction=row, because="Kelly has left.", by=department.sara, at=at.replace(month=7))
    second.refresh_from_db()
    assert second.lapsed
    assert reconcile() == []


def test_the_keeper_is_warned_first_and_then_a_named_service_manager_and_nobody_else(department, family):
    row = restrict(
        family, department, named=[department.sara, department.anna, department.lena], keeper=department.lena
    )
    clock = Clock.objects.get(subject_kind="restriction")
    sweep(now=clock.warn_worker_at)
    told = Alert.objects.filter(kind="clock", child_id=family.maisie.pk, url__contains="restriction")
    assert [one.user for one in told] == [department.lena]
    sweep(now=clock.due_at + timedelta(hours=1))
    assert {one.user for one in told.all()} == {department.lena, department.sara}
    assert row.keeper == department.lena


def test_a_review_says_why(department, restriction):
    with pytest.raises(ValidationError):
        review(restriction=restriction, words=" ", next_review_on=latest_review(), by=department.sara)


def test_only_the_keeper_or_a_named_service_manager_changes_it(department, restriction):
    for other in (department.anna, department.tariq, user("sven", "service_manager")):
        with pytest.raises(PermissionDenied):
            review(restriction=restriction, words="Still", next_review_on=latest_review(), by=other)


def test_the_short_list_changes_and_somebody_can_always_lift_it(department, family, restriction):
    short_list(
        restriction=restriction, named=[department.sara, department.tariq], keeper=department.tariq, by=department.sara
    )
    assert set(named_on(restriction)) == {department.sara, department.tariq}
    assert not knows(department.anna, family.maisie)
    with pytest.raises(ValidationError, match="otherwise nobody could lift"):
        short_list(restriction=restriction, named=[department.tariq], keeper=department.tariq, by=department.tariq)


def test_lifted_all_of_them_are_seen_again_and_each_record_says_so(department, family, restriction):
    let_go(restriction=restriction, because="Kelly has left the council.", by=department.sara)
    assert knows(department.mo, family.kelly)
    assert family.leo in children_visible_to(department.mo)
    kinds = Event.objects.filter(child_id=family.leo.pk).values_list("kind", flat=True)
    assert {"record_restricted", "restriction_lifted"} <= set(kinds)


def test_nobody_is_alerted_of_a_child_hidden_from_them(department, family, restriction):
    for one in (department.tariq, department.anna):
        alert(user=one, kind="x", text="Maisie Clarke", key="x", child_id=family.maisie.pk)
    assert [row.user for row in Alert.objects.filter(kind="x")] == [department.anna]


class TestPages:
    def test_a_service_manager_hides_a_family_in_one_page(self, department, family):
        sara = signed_in(department.sara)
        words = page(department.sara, f"/children/{family.maisie.pk}/restriction/new/")
        assert "Leo Clarke" in words
        assert "the council’s own rule, not the law’s" in words
        day = timezone.localdate() + timedelta(days=60)
        response = sara.post(
            f"/children/{family.maisie.pk}/restriction/new/",
            {
                "kind": "colleague",
                "reason": "Kelly works at the front door",
                "others": [family.leo.pk, family.kelly.pk],
                "review_on_day": day.day,
                "review_on_month": day.month,
                "review_on_year": day.year,
                "named": [department.sara.pk, department.tariq.pk],
                "also": "Lena Example\n",
                "keeper": department.sara.pk,
            },
        )
        assert response.status_code == 302, response.content.decode()[:3000]
        words = page(department.sara, f"/children/{family.maisie.pk}/restriction/")
        assert "Anna Example (holds the case) cannot open this record" in words
        assert "Lena Example" in words
        assert "Kelly Clarke, adult" in words
        assert signed_in(department.anna).get(f"/children/{family.maisie.pk}/").status_code == 404

    def test_a_name_that_nobody_has_is_said_and_nothing_is_lost(self, department, family):
        response = signed_in(department.sara).post(
            f"/children/{family.maisie.pk}/restriction/new/", {"also": "Nobody Here", "reason": "A colleague"}
        )
        assert response.status_code == 422
        assert "called Nobody Here" in response.content.decode()
        assert "A colleague" in response.content.decode()

    def test_review_and_lifting_by_page(self, department, family, restriction):
        sara, day = signed_in(department.sara), timezone.localdate() + timedelta(days=100)
        address = f"/children/{family.maisie.pk}/restriction/"
        answers = {
            "words": "Still employed.",
            "next_review_on_day": day.day,
            "next_review_on_month": day.month,
            "next_review_on_year": day.year,
        }
        assert sara.post(f"{address}review/", answers).status_code == 302
        assert "Still employed." in page(department.sara, address)
        assert sara.post(f"{address}lift/", {"because": "She left."}).status_code == 302
        assert sara.get(address).status_code == 404
        assert signed_in(department.tariq).get(f"/children/{family.maisie.pk}/").status_code == 200

    def test_a_worker_on_the_list_reads_it_and_changes_nothing(self, department, family, restriction):
        address = f"/children/{family.maisie.pk}/restriction/"
        assert "Lift it" not in page(department.anna, address)
        assert signed_in(department.anna).get(f"{address}review/").status_code == 403

    def test_a_review_that_comes_near_stands_on_the_morning_page(self, department, family):
        restrict(family, department, review_on=timezone.localdate() + timedelta(days=10))
        assert "Restricted records to look at again 1" in page(department.sara, "/")
        assert "Restricted records" not in page(department.tariq, "/")

    def test_a_family_of_ten_asks_as_much_as_one_of_three(self, department, family, restriction):
        sara, address = signed_in(department.sara), f"/children/{family.maisie.pk}/restriction/"
        sara.get(address)
        few = count_queries(lambda: sara.get(address))
        for number in range(7):
            aunt = adult(f"Aunt{number}")
            RestrictedPerson.objects.create(restriction=restriction, person=aunt, from_on=date(2026, 1, 5))
        assert count_queries(lambda: sara.get(address)) == few
