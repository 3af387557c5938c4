"""Person by action: who may do what to the case that anna holds and tariq manages."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from casework import policies, services
from tests.factories.casework import a_case, an_assessment, moment, submitted
from tests.factories.staff import user

pytestmark = pytest.mark.django_db

EVERYBODY = ("anna", "ben", "tariq", "sara", "mo", "maya", "lena", "omar")
WRITERS = {"anna", "ben"}
MANAGERS = {"tariq", "sara", "maya"}  # maya manages the front door, which sees every record

TABLE = {
    "write for the child": WRITERS | MANAGERS,
    "start an assessment": WRITERS | MANAGERS,
    "write the assessment": WRITERS,
    "submit the assessment": WRITERS,
    "send it back": MANAGERS,
    "authorise it": MANAGERS,
    "close the case": MANAGERS,
}


def check(action: str, department, person) -> bool:
    if action == "write for the child":
        return policies.allowed(policies.check_can_write_for, person, [a_case(department.anna).child])
    if action == "start an assessment":
        return policies.allowed(policies.check_can_start_assessment, person, a_case(department.anna).child)
    if action == "close the case":
        return policies.allowed(policies.check_can_close_case, person, a_case(department.anna))
    draft = {
        "write the assessment": policies.check_can_write_assessment,
        "submit the assessment": policies.check_can_submit_assessment,
    }
    if action in draft:
        return policies.allowed(draft[action], person, an_assessment(department.anna))
    decide = {
        "send it back": policies.check_can_return_assessment,
        "authorise it": policies.check_can_authorise_assessment,
    }
    return policies.allowed(decide[action], person, submitted(department.anna))


@pytest.mark.parametrize("action", TABLE)
def test_who_may(department, action):
    allowed = set()
    for name in EVERYBODY:
        if check(action, department, getattr(department, name)):
            allowed.add(name)
    assert allowed == TABLE[action]


@pytest.mark.parametrize("role", ["performance_analyst", "auditor", "administrator", "mash_officer"])
def test_roles_that_write_nothing(department, role):
    person = user("other", role, department.north)
    for action in TABLE:
        assert not check(action, department, person), action


def test_nobody_may_do_anything_to_an_authorised_assessment(department):
    assessment = services.authorise_assessment(
        assessment=submitted(department.anna), by=department.tariq, at=moment(2026, 4, 22)
    )
    for one in (
        policies.check_can_write_assessment,
        policies.check_can_submit_assessment,
        policies.check_can_return_assessment,
        policies.check_can_authorise_assessment,
        policies.check_can_look_midway,
    ):
        with pytest.raises(ValidationError):
            one(department.tariq, assessment)


def test_author_who_became_a_manager_still_cannot_authorise_it(department):
    assessment = submitted(department.anna)
    department.anna.role = "team_manager"
    department.anna.save()
    with pytest.raises(PermissionDenied, match="You wrote this assessment"):
        policies.check_can_authorise_assessment(department.anna, assessment)


def test_draft_cannot_be_authorised(department):
    with pytest.raises(ValidationError, match="has not been submitted"):
        policies.check_can_authorise_assessment(department.tariq, an_assessment(department.anna))


def test_restricted_record_is_closed_to_its_own_team(department):
    from staff.models import Restriction

    assessment = submitted(department.anna)
    Restriction.objects.create(child=assessment.child, reason="A colleague's family", from_on="2026-03-02")
    assert not policies.allowed(policies.check_can_authorise_assessment, department.tariq, assessment)
    assert not policies.allowed(policies.check_can_write_for, department.anna, [assessment.child])
