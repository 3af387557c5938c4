"""Each stage is told once, to whoever is responsible today."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staff.models import Alert, Restriction
from staff.queries import Responsible
from tests.factories.staff import held
from tests.timescales.conftest import a_child, london
from timescales.models import Clock, ClockWarning
from timescales.services import SweepError, refresh_clocks, sweep
from timescales.sources import register_clock_source
from timescales.stages import Stage

pytestmark = pytest.mark.django_db

# An assessment from 2 March 2026: warned on 22 and 29 April and 5 May, due 7 May.
START = date(2026, 3, 2)
LINE = ["anna", "tariq", "sara"]


@pytest.fixture
def clock(record, maisie, anna) -> Clock:
    held(maisie, anna)
    return record.clock(maisie, "assessment", START)


def told() -> list[tuple[str, str]]:
    """Who was told what, in order."""
    return list(Alert.objects.order_by("raised_at", "user__username").values_list("user__username", "text"))


def stages(clock: Clock) -> set[str]:
    return set(clock.warnings.values_list("stage", flat=True))


def test_nothing_is_told_before_its_day(clock):
    assert sweep(london(2026, 4, 21, 23, 59)).stages == 0
    assert told() == []


def test_the_worker_then_the_team_manager_then_the_service_manager(clock):
    is_due = "Maisie Clarke: Child and family assessment is due 7 May 2026"
    sweep(london(2026, 4, 22, 0, 10))
    assert told() == [("anna", is_due)]
    sweep(london(2026, 4, 29, 0, 10))
    assert told()[1:] == [("tariq", f"{is_due} (Anna Example)")]
    sweep(london(2026, 5, 5, 0, 10))
    assert told()[2:] == [("sara", f"{is_due} (Anna Example)")]


def test_red_reaches_all_three_once_the_day_is_over(clock):
    sweep(london(2026, 5, 7, 23, 59, 59))
    assert Stage.OVERDUE not in stages(clock)
    Alert.objects.all().delete()
    sweep(london(2026, 5, 8, 0, 10))
    was_due = "Maisie Clarke: Child and family assessment was due 7 May 2026"
    assert told() == [
        ("anna", was_due),
        ("sara", f"{was_due} (Anna Example)"),
        ("tariq", f"{was_due} (Anna Example)"),
    ]


def test_an_alert_leads_to_the_page_where_it_is_done(clock, anna):
    sweep(london(2026, 4, 22, 9))
    alert = Alert.objects.get()
    assert (alert.user, alert.child_id, alert.kind, alert.url) == (anna, clock.child_id, "clock", "/made-up/1/")


def test_sweeping_twice_tells_nothing_new(clock):
    for moment in (london(2026, 4, 22, 9), london(2026, 5, 8, 9)):
        assert sweep(moment).stages > 0
        before = told()
        again = sweep(moment)
        assert (again.stages, again.alerts) == (0, 0)
        assert told() == before


def test_sweeping_every_hour_tells_what_sweeping_once_a_day_tells(clock):
    moment = london(2026, 4, 20)
    for hour in range(24 * 20):
        sweep(moment + timedelta(hours=hour))
    assert stages(clock) == set(Stage)
    assert [person for person, _ in told()] == ["anna", "tariq", "sara", *sorted(LINE)]


def test_after_a_week_off_each_stage_is_told_once_and_each_person_once(clock):
    # Nothing ran from before the first warning until after the due date.
    result = sweep(london(2026, 5, 8, 9))
    assert stages(clock) == set(Stage)
    assert result.stages == 4
    # One alert a person, for the gravest: nobody is told that something is due which is overdue.
    assert sorted(person for person, _ in told()) == sorted(LINE)
    assert all("was due" in text for _, text in told())
    assert sweep(london(2026, 5, 9, 9)).stages == 0


def test_what_has_stopped_is_not_told(record, maisie, anna):
    held(maisie, anna)
    record.clock(maisie, "assessment", START, stopped_at=london(2026, 5, 6))
    assert sweep(london(2026, 6, 1)).stages == 0


def test_a_reallocation_sends_the_next_warning_to_the_new_worker(clock, maisie, anna, department):
    maisie.allocations.update(to_on=date(2026, 4, 1))
    held(maisie, department.ben, from_on=date(2026, 4, 1))
    sweep(london(2026, 4, 22, 9))
    assert [person for person, _ in told()] == ["ben"]


def test_a_move_to_another_team_sends_it_up_the_new_line(clock, maisie, lena):
    maisie.allocations.update(to_on=date(2026, 4, 1))
    held(maisie, lena, from_on=date(2026, 4, 1))
    sweep(london(2026, 4, 29, 9))
    assert sorted(person for person, _ in told()) == ["lena", "omar"]


def test_without_a_worker_the_team_manager_is_told_first(record, maisie, department):
    held(maisie, team=department.north)
    record.clock(maisie, "assessment", START)
    sweep(london(2026, 4, 22, 9))
    assert [person for person, _ in told()] == ["tariq"]


def test_a_worker_who_has_left_is_not_told(clock, anna):
    anna.is_active = False
    anna.save()
    sweep(london(2026, 4, 22, 9))
    assert [person for person, _ in told()] == ["tariq"]


def test_a_child_whom_nobody_holds_belongs_to_the_front_door(record, maisie, department):
    record.clock(maisie, "assessment", START)
    sweep(london(2026, 4, 22, 9))
    assert [person for person, _ in told()] == ["maya"]


def test_a_record_can_name_who_must_act(record, maisie, anna, mo, department):
    held(maisie, anna)
    record.clock(maisie, "referral.decision", london(2026, 3, 2, 9))
    record.lines[1] = Responsible(mo, department.maya, department.sara)
    sweep(london(2026, 3, 4, 9))
    assert sorted(person for person, _ in told()) == ["maya", "mo", "sara"]


def test_with_nobody_to_tell_a_warning_waits_until_there_is_somebody(record, maisie):
    clock = record.clock(maisie, "assessment", START)
    assert sweep(london(2026, 4, 22, 9)).nobody_to_tell == 1
    assert stages(clock) == set()
    from tests.factories.staff import department

    held(maisie, department().anna)
    assert sweep(london(2026, 4, 23, 9)).alerts == 1


def test_a_restricted_record_is_named_to_nobody_outside_its_short_list(clock, maisie, anna):
    from guardian.shortcuts import assign_perm

    restriction = Restriction.objects.create(child=maisie, reason="A colleague's family", from_on=START)
    assert sweep(london(2026, 4, 29, 9)).alerts == 0
    assign_perm("staff.open_restricted_record", anna, restriction)
    sweep(london(2026, 4, 29, 9, 10))
    # The team manager may not see it: his warning goes to the one who may.
    assert [person for person, _ in told()] == ["anna"]
    assert stages(clock) == {Stage.WORKER, Stage.TEAM_MANAGER}


def test_a_clock_that_moved_is_told_again_for_its_new_date(record, maisie, anna):
    held(maisie, anna)
    fact = record.says(maisie, "assessment", START)
    refresh_clocks(maisie)
    sweep(london(2026, 4, 22, 9))
    # From 9 March it is due 14 May, and the worker's day is 29 April.
    record.corrects(fact, started_at=date(2026, 3, 9))
    refresh_clocks(maisie, at=london(2026, 4, 23))
    sweep(london(2026, 4, 28, 9))
    assert len(told()) == 1
    sweep(london(2026, 4, 29, 9))
    assert [text.rsplit("due ", 1)[1] for _, text in told()] == ["7 May 2026", "14 May 2026"]


def test_a_clock_that_cannot_be_told_holds_no_other_back(record, maisie, anna):
    jack = a_child("Jack")
    for child, subject_id in ((maisie, 1), (jack, 2)):
        held(child, anna)
        record.clock(child, "assessment", START, subject_id=subject_id)

    def act_url(clock):
        if clock.subject_id == 1:
            raise RuntimeError("No such page")
        return "/"

    register_clock_source("made_up_record", record.source, act_url=act_url)
    with pytest.raises(SweepError, match="1 clocks could not be swept"):
        sweep(london(2026, 4, 22, 9))
    assert [text.split(":")[0] for _, text in told()] == ["Jack Clarke"]
    register_clock_source("made_up_record", record.source, act_url=lambda clock: "/")
    sweep(london(2026, 4, 22, 9, 10))
    assert len(told()) == 2


def test_a_hundred_clocks_cost_as_many_queries_as_ten(record, anna):
    def queries_for(number: int, first: int) -> int:
        for subject_id in range(first, first + number):
            child = a_child(f"Child{subject_id}")
            held(child, anna)
            record.says(child, "assessment", START, subject_id=subject_id)
        refresh_clocks({fact.child_id for fact in record.facts})
        with CaptureQueriesContext(connection) as captured:
            assert sweep(london(2026, 4, 22, 9)).stages == number
        return len(captured)

    assert queries_for(10, 1) == queries_for(100, 100)


def test_the_command_says_what_it_did(clock):
    out = StringIO()
    call_command("sweep", now="2026-04-29T09:00", stdout=out)
    assert out.getvalue() == "2 warnings given, 2 alerts sent to people.\n  team_manager: 1\n  worker: 1\n"


def test_the_command_refuses_a_moment_that_is_none():
    with pytest.raises(CommandError, match="is not a moment"):
        call_command("sweep", now="tomorrow")


def test_a_warning_says_what_it_is(clock):
    sweep(london(2026, 4, 22, 9))
    assert str(ClockWarning.objects.get()) == "Worker warned 22 April 2026"
