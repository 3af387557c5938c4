"""A family at one address: Maisie and Leo Clarke, their mother Kelly. Anna of North holds Maisie's case."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from access.services import hide_household
from people.models import Child, Person
from staff.models import Restriction
from tests.factories.people import adult, child, home, lives, parent_of, related
from tests.factories.staff import held


@dataclass(frozen=True)
class Household:
    maisie: Child
    leo: Child
    kelly: Person


@pytest.fixture
def family(department) -> Household:
    maisie, leo, kelly = child(), child("Leo"), adult()
    house = home()
    for one in (maisie, leo, kelly):
        lives(one, house)
    parent_of(kelly, maisie)
    parent_of(kelly, leo)
    related("sibling", leo, maisie)
    held(maisie, department.anna)
    return Household(maisie, leo, kelly)


@pytest.fixture
def restriction(family, department) -> Restriction:
    """The whole household, known to Sara, who keeps it, and to Anna."""
    return restrict(family, department)


def restrict(family: Household, department, **fields) -> Restriction:
    values = {
        "kind": "colleague",
        "reason": "Kelly works at the front door",
        "review_on": timezone.localdate() + timedelta(days=90),
        "named": [department.sara, department.anna],
        "keeper": department.sara,
        "others": [family.leo, family.kelly],
        "by": department.sara,
        **fields,
    }
    return hide_household(child=family.maisie, **values)
