"""A late finish asks for a reason, once, and never stops anybody's work."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Event
from tests.factories.staff import held
from tests.timescales.conftest import london
from timescales.services import give_late_reason, reason_needed

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(record, maisie, anna):
    held(maisie, anna)
    return record.clock(maisie, "assessment", date(2026, 3, 2), stopped_at=london(2026, 5, 8, 12))


def test_a_late_finish_needs_a_reason_until_it_has_one(late, anna):
    assert reason_needed(late)
    clock = give_late_reason(clock=late, by=anna, reason=" Mother was in hospital. ", at=london(2026, 5, 8, 13))
    assert not reason_needed(clock)
    assert (clock.late_reason, clock.late_reason_by) == ("Mother was in hospital.", anna)


def test_it_is_written_down(late, anna):
    give_late_reason(clock=late, by=anna, reason="Mother was in hospital.")
    give_late_reason(clock=late, by=anna, reason="Mother and baby were in hospital.")
    events = Event.objects.filter(kind="late_reason_given").order_by("pk")
    assert [event.detail for event in events] == ["Mother was in hospital.", "Mother and baby were in hospital."]
    assert events[1].data["before"] == "Mother was in hospital."
    assert {event.child_id for event in events} == {late.child_id}


def test_a_reason_can_be_given_while_it_is_still_overdue(record, maisie, anna):
    held(maisie, anna)
    clock = record.clock(maisie, "assessment", date(2026, 3, 2))
    clock = give_late_reason(clock=clock, by=anna, reason="Waiting for a paediatrician.", at=london(2026, 5, 8, 9))
    assert clock.late_reason


@pytest.mark.parametrize(
    "stopped", [{"stopped_at": london(2026, 5, 7, 12)}, {"stopped_at": london(2026, 6, 1), "lapsed": True}]
)
def test_what_is_not_late_needs_none_and_takes_none(record, maisie, anna, stopped):
    held(maisie, anna)
    clock = record.clock(maisie, "assessment", date(2026, 3, 2), **stopped)
    assert not reason_needed(clock)
    with pytest.raises(ValidationError, match="is not late"):
        give_late_reason(clock=clock, by=anna, reason="Something")


def test_a_measure_is_never_asked_about(record, maisie):
    clock = record.clock(maisie, "cp.twoyears", date(2023, 3, 2), stopped_at=date(2026, 3, 2))
    assert not reason_needed(clock)


def test_a_reason_says_something(late, anna):
    with pytest.raises(ValidationError, match="Say in a sentence"):
        give_late_reason(clock=late, by=anna, reason="  ")


def test_who_may_not_see_the_child_may_not_explain(late, lena):
    with pytest.raises(PermissionDenied, match="not open to you"):
        give_late_reason(clock=late, by=lena, reason="Something")


def test_an_auditor_reads_and_does_not_write(late, anna):
    anna.role = "auditor"
    with pytest.raises(PermissionDenied, match="may not write"):
        give_late_reason(clock=late, by=anna, reason="Something")
