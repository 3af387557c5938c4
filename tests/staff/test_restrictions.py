"""A restricted record shows nothing at all to anybody but those named."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from staff.policies import children_known_to_exist_for, children_visible_to
from staff.restrictions import restrict_record
from tests.factories.people import child
from tests.factories.staff import held

REASON = "A parent works for the council"


@pytest.fixture
def maisie(department):
    maisie = child(forename="Maisie", surname="Clarke", date_of_birth=date(2019, 3, 4))
    held(maisie, department.anna)
    return maisie


def test_only_those_named_see_the_record_afterwards(department, maisie):
    restrict_record(child=maisie, reason=REASON, named=[department.sara, department.anna], by=department.sara)
    assert maisie in children_visible_to(department.anna)
    assert maisie in children_visible_to(department.sara)
    for other in (department.tariq, department.ben, department.mo, department.lena):
        assert maisie not in children_visible_to(other)
        assert maisie not in children_known_to_exist_for(other)


def test_a_team_manager_may_not_restrict(department, maisie):
    with pytest.raises(PermissionDenied):
        restrict_record(child=maisie, reason=REASON, named=[department.tariq], by=department.tariq)


def test_whoever_restricts_is_on_the_list(department, maisie):
    with pytest.raises(ValidationError) as refusal:
        restrict_record(child=maisie, reason=REASON, named=[department.anna], by=department.sara)
    assert "named" in refusal.value.message_dict


def test_restriction_says_why(department, maisie):
    with pytest.raises(ValidationError) as refusal:
        restrict_record(child=maisie, reason=" ", named=[department.sara], by=department.sara)
    assert "reason" in refusal.value.message_dict


def test_second_restriction_is_refused(department, maisie):
    restrict_record(child=maisie, reason=REASON, named=[department.sara], by=department.sara)
    with pytest.raises(ValidationError):
        restrict_record(child=maisie, reason=REASON, named=[department.sara], by=department.sara)
