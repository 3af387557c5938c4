"""Whatever may be wrong with a stored clock is found, whether the database gives its fact or Python does."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from referrals.models import EarlyHelpAssessment
from tests.factories.staff import agency
from tests.timescales.conftest import KIND, a_child, london
from timescales.models import Clock
from timescales.services import add_non_working_day, reconcile, refresh_clocks
from timescales.sources import register_clock_source

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WRONG = {
    "due_at": lambda clock: clock.due_at + DAY,
    "warn_worker_at": lambda clock: clock.warn_worker_at - DAY,
    "warn_team_manager_at": lambda clock: clock.warn_team_manager_at + timedelta(seconds=1),
    "warn_service_manager_at": lambda clock: clock.warn_service_manager_at + DAY,
    "stopped_at": lambda clock: clock.stopped_at + timedelta(minutes=1),
    "lapsed": lambda clock: not clock.lapsed,
    "applies_on": lambda clock: clock.applies_on + DAY,
    "duration": lambda clock: 44,
    "unit": lambda clock: "weeks",
    "rule_holds_from": lambda clock: date(2025, 1, 1),
    "local": lambda clock: not clock.local,
    "fixed_due_on": lambda clock: date(2026, 5, 7),
    "started_at": lambda clock: clock.started_at - DAY,
}


def early_help(department, started_on: date = date(2026, 3, 2), **fields) -> EarlyHelpAssessment:
    return EarlyHelpAssessment.objects.create(
        child=a_child("Jack"), agency=agency(), started_on=started_on, recorded_by=department.mo, **fields
    )


@pytest.fixture
def clocks(record, maisie, department) -> list[Clock]:
    """One of each: by days and by shares of the time, from Python and from a query; all have stopped."""
    record.says(maisie, "assessment", date(2026, 3, 2), 1, stopped_at=london(2026, 4, 1, 12))
    record.says(maisie, "referral.decision", london(2026, 3, 2, 14, 30), 2, stopped_at=london(2026, 3, 3, 9))
    record.says(maisie, "mash.check", london(2026, 3, 2, 14, 30), 3, variant="red", stopped_at=london(2026, 3, 2, 15))
    helped = early_help(department, closed_on=date(2026, 5, 1), end="needs_met")
    refresh_clocks([maisie, helped.child_id])
    assert Clock.objects.count() == 4
    return list(Clock.objects.order_by("pk"))


@pytest.mark.parametrize("field", WRONG)
def test_a_difference_in_any_field_is_found_and_put_right(clocks, field):
    for clock in clocks:
        right, wrong = getattr(clock, field), WRONG[field](clock)
        Clock.objects.filter(pk=clock.pk).update(**{field: wrong})
        (found,) = reconcile()
        assert (found.rule_id, found.what, list(found.stored)) == (clock.rule_id, "differs", [field])
        clock.refresh_from_db()
        assert getattr(clock, field) == right
    assert reconcile() == []


def test_a_clock_that_runs_on_although_its_work_was_done_is_found(clocks):
    Clock.objects.update(stopped_at=None, lapsed=False)
    assert len(reconcile()) == 4


def test_another_number_s_date_is_found_even_where_its_warnings_and_words_fit(clocks):
    # As if all of the row had been made for an amber check: a day, and not four hours.
    amber = {"variant": "amber", "duration": 24}
    Clock.objects.filter(variant="red").update(**amber)
    (found,) = reconcile()
    assert set(found.stored) == set(amber)


def test_what_is_missing_and_what_is_too_many_are_found_for_both_kinds_of_source(clocks):
    Clock.objects.filter(subject_kind="early_help").delete()
    Clock.objects.filter(subject_kind=KIND, rule_id="assessment").delete()
    for clock in Clock.objects.filter(rule_id__in=["mash.check", "referral.decision"]):
        clock.pk, clock.subject_id = None, clock.subject_id + 100
        clock.save(force_insert=True)
    assert sorted((found.what, found.rule_id) for found in reconcile()) == [
        ("missing", "assessment"),
        ("missing", "earlyhelp.review"),
        ("not in the record", "mash.check"),
        ("not in the record", "referral.decision"),
    ]
    assert reconcile() == []


def test_a_clock_of_a_kind_that_nobody_registers_any_more_is_found(clocks):
    Clock.objects.filter(subject_kind=KIND, rule_id="assessment").update(subject_kind="of_another_time")
    assert sorted(found.what for found in reconcile()) == ["missing", "not in the record"]


def test_days_that_the_council_added_are_asked_as_of_the_moment_each_clock_stopped(record, department):
    early, late, still = a_child("Early"), a_child("Late"), a_child("Still")
    record.says(early, "assessment", date(2026, 3, 2), 1, stopped_at=london(2026, 3, 30))
    facts = [record.says(child, "assessment", date(2026, 3, 2), n) for n, child in ((2, late), (3, still))]
    refresh_clocks([early, late, still])
    add_non_working_day(by=department.sara, day=date(2026, 5, 6), name="Proclaimed", at=london(2026, 4, 1, 9))
    record.corrects(facts[0], stopped_at=london(2026, 5, 8, 10))
    refresh_clocks(late)
    assert [clock.due_on.day for clock in Clock.objects.order_by("subject_id")] == [7, 8, 8]
    assert reconcile() == []
    # The one that stopped before the day was added had no business to move.
    Clock.objects.filter(subject_id=1).update(due_at=Clock.objects.get(subject_id=2).due_at)
    (found,) = reconcile()
    assert (found.child_id, list(found.stored)) == (early.pk, ["due_at"])


def test_a_day_that_the_record_names_is_compared_with_its_reason(record, maisie):
    because = {"due_on": date(2026, 5, 7), "because": "The court's date"}
    record.says(maisie, "restriction.review", date(2026, 3, 2), **because)
    refresh_clocks(maisie)
    assert reconcile() == []
    Clock.objects.update(explanation="The judge's date: due 7 May 2026")
    assert reconcile() == []  # other words are no fault
    assert Clock.objects.get().explanation == "The court's date: due 7 May 2026"
    Clock.objects.update(fixed_due_on=date(2026, 5, 8))
    assert [list(found.stored) for found in reconcile()] == [["fixed_due_on"]]


def test_a_source_that_says_whose_records_it_has_is_asked_only_about_them(record, maisie):
    record.says(maisie, "assessment", date(2026, 3, 2))
    refresh_clocks(maisie)
    others = [a_child(f"Child{number}") for number in range(3)]
    asked: list[int] = []

    def source(child_ids):
        asked.extend(child_ids)
        return record.source(child_ids)

    register_clock_source(KIND, source, act_url=lambda clock: "/", whose=lambda: Clock.objects.none().values("child"))
    assert reconcile() == []
    # Nobody is named: only she who has a clock of the kind is asked about.
    assert asked == [maisie.pk]
    assert not {other.pk for other in others} & set(asked)


def test_a_hundred_children_cost_as_many_queries_as_ten(record, department):
    def queries_for(number: int) -> int:
        children = [early_help(department).child_id for _ in range(number)]
        for child_id in children:
            record.says(type("Somebody", (), {"pk": child_id}), "assessment", date(2026, 3, 2), child_id)
        refresh_clocks(children)
        with CaptureQueriesContext(connection) as captured:
            assert reconcile() == []
        return len(captured)

    assert queries_for(10) == queries_for(90)
