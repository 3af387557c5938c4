"""Who sees what, before, while and after two records are one: never more to anybody than both together allowed."""

from datetime import date

import pytest
from guardian.shortcuts import assign_perm

from people.merging import merge_people, unmerge_people
from staff.models import ConflictOfInterest, RestrictedPerson, Restriction
from staff.policies import children_visible_to
from tests.factories.people import CLERK, child
from tests.factories.staff import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(department):
    """Maisie, whom Anna of North holds, and Maisy, whom Lena of South holds."""
    maisie, maisy = child("Maisie"), child("Maisy")
    held(maisie, department.anna)
    held(maisy, department.lena, from_on=date(2026, 5, 4))
    return maisie, maisy


def merged(survivor, absorbed):
    return merge_people(survivor=survivor, absorbed=absorbed, reason="One girl", by=CLERK)


def restricted(person, *named):
    row = Restriction.objects.create(child=person, reason="A colleague's family", from_on=date(2026, 1, 5))
    for user in named:
        assign_perm("staff.open_restricted_record", user, row)
    return row


def sees(user, *people):
    return {one.pk for one in children_visible_to(type(user).objects.get(pk=user.pk))} & {one.pk for one in people}


def apart(merge):
    unmerge_people(merge=merge, reason="Two girls", by=CLERK)


def test_the_holders_of_both_see_the_one_and_each_their_own_again(pair, department):
    maisie, maisy = pair
    merge = merged(*pair)
    assert sees(department.anna, *pair) == sees(department.lena, *pair) == {maisie.pk}
    apart(merge)
    assert sees(department.anna, *pair) == {maisie.pk}
    assert sees(department.lena, *pair) == {maisy.pk}


@pytest.mark.parametrize("which", [0, 1])
def test_restricted_on_either_the_one_is_restricted(pair, department, which):
    restricted(pair[which], department.sara, department.lena)
    merge = merged(*pair)
    assert sees(department.anna, *pair) == set()
    assert sees(department.lena, *pair) == {pair[0].pk}
    assert sees(department.mo, *pair) == set()
    apart(merge)
    assert sees(department.mo, *pair) == {pair[1 - which].pk}


def test_restricted_on_both_only_those_named_on_both_see_it(pair, department):
    restricted(pair[0], department.sara, department.anna)
    restricted(pair[1], department.sara, department.lena)
    merge = merged(*pair)
    assert sees(department.sara, *pair) == {pair[0].pk}
    assert sees(department.anna, *pair) == sees(department.lena, *pair) == sees(department.mo, *pair) == set()
    apart(merge)
    assert sees(department.anna, *pair) == {pair[0].pk}
    assert sees(department.lena, *pair) == {pair[1].pk}


def test_what_was_restricted_since_is_restricted_on_both(pair, department):
    merge = merged(*pair)
    restricted(pair[0], department.sara)
    apart(merge)
    assert RestrictedPerson.objects.filter(to_on__isnull=True).count() == 2
    assert sees(department.anna, *pair) == sees(department.lena, *pair) == set()
    assert sees(department.sara, *pair) == {pair[0].pk, pair[1].pk}


def test_a_worker_barred_from_either_is_barred_from_the_one(pair, department):
    ConflictOfInterest.objects.create(
        user=department.anna, person=pair[1], reason="Her niece", from_on=date(2026, 1, 5), set_by=department.sara
    )
    merge = merged(*pair)
    assert sees(department.anna, *pair) == set()
    apart(merge)
    assert sees(department.anna, *pair) == {pair[0].pk}


def test_a_record_named_to_one_person_stays_named(pair, department):
    assign_perm("people.view_person", department.ben, pair[1])
    other = department.omar
    assign_perm("people.view_person", other, pair[1])
    merge = merged(*pair)
    assert sees(other, *pair) == {pair[0].pk}
    apart(merge)
    assert sees(other, *pair) == {pair[1].pk}
