"""Every night all clocks are worked out again; a difference is a fault, kept and put right."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from tests.timescales.conftest import a_child
from timescales.models import Clock, ClockFault, ReconcileRun
from timescales.services import reconcile

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(record, maisie) -> Clock:
    return record.clock(maisie, "assessment", date(2026, 3, 2))


def test_nothing_to_find(clock):
    assert reconcile() == []
    run = ReconcileRun.objects.get()
    assert (run.children, run.differences) == (1, 0)
    assert run.finished_at >= run.started_at


def test_a_date_that_drifted_is_reported_and_put_right(clock, caplog):
    Clock.objects.update(due_at=clock.due_at + timedelta(days=3))
    (difference,) = reconcile()
    assert difference.what == "differs"
    assert list(difference.stored) == ["due_at"]
    assert difference.worked_out["due_at"] == clock.due_at.isoformat()
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 5, 7)
    assert "Clock does not follow from the record" in caplog.text
    fault = ClockFault.objects.get()
    assert (fault.child_id, fault.rule_id, fault.what) == (clock.child_id, "assessment", "differs")
    assert str(fault) == "assessment of made_up_record 1: differs"


def test_a_clock_that_was_never_begun_is_reported_and_made(clock):
    Clock.objects.all().delete()
    assert [difference.what for difference in reconcile()] == ["missing"]
    assert Clock.objects.count() == 1


def test_a_clock_that_no_record_gives_is_reported_and_taken_away(clock, record):
    record.facts.clear()
    assert [difference.what for difference in reconcile()] == ["not in the record"]
    assert not Clock.objects.exists()


def test_a_clock_of_somebody_who_is_no_child_any_more_is_found(clock, record, maisie):
    record.facts.clear()
    maisie.is_child = False
    maisie.save()
    assert [difference.what for difference in reconcile()] == ["not in the record"]


def test_other_words_are_no_fault(clock):
    Clock.objects.update(explanation="As an older version of this program put it")
    assert reconcile() == []
    clock.refresh_from_db()
    assert clock.explanation.startswith("45 working days from 2 March 2026")


def test_the_reason_for_being_late_is_nobody_s_fault(clock):
    Clock.objects.update(late_reason="Mother was in hospital.")
    assert reconcile() == []
    clock.refresh_from_db()
    assert clock.late_reason == "Mother was in hospital."


def test_a_second_run_finds_nothing(clock):
    Clock.objects.update(duration=44)
    assert len(reconcile()) == 1
    assert reconcile() == []


def test_every_child_is_looked_at_once_and_only_the_wrong_ones_again_in_batches(record):
    for name in ("Ada", "Ben", "Cara", "Dan", "Eve"):
        record.says(a_child(name), "assessment", date(2026, 3, 2))
    assert len(reconcile(batch_size=2)) == 5
    # All five in one look; then two, two and one.
    assert record.calls == 1 + 3
    assert Clock.objects.count() == 5
    assert reconcile(batch_size=2) == []
    assert record.calls == 5


def test_the_command_lists_what_it_found_and_fails(clock):
    Clock.objects.update(duration=44)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("reconcile", stdout=out)
    assert out.getvalue() == (
        f"child {clock.child_id}, assessment of made_up_record 1: differs\n1 differences, all put right.\n"
    )


def test_the_command_is_quiet_about_nothing(clock):
    out = StringIO()
    call_command("reconcile", stdout=out)
    assert out.getvalue() == "No differences.\n"
