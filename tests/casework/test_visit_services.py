"""Visits: booked, recorded, called off; seen and not seen; and what happens when a child moves."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audit.models import Event
from casework import queries, services
from casework.models import VisitChild
from casework.services import ChildResult
from tests.factories.casework import a_case, a_child, a_plan, a_visit, an_assessment, lives_at, moment, written
from timescales.queries import open_clocks_for

pytestmark = pytest.mark.django_db


def book(worker, child, *more, booked_for=None, **fields):
    booked_for = booked_for or timezone.now() + timedelta(days=2)
    return services.book_visit(
        children=[child, *more], purpose="assessment", worker=worker, booked_for=booked_for, by=worker, **fields
    )


def test_booking_goes_to_where_the_child_lives_now(anna):
    child = a_case(anna).child
    home = lives_at(child, "12 High Street", date(2024, 1, 1))
    assert book(anna, child).address == home


def test_booking_somewhere_else_keeps_the_place(anna):
    child = a_case(anna).child
    lives_at(child, "12 High Street", date(2024, 1, 1))
    visit = book(anna, child, place="Hill Primary School")
    assert (visit.address, visit.place) == (None, "Hill Primary School")


def test_booking_for_yesterday_is_refused(anna):
    child = a_case(anna).child
    with pytest.raises(ValidationError) as refusal:
        book(anna, child, booked_for=timezone.now() - timedelta(days=1))
    assert "booked_for" in refusal.value.message_dict


def test_move_is_shown_on_a_booked_visit_until_its_address_is_changed(anna):
    child = a_case(anna).child
    lives_at(child, "12 High Street", date(2024, 1, 1))
    visit = book(anna, child)
    new = lives_at(child, "3 Mill Lane", date(2026, 5, 3), postcode="LS2 8AB")
    shown = queries.booked_visits_of(anna, child)[0]
    assert shown.moved == (
        "Maisie moved on 3 May 2026. Visit booked at the former address. Now at 3 Mill Lane, LS2 8AB."
    )
    services.use_current_address(visit=visit, child=child, by=anna)
    shown = queries.booked_visits_of(anna, child)[0]
    assert (shown.address, shown.moved) == (new, "")


def test_visit_booked_at_the_grandmothers_is_no_move(anna):
    child = a_case(anna).child
    lives_at(child, "12 High Street", date(2024, 1, 1))
    other = lives_at(a_child("Nan"), "9 Elm Road", date(2000, 1, 1))
    book(anna, child, address=other)
    assert queries.booked_visits_of(anna, child)[0].moved == ""


def test_child_who_left_without_a_new_address_is_shown_too(anna):
    child = a_case(anna).child
    lives_at(child, "12 High Street", date(2024, 1, 1))
    book(anna, child)
    child.residences.update(to_on=date(2026, 5, 3))
    assert "no new address is recorded" in queries.booked_visits_of(anna, child)[0].moved


def test_only_a_child_who_was_seen_has_been_visited(anna):
    child = a_case(anna).child
    a_visit(anna, child, moment(2026, 3, 9), seen=True, seen_alone=False)
    a_visit(anna, child, moment(2026, 3, 20), seen=False)
    seen = queries.last_seen([child.pk])[child.pk]
    assert (seen.seen_at, seen.seen_alone_at) == (moment(2026, 3, 9), None)


def test_last_seen_of_a_child_whom_nobody_saw(anna):
    child = a_case(anna).child
    assert queries.last_seen([child.pk])[child.pk].seen_at is None


def test_last_seen_of_many_children_is_one_query(anna, django_assert_num_queries):
    keys = [a_case(anna, a_child(f"Child{n}")).child_id for n in range(5)]
    with django_assert_num_queries(1):
        assert set(queries.last_seen(keys)) == set(keys)


def test_seen_visit_rolls_the_clock_and_an_unseen_one_does_not(anna):
    plan = a_plan(anna, started_on=date(2026, 5, 11))
    child = plan.child
    due = lambda: open_clocks_for(child).get(rule_id="cin.visit").due_on  # noqa: E731
    assert due() == date(2026, 6, 8)  # four weeks
    a_visit(anna, child, moment(2026, 5, 18), seen=False)
    assert due() == date(2026, 6, 8)
    a_visit(anna, child, moment(2026, 5, 20))
    assert due() == date(2026, 6, 17)


def test_one_visit_has_a_result_for_each_child_of_the_family(anna):
    maisie, jack = a_case(anna).child, a_case(anna, a_child("Jack")).child
    visit = services.record_visit(
        children=[
            ChildResult(maisie, seen=True, seen_alone=True, child_words="I am tired."),
            ChildResult(jack, seen=False, why_not_seen="Asleep."),
        ],
        purpose="assessment",
        took_place_at=moment(2026, 3, 9),
        by=anna,
    )
    assert visit.children.count() == 2
    assert Event.objects.filter(kind="visit_recorded", child_id=jack.pk).get().summary == "Assessment visit: not seen"
    assert Event.objects.get(kind="visit_recorded", child_id=maisie.pk).occurred_at == moment(2026, 3, 9)


def test_booked_visit_wants_a_result_for_each_child_it_was_booked_for(anna):
    maisie, jack = a_case(anna).child, a_case(anna, a_child("Jack")).child
    visit = book(anna, maisie, jack)
    with pytest.raises(ValidationError, match="Say whether you saw Jack Clarke"):
        services.record_visit(
            visit=visit,
            children=[ChildResult(maisie, seen=True)],
            purpose="assessment",
            took_place_at=timezone.now(),
            by=anna,
        )


def test_booked_brother_of_another_team_does_not_hold_the_record_up(anna, lena):
    maisie, jack = a_case(anna).child, a_case(anna, a_child("Jack")).child
    visit = book(anna, maisie, jack)
    jack.allocations.update(worker=lena, team=lena.team)
    services.record_visit(
        visit=visit,
        children=[ChildResult(maisie, seen=True)],
        purpose="assessment",
        took_place_at=timezone.now(),
        by=anna,
    )
    assert VisitChild.objects.get(child=jack).seen is None


def test_visit_recorded_once_is_not_recorded_again(anna):
    child = a_case(anna).child
    visit = book(anna, child)
    record = {"children": [ChildResult(child, seen=True)], "purpose": "assessment", "took_place_at": timezone.now()}
    services.record_visit(visit=visit, by=anna, **record)
    with pytest.raises(ValidationError, match="already recorded"):
        services.record_visit(visit=visit, by=anna, **record)
    with pytest.raises(ValidationError, match="already recorded"):
        services.cancel_visit(visit=visit, because="x", by=anna)


def test_calling_off_needs_a_reason_and_leaves_the_clock_alone(anna):
    plan = a_plan(anna)
    visit = book(anna, plan.child)
    before = open_clocks_for(plan.child).get(rule_id="cin.visit").due_on
    with pytest.raises(ValidationError):
        services.cancel_visit(visit=visit, because=" ", by=anna)
    services.cancel_visit(visit=visit, because="Ill", by=anna)
    assert open_clocks_for(plan.child).get(rule_id="cin.visit").due_on == before
    assert queries.booked_visits_of(anna, plan.child) == []


def test_stranger_records_nothing_and_a_mash_officer_neither(anna, lena, mo):
    child = a_case(anna).child
    for user in (lena, mo):
        with pytest.raises(PermissionDenied):
            a_visit(user, child)
    assert VisitChild.objects.count() == 0


def test_seen_for_the_assessment_comes_from_visits_since_the_clock_started(anna):
    assessment = written(an_assessment(anna))
    a_visit(anna, assessment.child, moment(2026, 3, 1), seen_alone=True)
    assert queries.about_child(assessment).seen_on is None
    a_visit(anna, assessment.child, moment(2026, 3, 2, 17), seen_alone=False)
    about = queries.about_child(assessment)
    assert (about.seen_on, about.seen_alone_on) == (date(2026, 3, 2), None)


def test_children_of_another_team_are_not_named_on_a_shared_visit(anna, lena):
    maisie, jack = a_case(anna).child, a_case(anna, a_child("Jack")).child
    services.record_visit(
        children=[ChildResult(maisie, seen=True), ChildResult(jack, seen=True)],
        purpose="assessment",
        took_place_at=moment(2026, 3, 9),
        by=anna,
    )
    jack.allocations.update(worker=lena, team=lena.team)
    results = queries.visits_of(anna, maisie).get().results
    assert [row.child_id for row in results] == [maisie.pk]
