"""Whatever stands in the record, the sweep tells exactly whom a straightforward reading of the rules tells."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from guardian.shortcuts import assign_perm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Child
from staff.models import Alert, ConflictOfInterest, Restriction, User
from staff.queries import Responsible
from tests.factories.staff import Department, held
from tests.timescales.conftest import KIND, Record, a_child, london
from timescales.models import Clock, ClockWarning
from timescales.services import refresh_clocks, sweep

pytestmark = pytest.mark.django_db

UPWARDS = {"worker": (0, 1, 2), "team_manager": (1, 2, 0), "service_manager": (2, 1, 0)}
PEOPLE = ("anna", "ben", "tariq", "sara", "maya", "lena", "omar")
# Who holds the child: somebody, a team without a worker, or nobody.
holders = st.sampled_from(["anna", "ben", "lena", "north", None])
rules = st.sampled_from(["assessment", "referral.decision", "icpc", "cin.visit"])


@dataclass
class Case:
    """One child with one clock, and whatever keeps people from hearing of it."""

    holder: str | None
    rule_id: str
    started: int
    # None where nothing is restricted; otherwise who stands on the short list.
    short_list: set[str] | None
    barred: set[str]
    names_mo: bool
    child: Child | None = None
    clock: Clock | None = None
    told: set[str] = field(default_factory=set)


some_people = st.sets(st.sampled_from(PEOPLE), max_size=3)
cases = st.builds(
    Case,
    holder=holders,
    rule_id=rules,
    started=st.integers(0, 24 * 60),
    short_list=st.one_of(st.none(), st.none(), some_people),
    barred=st.one_of(st.just(set()), some_people),
    names_mo=st.sampled_from([False, False, False, True]),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    made=st.lists(cases, min_size=1, max_size=6),
    gone=st.sets(st.sampled_from(PEOPLE), max_size=2),
    hours=st.lists(st.integers(0, 24 * 130), min_size=1, max_size=3),
)
def test_the_sweep_tells_what_the_rules_say(record, department, made, gone, hours):
    with transaction.atomic():
        record.facts.clear()
        record.lines.clear()
        User.objects.filter(username__in=gone).update(is_active=False)
        for number, case in enumerate(made):
            _enter(record, department, number, case)
        refresh_clocks([case.child for case in made])
        for hour in sorted(hours):
            now = london(2026, 3, 2) + timedelta(hours=hour)
            Alert.objects.all().delete()
            expected = {line for case in made for line in _by_the_rules(case, gone, now)}
            sweep(now)
            assert set(Alert.objects.values_list("user__username", "text", "url")) == expected
            assert Alert.objects.count() == len(expected)
        told = {(case.clock.pk, stage) for case in made for stage in case.told}
        assert set(ClockWarning.objects.values_list("clock", "stage")) == told
        transaction.set_rollback(True)


def _enter(record: Record, here: Department, number: int, case: Case) -> None:
    case.told.clear()
    case.child = a_child(f"Child{chr(65 + number)}")
    if case.holder == "north":
        held(case.child, team=here.north)
    elif case.holder:
        held(case.child, getattr(here, case.holder))
    if case.short_list is not None:
        restriction = Restriction.objects.create(child=case.child, reason="Why", from_on=date(2026, 3, 2))
        for name in case.short_list:
            assign_perm("staff.open_restricted_record", getattr(here, name), restriction)
    for name in case.barred:
        ConflictOfInterest.objects.create(
            user=getattr(here, name), person=case.child, reason="Family", from_on=date(2026, 3, 2), set_by=here.sara
        )
    if case.names_mo:
        # As a source finds them: who has gone meanwhile is not active.
        people = User.objects.in_bulk(["mo", "maya"], field_name="username")
        record.lines[number] = Responsible(people["mo"], people["maya"], None)
    started: date | datetime = london(2026, 3, 2) + timedelta(hours=case.started)
    record.says(case.child, case.rule_id, started, number)


def _by_the_rules(case: Case, gone: set[str], now: datetime) -> set[tuple[str, str, str]]:
    """Who reads what of one case now; what was told stays with the case."""
    case.clock = clock = Clock.objects.get(child=case.child, subject_kind=KIND)
    line = [name if name and _may_hear(case, gone, name) else None for name in _line(case)]
    moments = {
        "worker": clock.warn_worker_at,
        "team_manager": clock.warn_team_manager_at,
        "service_manager": clock.warn_service_manager_at,
    }
    come = [stage for stage, moment in moments.items() if now >= moment]
    come += ["overdue"] if now > clock.due_at else []
    told: set[str] = set()
    for stage in come:
        if stage not in case.told and any(line):
            case.told.add(stage)
            there = [line[place] for place in UPWARDS.get(stage, (0, 1, 2)) if line[place]]
            told |= set(there if stage == "overdue" else there[:1])
    was = "was" if now > clock.due_at else "is"
    day = f"{clock.due_on:%-d %B %Y}"
    text = f"{case.child.forename} Clarke: {clock.title} {was} due {day}"
    worker = f" ({line[0].capitalize()} Example)" if line[0] else ""
    url = f"/made-up/{clock.subject_id}/"
    return {(name, text if name == line[0] else text + worker, url) for name in told}


def _line(case: Case) -> tuple[str | None, str | None, str | None]:
    if case.names_mo:
        return "mo", "maya", None
    if case.holder is None:
        return None, "maya", "sara"
    if case.holder == "lena":
        return "lena", "omar", "sara"
    return None if case.holder == "north" else case.holder, "tariq", "sara"


def _may_hear(case: Case, gone: set[str], name: str) -> bool:
    return name not in gone and name not in case.barred and (case.short_list is None or name in case.short_list)
