"""The short way to the answer says what the rule says, for everybody and for every state of a record."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from guardian.shortcuts import assign_perm

from people.models import Child
from staff.codes import AllocationRole
from staff.models import AccessGrant, Restriction, User
from staff.policies import children_visible_to, sees_all_of
from tests.factories.people import child
from tests.factories.staff import held, user


@pytest.fixture
def records(department) -> dict[str, Child]:
    """One child for each state that a record can be in."""
    names = "held unallocated joint reviewing closed closed_long_ago moved granted named restricted short_list nobody"
    found = {name: child(forename=name) for name in names.split()}
    today, anna = timezone.localdate(), department.anna
    held(found["held"], anna)
    held(found["unallocated"], team=department.north)
    held(found["joint"], department.lena)
    held(found["joint"], department.ben, role=AllocationRole.CO_WORKER)
    held(found["reviewing"], department.lena)
    held(found["reviewing"], user("ian", "reviewing_officer", department.south), role=AllocationRole.REVIEWING)
    held(found["closed"], anna, to_on=today - timedelta(days=3))
    held(found["closed_long_ago"], anna, from_on=date(2025, 1, 6), to_on=date(2025, 6, 2))
    held(found["moved"], anna, to_on=today - timedelta(days=3))
    held(found["moved"], department.lena, from_on=today - timedelta(days=3))
    AccessGrant.objects.create(
        user=department.lena, child=found["granted"], reason="A cousin", until=timezone.now() + timedelta(days=1)
    )
    assign_perm("people.view_person", department.lena, found["named"])
    for name in ("restricted", "short_list"):
        held(found[name], anna)
        row = Restriction.objects.create(child=found[name], reason="A colleague's family", from_on=today)
        if name == "short_list":
            assign_perm("staff.open_restricted_record", department.tariq, row)
    return found


def test_every_person_and_every_record(department, records):
    user("piotr", "performance_analyst")
    user("helen", "auditor")
    for person in User.objects.select_related("team"):
        visible = set(children_visible_to(person).values_list("pk", flat=True))
        for name, record in records.items():
            assert sees_all_of(person, [record.pk]) == (record.pk in visible), (person, name)


def test_several_at_once_need_every_one(department, records):
    mine, closed, other = records["held"].pk, records["closed"].pk, records["granted"].pk
    assert sees_all_of(department.anna, [mine, closed])
    assert not sees_all_of(department.anna, [mine, closed, other])
    assert sees_all_of(department.anna, [])


def test_somebody_who_left_sees_nothing(department, records):
    department.anna.is_active = False
    assert not sees_all_of(department.anna, [records["held"].pk])


def test_one_question_is_enough_for_a_record_of_the_own_team(department, records, django_assert_num_queries):
    assert not department.anna.answers_for_front_door
    with django_assert_num_queries(1):
        assert sees_all_of(department.anna, [records["held"].pk, records["unallocated"].pk])
