"""A council's own numbers: stricter than the law from a day on, for what starts from then."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Event
from tests.timescales.conftest import london
from timescales.models import LocalTimescale
from timescales.services import add_non_working_day, refresh_clocks, set_local_timescale

pytestmark = pytest.mark.django_db

NOW = london(2026, 2, 2, 9)


@pytest.fixture
def sara(department):
    return department.sara


def set_number(by, rule_id="assessment", duration=40, unit="working_days", from_on=date(2026, 3, 1), **more):
    more = {"reason": "Assessments drift in the last week.", "at": NOW} | more
    return set_local_timescale(by=by, rule_id=rule_id, duration=duration, unit=unit, from_on=from_on, **more)


def test_a_stricter_number_holds_for_what_starts_from_then(record, maisie, sara):
    set_number(sara)
    before = record.clock(maisie, "assessment", date(2026, 2, 27), subject_id=1)
    after = record.clock(maisie, "assessment", date(2026, 3, 2), subject_id=2)
    assert before.due_on == date(2026, 5, 6)
    assert not before.local
    # 40 from 2 March: five working days before 7 May, over 4 May: 6, 5, 1 May, 30, 29 April.
    assert after.due_on == date(2026, 4, 29)
    assert after.local
    assert after.explanation == (
        "40 working days from 2 March 2026; 3 and 6 April are bank holidays: due 29 April 2026 "
        "(the council's own; nationally 45 working days)"
    )


def test_clocks_already_begun_on_that_day_follow_at_once(record, maisie, sara):
    clock = record.clock(maisie, "assessment", date(2026, 3, 2))
    set_number(sara)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 4, 29)
    assert refresh_clocks(maisie) == []


def test_a_later_number_takes_the_place_of_an_earlier_one(record, maisie, sara):
    set_number(sara, duration=40, from_on=date(2026, 3, 1))
    set_number(sara, duration=45, from_on=date(2026, 4, 1))
    assert record.clock(maisie, "assessment", date(2026, 3, 2), subject_id=1).duration == 40
    assert record.clock(maisie, "assessment", date(2026, 4, 2), subject_id=2).duration == 45


def test_where_the_law_has_no_number_any_will_do(record, maisie, sara):
    set_number(sara, rule_id="cp.visit", duration=6, unit="weeks")
    set_number(sara, rule_id="strategy", duration=1, unit="working_days")
    assert record.clock(maisie, "cp.visit", date(2026, 3, 2)).due_on == date(2026, 4, 13)
    assert record.clock(maisie, "strategy", date(2026, 3, 2)).due_on == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("duration", "unit"), [(46, "working_days"), (9, "weeks"), (3, "months"), (64, "calendar_days")]
)
def test_what_could_ever_be_laxer_than_the_law_is_refused_with_an_example(sara, duration, unit):
    with pytest.raises(ValidationError, match=r"stricter than the law, never laxer.*from \w+ \d+") as refused:
        set_number(sara, duration=duration, unit=unit)
    assert list(refused.value.message_dict) == ["duration"]
    assert not LocalTimescale.objects.exists()


def test_a_bank_holiday_added_later_does_not_make_a_stricter_number_laxer(record, maisie, sara):
    # 3 working days are never more than a week, until a holiday is added to a week that has Easter in it.
    set_number(sara, rule_id="lac.visit.first", duration=3, unit="working_days")
    clock = record.clock(maisie, "lac.visit.first", date(2026, 4, 1))
    assert clock.due_on == date(2026, 4, 8)  # 2, 7, 8 April; the law says Wednesday 8 April too
    add_non_working_day(by=sara, day=date(2026, 4, 7), name="Proclaimed", at=NOW)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 4, 8)
    assert not clock.local


def test_a_variant_has_its_own_number(record, maisie, sara):
    set_number(sara, rule_id="mash.check", variant="green", duration=48, unit="hours")
    clock = record.clock(maisie, "mash.check", london(2026, 3, 2, 12), variant="green")
    assert clock.due_at == london(2026, 3, 4, 12)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rule_id": "assesment"}, "rule_id"),
        ({"rule_id": "mash.check", "variant": "pink"}, "rule_id"),
        ({"unit": "school_days"}, "unit"),
        ({"unit": "fortnights"}, "unit"),
        ({"duration": -1}, "duration"),
        ({"reason": " "}, "reason"),
        ({"from_on": date(2026, 2, 1)}, "from_on"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field(sara, changes, field):
    with pytest.raises(ValidationError) as refused:
        set_number(sara, **changes)
    assert list(refused.value.message_dict) == [field]


def test_one_number_a_day(sara):
    set_number(sara)
    with pytest.raises(ValidationError, match="is set already"):
        set_number(sara, duration=39)


def test_it_is_written_down_with_its_reason(sara):
    row = set_number(sara)
    event = Event.objects.get()
    assert event.kind == "local_timescale_set"
    assert event.summary == "Child and family assessment: 40 working days from 1 March 2026"
    assert event.detail == row.reason
    assert event.actor_id == sara.pk


def test_every_version_of_a_number_is_kept(sara):
    set_number(sara)
    LocalTimescale.objects.update(duration=50)
    history = apps.get_model("timescales", "LocalTimescaleEvent").objects.order_by("pgh_id")
    assert list(history.values_list("pgh_label", "duration")) == [("insert", 40), ("update", 50)]


def test_a_worker_may_not_set_one(anna):
    with pytest.raises(PermissionDenied):
        set_number(anna)
