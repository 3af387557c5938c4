"""What is due, for one child and for a list of them."""

from datetime import date

import pytest

from people.models import Child
from tests.timescales.conftest import KIND, a_child, london
from timescales import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def jack(maisie) -> Child:
    return a_child("Jack")


@pytest.fixture
def due(record, maisie, jack):
    record.clock(maisie, "assessment", date(2026, 3, 2))  # due 7 May
    record.clock(maisie, "icpc", date(2026, 4, 2), subject_id=2)  # due 27 April
    record.clock(maisie, "cp.visit", date(2026, 3, 2), stopped_at=date(2026, 6, 1))  # late
    record.clock(maisie, "cp.twoyears", date(2023, 3, 2), stopped_at=date(2026, 6, 1))  # a measure
    record.clock(jack, "referral.decision", date(2026, 3, 2))


def test_what_is_due_for_a_child_the_next_first(due, maisie):
    assert [clock.rule_id for clock in queries.open_clocks_for(maisie)] == ["icpc", "assessment"]


def test_what_is_due_for_several_children_in_one_query(due, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = [(clock.child.forename, clock.rule_id) for clock in queries.due_for_children(Child.objects.all())]
    assert found == [("Jack", "referral.decision"), ("Maisie", "icpc"), ("Maisie", "assessment")]


def test_only_the_children_asked_about(due, jack):
    assert {clock.child_id for clock in queries.due_for_children(Child.objects.filter(pk=jack.pk))} == {jack.pk}


def test_the_next_date_beside_each_child(due, django_assert_num_queries):
    a_child("Ada")
    with django_assert_num_queries(1):
        found = {
            child.forename: (child.next_due_rule, child.next_due_at)
            for child in queries.with_next_due(Child.objects.all())
        }
    assert found["Maisie"] == ("icpc", london(2026, 4, 27, 23, 59, 59))
    assert found["Ada"] == (None, None)


def test_the_clocks_of_one_record(due, maisie):
    found = queries.clocks_of(KIND, 1).filter(child=maisie)
    assert [clock.rule_id for clock in found] == ["cp.twoyears", "assessment", "cp.visit"]


def test_late_and_unexplained_leaves_measures_out(due, maisie):
    found = queries.late_without_reason(Child.objects.all())
    assert [clock.rule_id for clock in found] == ["cp.visit"]


def test_a_date_before_anything_is_saved(db):
    assert queries.due_date("icpc", date(2026, 4, 2)).due == date(2026, 4, 27)


def test_a_clock_shows_its_date_as_it_is_counted(record, maisie):
    days = record.clock(maisie, "assessment", date(2026, 3, 2))
    hours = record.clock(maisie, "missing.rhi", london(2026, 6, 1, 12))
    assert days.due == date(2026, 5, 7)
    assert hours.due == london(2026, 6, 4, 12)
    assert days.days_left(date(2026, 5, 1)) == 6
    assert str(days).startswith("Child and family assessment: 45 working days from 2 March 2026")
