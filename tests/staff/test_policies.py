"""Who sees which child: one rule for lists and for single records."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.utils import timezone
from guardian.shortcuts import assign_perm

from audit.models import RecordOpening
from people.models import Person
from staff.models import Restriction, User
from staff.openings import open_with_reason
from staff.policies import (
    CLOSED_CASE_STAYS,
    child_for,
    child_outside_team_for,
    children_known_to_exist_for,
    children_visible_to,
    people_visible_to,
)
from staff.services import allocate_child, end_allocations, give_to_team
from tests.factories import people
from tests.factories.staff import agency, held, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(department):
    row = people.child("Maisie", "Clarke")
    held(row, department.anna)
    return row


def sees(person: User, child) -> bool:
    return children_visible_to(person).filter(pk=child.pk).exists()


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("anna", True),  # holds the case
        ("ben", True),  # works in the team
        ("tariq", True),  # manages the team
        ("sara", True),  # answers for the service
        ("mo", True),  # the front door sees the history of whoever is rung about
        ("lena", False),  # another team
        ("omar", False),  # manages another team
    ],
)
def test_who_sees_a_child_of_north(department, child, who, expected):
    assert sees(getattr(department, who), child) is expected


@pytest.mark.parametrize("role", ["performance_analyst", "administrator"])
def test_roles_without_records_see_no_child_even_of_their_own_team(department, child, role):
    assert not sees(user("nobody", role, department.north), child)


def test_a_partner_sees_no_child(department, child):
    assert not sees(user("partner", "partner_agency", agency=agency()), child)


def test_the_auditor_sees_every_child_but_the_restricted(department, child):
    auditor = user("auditor", "auditor")
    assert sees(auditor, child)
    child.restrictions.create(reason="A colleague's family", from_on=date(2026, 1, 1))
    assert not sees(auditor, child)


def test_a_restricted_child_is_hidden_from_its_own_worker_until_named(department, child):
    restriction = Restriction.objects.create(child=child, reason="A colleague's family", from_on=date(2026, 1, 1))
    assert not sees(department.anna, child)
    assert not people_visible_to(department.anna).filter(pk=child.pk).exists()
    assert not children_known_to_exist_for(department.lena).filter(pk=child.pk).exists()
    assign_perm("staff.open_restricted_record", department.anna, restriction)
    assert sees(department.anna, child)
    assert not sees(department.ben, child)


def test_a_named_joint_worker_of_another_team_sees_the_child(department, child):
    assign_perm("people.view_person", department.lena, Person.objects.get(pk=child.pk))
    assert sees(department.lena, child)


def test_after_a_move_to_another_team_the_former_team_sees_nothing(department, child):
    give_to_team(child=child, team=department.south, by=department.tariq)
    assert not sees(department.anna, child)
    assert sees(department.lena, child)


def test_a_closed_case_stays_four_weeks_with_the_team_that_held_it(department, child):
    closed_on = timezone.localdate() - CLOSED_CASE_STAYS + timedelta(days=1)
    child.allocations.update(from_on=closed_on - timedelta(days=90), to_on=closed_on)
    assert sees(department.anna, child)
    child.allocations.update(to_on=closed_on - timedelta(days=1))
    assert not sees(department.anna, child)


def test_a_record_outside_the_team_opens_with_a_reason_for_a_week_and_its_manager_is_told(department, child):
    with pytest.raises(Http404):
        child_for(department.lena, child.pk, page="overview")
    assert child_outside_team_for(department.lena, child.pk) == child
    grant = open_with_reason(child_id=child.pk, by=department.lena, reason="Her cousin is on my caseload.")
    assert sees(department.lena, child)
    assert department.tariq.alerts.get(kind="opened_with_reason").text.startswith("Lena Example opened")
    grant.granted_at, grant.until = timezone.now() - timedelta(days=8), timezone.now() - timedelta(days=1)
    grant.save()
    assert not sees(department.lena, child)


def test_a_child_one_may_not_know_of_and_a_child_that_is_not_look_the_same(department, child):
    child.restrictions.create(reason="A colleague's family", from_on=date(2026, 1, 1))
    for pk in (child.pk, 999_999):
        with pytest.raises(Http404):
            child_for(department.lena, pk, page="overview")
        with pytest.raises(Http404):
            open_with_reason(child_id=pk, by=department.lena, reason="I would like to look at it.")


def test_every_opening_is_written_down_and_a_refusal_is_not(department, child):
    child_for(department.anna, child.pk, page="overview")
    with pytest.raises(Http404):
        child_for(department.lena, child.pk, page="overview")
    opening = RecordOpening.objects.get()
    assert (opening.user_name, opening.child_id, opening.page) == ("Anna Example", child.pk, "overview")


def test_an_allocation_ends_with_the_case(department, child):
    end_allocations(child=child, by=department.tariq)
    assert not child.allocations.filter(to_on=None).exists()


def test_allocating_to_another_worker_of_the_team_tells_that_worker(department, child):
    allocate_child(child=child, worker=department.ben, by=department.tariq)
    assert child.allocations.get(to_on=None).worker == department.ben
    assert department.ben.alerts.filter(kind="allocated").count() == 1
