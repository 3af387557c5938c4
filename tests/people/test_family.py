"""Who belongs to whom."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.codes import RelationshipKind as Kind
from people.family import children_at_address, family_of, household_of, siblings_of
from tests.factories.people import adult, child, home, lives, parent_of, related

pytestmark = pytest.mark.django_db


def labels(person) -> dict[str, str]:
    return {member.person.forename: member.label for member in family_of(person).members}


def test_a_mother_and_her_child_are_read_both_ways():
    maisie, kelly = child(), adult()
    parent_of(kelly, maisie)
    assert labels(maisie) == {"Kelly": "Mother"}
    assert labels(kelly) == {"Maisie": "Daughter"}


def test_children_of_one_mother_are_brothers_and_sisters_without_being_told_so():
    maisie, leo, kelly = child(), child("Leo", sex="M"), adult()
    for one in (maisie, leo):
        parent_of(kelly, one)
    assert labels(maisie)["Leo"] == "Brother"
    assert family_of(maisie).members[1].derived
    assert [one.forename for one in siblings_of([maisie.pk])[maisie.pk]] == ["Leo"]


def test_a_mothers_mother_brother_and_partner_are_named_for_the_child():
    maisie, kelly = child(), adult()
    parent_of(kelly, maisie)
    parent_of(adult("Joan", date_of_birth=date(1961, 2, 2)), kelly)
    related(Kind.SIBLING, adult("Rob", sex="M"), kelly)
    related(Kind.PARTNER, adult("Dean", sex="M"), kelly)
    assert labels(maisie) == {
        "Kelly": "Mother",
        "Joan": "Grandmother",
        "Rob": "Uncle",
        "Dean": "Partner of Kelly Clarke",
    }


def test_parental_responsibility_is_read_from_the_row_and_never_from_being_a_parent():
    maisie, kelly, dean = child(), adult(), adult("Dean", sex="M")
    parent_of(kelly, maisie, pr=True)
    parent_of(dean, maisie, pr=None)
    found = {member.person.forename: member.parental_responsibility for member in family_of(maisie).members}
    assert found == {"Kelly": True, "Dean": None}


def test_the_household_is_who_lives_at_the_main_address_today():
    maisie, kelly, gone = child(), adult(), adult("Dean", sex="M")
    house = home()
    for one in (maisie, kelly, gone):
        lives(one, house, date(2024, 1, 1))
    lives(gone, home("99 Mill Road", "LS1 4AB"), date(2025, 1, 1))
    assert [one.forename for one in household_of(maisie)] == ["Kelly"]
    assert [one.forename for one in household_of(maisie, date(2024, 6, 1))] == ["Kelly", "Dean"]


def test_a_confidential_address_tells_of_nobody_unless_asked():
    maisie, house = child(), home()
    lives(maisie, house, date(2024, 1, 1), confidential=True)
    assert children_at_address(house) == []
    assert children_at_address(house, confidential=True) == [maisie]


def test_as_many_queries_for_a_family_of_twelve_as_for_two():
    maisie, kelly = child(), adult()
    parent_of(kelly, maisie)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            family_of(maisie)
        return len(seen)

    small = count()
    for number in range(10):
        parent_of(kelly, child(f"Child{number}"))
    assert count() == small
