"""A day that counts no more moves every open clock that it touches, and no other."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Event
from tests.timescales.conftest import a_child, london
from timescales.models import Clock, ClockWarning
from timescales.services import add_non_working_day, refresh_clocks, withdraw_non_working_day
from timescales.stages import Stage

pytestmark = pytest.mark.django_db

BEFORE = london(2026, 4, 1, 9)
DAY = date(2026, 5, 6)  # the Wednesday before an assessment from 2 March is due


@pytest.fixture
def sara(department):
    return department.sara


def test_a_new_bank_holiday_moves_open_clocks_and_says_how_many(record, maisie, sara):
    clock = record.clock(maisie, "assessment", date(2026, 3, 2))
    added = add_non_working_day(by=sara, day=DAY, name="Proclaimed", at=BEFORE)
    clock.refresh_from_db()
    assert added.moved == 1
    assert clock.due_on == date(2026, 5, 8)
    assert clock.explanation == (
        "45 working days from 2 March 2026; 3 and 6 April and 4 and 6 May are bank holidays: due 8 May 2026"
    )
    # Ten working days before 8 May with 4 and 6 May left out: 7, 5, 1 May, 30-27 April (7), 24, 23, 22 April.
    assert clock.warn_worker_at == london(2026, 4, 22)


def test_a_clock_that_had_stopped_stays_as_it_was(record, maisie, sara):
    clock = record.clock(maisie, "assessment", date(2026, 3, 2), stopped_at=london(2026, 3, 30, 12))
    assert add_non_working_day(by=sara, day=DAY, name="Proclaimed", at=BEFORE).moved == 0
    assert refresh_clocks(maisie) == []
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 5, 7)


def test_a_clock_that_stops_afterwards_keeps_the_day(record, maisie, sara):
    fact = record.says(maisie, "assessment", date(2026, 3, 2))
    refresh_clocks(maisie)
    add_non_working_day(by=sara, day=DAY, name="Proclaimed", at=BEFORE)
    record.corrects(fact, stopped_at=london(2026, 5, 8, 10))
    refresh_clocks(maisie)
    assert Clock.objects.get().due_on == date(2026, 5, 8)


def test_clocks_that_the_day_does_not_fall_into_stay(record, maisie, sara):
    record.says(maisie, "assessment", date(2026, 5, 11))  # begins after it
    record.says(maisie, "icpc", date(2026, 3, 2))  # over before it
    record.says(maisie, "rcpc.first", date(2026, 3, 2))  # three months, whatever days are free
    refresh_clocks(maisie)
    before = dict(Clock.objects.values_list("rule_id", "due_at"))
    assert add_non_working_day(by=sara, day=DAY, name="Proclaimed", at=BEFORE).moved == 0
    assert dict(Clock.objects.values_list("rule_id", "due_at")) == before


def test_a_month_long_clock_keeps_its_date_and_warns_a_working_day_earlier(record, maisie, sara):
    clock = record.clock(maisie, "rcpc.first", date(2026, 3, 2))
    add_non_working_day(by=sara, day=DAY, name="Proclaimed", at=BEFORE)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 6, 2)
    # It warned on 1 May, twenty working days before; with 6 May left out that is 30 April.
    assert clock.warn_worker_at == london(2026, 4, 30)


def test_a_clock_that_counts_back_moves_back(record, maisie, sara):
    # 3 working days before Friday 8 May: 7, 6, 5 May; with the 6th left out the third is Friday 1 May.
    clock = record.clock(maisie, "icpc.report", date(2026, 5, 8), variant="initial")
    assert clock.due_on == date(2026, 5, 5)
    assert add_non_working_day(by=sara, day=DAY, name="Proclaimed", at=BEFORE).moved == 1
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 5, 1)


def test_a_day_when_the_council_is_closed_does_not_stretch_the_law(record, maisie, sara):
    by_law = record.clock(maisie, "assessment", date(2026, 3, 2))
    own = record.clock(maisie, "cp.visit", date(2026, 4, 27))
    assert own.due_on == date(2026, 5, 12)  # 28 April to 1 May (4), 5-8 (8), 11, 12 May
    assert add_non_working_day(by=sara, day=DAY, name="Closed", by_council=True, at=BEFORE).moved == 1
    by_law.refresh_from_db()
    own.refresh_from_db()
    assert by_law.due_on == date(2026, 5, 7)
    assert own.due_on == date(2026, 5, 13)
    assert "the council is closed on 6 May" in own.explanation


def test_taking_a_day_back_moves_open_clocks_back_and_leaves_what_stopped(record, maisie, sara):
    jack = a_child("Jack")
    still_open = record.clock(maisie, "assessment", date(2026, 3, 2))
    fact = record.says(jack, "assessment", date(2026, 3, 2))
    refresh_clocks(jack)
    add_non_working_day(by=sara, day=DAY, name="Proclaimed", at=BEFORE)
    record.corrects(fact, stopped_at=london(2026, 4, 10, 9))
    refresh_clocks(jack)
    assert withdraw_non_working_day(by=sara, day=DAY, at=london(2026, 4, 20)) == 1
    still_open.refresh_from_db()
    assert still_open.due_on == date(2026, 5, 7)
    assert refresh_clocks([maisie, jack]) == []
    assert jack.clocks.get().due_on == date(2026, 5, 8)


def test_who_was_told_of_the_old_date_is_told_again(record, maisie, sara):
    clock = record.clock(maisie, "assessment", date(2026, 3, 2))
    ClockWarning.objects.create(clock=clock, stage=Stage.OVERDUE, raised_at=london(2026, 5, 8, 0, 10))
    add_non_working_day(by=sara, day=DAY, name="Proclaimed late", at=london(2026, 5, 8, 9))
    assert not ClockWarning.objects.exists()


def test_a_day_can_be_added_again_after_it_was_taken_back(sara):
    for _ in range(2):
        add_non_working_day(by=sara, day=DAY, name="Proclaimed", at=BEFORE)
        withdraw_non_working_day(by=sara, day=DAY, at=BEFORE)


def test_adding_and_taking_back_is_written_down(sara, record, maisie):
    record.clock(maisie, "assessment", date(2026, 3, 2))
    add_non_working_day(by=sara, day=DAY, name="Proclaimed", at=BEFORE)
    withdraw_non_working_day(by=sara, day=DAY, at=BEFORE)
    events = Event.objects.order_by("pk").values_list("kind", "actor_id", "data__moved")
    assert list(events) == [("non_working_day_added", sara.pk, 1), ("non_working_day_withdrawn", sara.pk, 1)]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 5, 9), "9 May 2026 is a Saturday, which is no working day already"),
        (date(2026, 5, 4), "4 May 2026 is a bank holiday already"),
    ],
)
def test_a_day_that_does_not_count_anyway_is_refused(sara, day, sentence):
    with pytest.raises(ValidationError, match=sentence):
        add_non_working_day(by=sara, day=day, name="Proclaimed")


def test_the_same_day_twice_is_refused(sara):
    add_non_working_day(by=sara, day=DAY, name="Proclaimed")
    with pytest.raises(ValidationError, match="has been added already"):
        add_non_working_day(by=sara, day=DAY, name="Proclaimed")


def test_a_day_needs_a_name(sara):
    with pytest.raises(ValidationError, match="Give the day a name"):
        add_non_working_day(by=sara, day=DAY, name=" ")


def test_a_day_that_was_not_added_cannot_be_taken_back(sara):
    with pytest.raises(ValidationError, match="was not added"):
        withdraw_non_working_day(by=sara, day=DAY)


def test_a_worker_may_not_change_the_calendar(anna):
    with pytest.raises(PermissionDenied, match="may not set the council's own timescales"):
        add_non_working_day(by=anna, day=DAY, name="Proclaimed")
    with pytest.raises(PermissionDenied):
        withdraw_non_working_day(by=anna, day=DAY)
