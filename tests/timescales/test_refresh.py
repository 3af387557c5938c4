"""Clocks follow from the record: begun, moved, stopped and taken away with it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.timescales.conftest import KIND, a_child, london
from timescales.facts import ClockFact
from timescales.models import Clock, ClockWarning
from timescales.rulebook import NoNumberError, UnknownRuleError
from timescales.rules import State
from timescales.services import refresh_clocks
from timescales.services.refreshing import registered_sources
from timescales.sources import register_clock_source, unregister_clock_source
from timescales.stages import Stage

pytestmark = pytest.mark.django_db


def test_a_clock_begins_with_its_dates_its_rule_and_its_reasons(record, maisie):
    clock = record.clock(maisie, "assessment", date(2026, 3, 2))
    assert clock.due_on == date(2026, 5, 7)
    assert clock.due_at == london(2026, 5, 7, 23, 59, 59)
    assert clock.warn_worker_at == london(2026, 4, 22)
    assert (clock.duration, clock.unit, clock.rule_holds_from) == (45, "working_days", date(2013, 4, 15))
    assert clock.explanation == (
        "45 working days from 2 March 2026; 3 and 6 April and 4 May are bank holidays: due 7 May 2026"
    )
    assert clock.is_open
    assert not clock.local


def test_refreshing_again_changes_nothing(record, maisie):
    clock = record.clock(maisie, "assessment", date(2026, 3, 2))
    before = Clock.objects.filter(pk=clock.pk).values().get()
    assert refresh_clocks(maisie) == []
    assert Clock.objects.values().get() == before


def test_a_clock_stops_with_the_act(record, maisie):
    fact = record.says(maisie, "assessment", date(2026, 3, 2))
    refresh_clocks(maisie)
    record.corrects(fact, stopped_at=london(2026, 5, 7, 16))
    refresh_clocks(maisie)
    clock = Clock.objects.get()
    assert clock.stopped_at == london(2026, 5, 7, 16)
    assert clock.state() is State.STOPPED_IN_TIME


def test_a_clock_opens_again_when_the_act_is_taken_back(record, maisie):
    fact = record.says(maisie, "assessment", date(2026, 3, 2), stopped_at=date(2026, 4, 1))
    refresh_clocks(maisie)
    record.corrects(fact, stopped_at=None)
    refresh_clocks(maisie)
    assert Clock.objects.get().is_open


def test_a_back_dated_correction_moves_the_clock_and_keeps_it(record, maisie):
    fact = record.says(maisie, "assessment", date(2026, 3, 9))
    refresh_clocks(maisie)
    before = Clock.objects.get()
    # 45 working days from 9 March are Thursday 14 May: one week of working days after 7 May.
    assert before.due_on == date(2026, 5, 14)
    record.corrects(fact, started_at=date(2026, 3, 2))
    refresh_clocks(maisie)
    after = Clock.objects.get()
    assert after.pk == before.pk
    assert after.due_on == date(2026, 5, 7)


def test_a_clock_that_is_no_longer_in_the_record_goes(record, maisie):
    record.clock(maisie, "assessment", date(2026, 3, 2))
    record.facts.clear()
    refresh_clocks(maisie)
    assert not Clock.objects.exists()


def test_a_rolling_clock_is_one_row_a_run(record, maisie):
    # Seen on 2 and 16 March; the next visit is due 10 working days after the 16th: Monday 30 March.
    record.says(maisie, "cp.visit", london(2026, 3, 2, 10), stopped_at=london(2026, 3, 16, 15))
    clock = record.clock(maisie, "cp.visit", london(2026, 3, 16, 15))
    assert Clock.objects.count() == 2
    assert clock.due_on == date(2026, 3, 30)
    first = Clock.objects.earliest("started_at")
    assert first.due_on == date(2026, 3, 16)
    assert first.state() is State.STOPPED_IN_TIME


def test_a_visit_recorded_late_splits_the_run_it_falls_into(record, maisie):
    run = record.says(maisie, "cp.visit", london(2026, 3, 2, 10))
    refresh_clocks(maisie)
    record.corrects(run, stopped_at=london(2026, 3, 9, 10))
    record.says(maisie, "cp.visit", london(2026, 3, 9, 10))
    refresh_clocks(maisie)
    assert [clock.due_on for clock in Clock.objects.order_by("started_at")] == [date(2026, 3, 16), date(2026, 3, 23)]


def test_two_visits_on_one_day_begin_one_clock(record, maisie):
    record.says(maisie, "cp.visit", date(2026, 3, 2), stopped_at=date(2026, 3, 2))
    record.says(maisie, "cp.visit", date(2026, 3, 2))
    refresh_clocks(maisie)
    assert Clock.objects.get().is_open


def test_one_record_of_several_children_gives_each_a_clock(record, maisie):
    jack = a_child("Jack")
    record.says(maisie, "referral.decision", date(2026, 3, 2), subject_id=5)
    record.says(jack, "referral.decision", date(2026, 3, 2), subject_id=5)
    refresh_clocks([maisie, jack.pk])
    assert set(Clock.objects.values_list("child_id", flat=True)) == {maisie.pk, jack.pk}


def test_another_urgency_moves_the_same_clock(record, maisie):
    fact = record.says(maisie, "mash.check", london(2026, 6, 1, 12), variant="green")
    refresh_clocks(maisie)
    before = Clock.objects.get()
    record.corrects(fact, variant="red")
    refresh_clocks(maisie)
    after = Clock.objects.get()
    assert after.pk == before.pk
    assert before.due_at == london(2026, 6, 4, 12)
    assert after.due_at == london(2026, 6, 1, 16)


def test_what_was_no_longer_needed_is_not_late(record, maisie):
    clock = record.clock(maisie, "cp.visit", date(2026, 3, 2), stopped_at=date(2026, 6, 1), lapsed=True)
    assert clock.state() is State.LAPSED


def test_a_rule_due_at_an_event_takes_the_date_of_it(record, maisie):
    clock = record.clock(
        maisie, "lac.permanence", date(2026, 3, 2), due_on=date(2026, 7, 6), because="The second review"
    )
    assert clock.due_on == date(2026, 7, 6)
    assert clock.explanation == "The second review: due 6 July 2026"


def test_a_day_in_the_hour_that_comes_twice_is_stored_as_it_is(record, maisie):
    # 01:30 comes twice on 25 October 2026; this is the second.
    clock = record.clock(maisie, "missing.rhi", datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert clock.due_at == datetime(2026, 10, 28, 1, 30, tzinfo=UTC)
    assert refresh_clocks(maisie) == []


def test_warnings_about_a_date_that_is_no_longer_true_are_forgotten(record, maisie):
    fact = record.says(maisie, "assessment", date(2026, 3, 2))
    refresh_clocks(maisie)
    clock = Clock.objects.get()
    for stage in (Stage.WORKER, Stage.TEAM_MANAGER):
        ClockWarning.objects.create(clock=clock, stage=stage, raised_at=london(2026, 4, 29))
    # Due a week later, 14 May, the worker's warning is on 29 April and the manager's on 7 May.
    record.corrects(fact, started_at=date(2026, 3, 9))
    refresh_clocks(maisie, at=london(2026, 4, 30))
    assert list(ClockWarning.objects.values_list("stage", flat=True)) == ["worker"]


@pytest.mark.parametrize(
    ("rule_id", "error"),
    [("no.such.rule", UnknownRuleError), ("strategy", NoNumberError), ("mash.check", NoNumberError)],
)
def test_a_source_that_names_no_countable_rule_is_stopped_at_once(record, maisie, rule_id, error):
    record.says(maisie, rule_id, date(2026, 3, 2))
    with pytest.raises(error), transaction.atomic():
        refresh_clocks(maisie)


def test_a_source_may_speak_of_its_own_records_only(maisie):
    register_clock_source(
        "other", lambda ids: [ClockFact("assessment", maisie.pk, KIND, 1, date(2026, 3, 2))], act_url=str
    )
    try:
        with pytest.raises(ValueError, match="gave a fact about made_up_record"):
            refresh_clocks(maisie)
    finally:
        unregister_clock_source("other")


def test_many_children_cost_no_more_queries_than_one(record):
    children = [a_child(name) for name in ("Ada", "Ben", "Cara", "Dan", "Eve", "Finn")]
    for child in children:
        record.says(child, "assessment", date(2026, 3, 2))

    def queries_for(group):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            refresh_clocks(group)
        return len(captured)

    assert queries_for(children[1:]) == queries_for(children[:1])
    assert record.calls == 2


def test_a_refresh_that_changes_nothing_is_four_queries_and_one_a_source(record, maisie, django_assert_max_num_queries):
    record.clock(maisie, "assessment", date(2026, 3, 2))
    # A savepoint and its release in a test, the lock, the council's numbers and days, the clocks.
    with django_assert_max_num_queries(6 + 2 * len(registered_sources())):
        refresh_clocks(maisie)


def test_the_database_refuses_the_same_run_twice(record, maisie):
    clock = record.clock(maisie, "assessment", date(2026, 3, 2))
    clock.pk = None
    with pytest.raises(IntegrityError, match="clock_once_per_run"), transaction.atomic():
        clock.save(force_insert=True)


def test_nobody_is_nobody(db):
    assert refresh_clocks([]) == []
