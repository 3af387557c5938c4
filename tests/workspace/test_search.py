"""One box; and what it must not tell."""

from datetime import date

import pytest
from guardian.shortcuts import assign_perm

from people import services as people
from staff.models import Restriction
from tests.factories.pages import count_queries, page, signed_in
from tests.factories.people import adult, child, home, lives, parent_of
from tests.factories.staff import held
from workspace.queries.search import find_children

pytestmark = pytest.mark.django_db


@pytest.fixture
def maisie(anna):
    found = child(nhs_number="9990000018")
    held(found, anna)
    return found


def restrict(subject) -> Restriction:
    return Restriction.objects.create(child=subject, reason="A colleague's family", from_on=date(2026, 1, 5))


def names(user, text: str) -> list[str]:
    return [result.child.name for result in find_children(user, text)]


@pytest.mark.parametrize("text", ["Maisie Clarke", "clarke maisie", "Maisy Clark", "3 April 2019", "999 000 0018"])
def test_a_child_is_found_by(text, anna, maisie):
    assert names(anna, text) == ["Maisie Clarke"]


def test_a_child_is_found_by_the_address(anna, maisie):
    lives(maisie, home("12 High Street", "LS1 4AP"))
    assert names(anna, "12 High Street") == ["Maisie Clarke"]


def test_an_adult_leads_to_the_children(anna, maisie):
    mother = adult("Kelly", "Watson")
    parent_of(mother, maisie)
    (result,) = find_children(anna, "Kelly Watson")
    assert result.child == maisie
    assert result.reasons[0].startswith("Parent: Kelly Watson")


def test_an_adult_s_telephone_leads_to_the_children(anna, maisie):
    mother = adult("Kelly", "Watson")
    parent_of(mother, maisie)
    people.use_phone(person=mother, number="07700 900123", by=anna)
    assert names(anna, "07700 900123") == ["Maisie Clarke"]


def test_a_result_says_who_the_child_is_who_holds_the_case_and_why_it_was_found(anna, maisie):
    words = page(anna, "/search/", q="Maisie")
    assert "Born 3 April 2019" in words
    assert "Anna Example, North" in words


def test_of_a_child_of_another_team_only_name_and_team_are_told(lena, maisie):
    words = page(lena, "/search/", q="3 April 2019")
    assert "Maisie Clarke North. Open with a reason : Maisie Clarke" in words
    assert "Born" not in words
    assert "Anna Example" not in words


def test_a_restricted_child_is_not_found_nor_counted(anna, maisie):
    restrict(maisie)
    assert "No child found" in page(anna, "/search/", q="Maisie Clarke")


def test_a_restricted_child_is_not_found_through_an_adult(anna, maisie):
    mother = adult("Kelly", "Watson")
    parent_of(mother, maisie)
    restrict(maisie)
    assert find_children(anna, "Kelly Watson") == []


def test_whoever_is_named_on_the_short_list_finds_the_child(anna, maisie):
    assign_perm("staff.open_restricted_record", anna, restrict(maisie))
    assert names(anna, "Maisie Clarke") == ["Maisie Clarke"]


@pytest.mark.parametrize("role", ["performance_analyst", "administrator"])
def test_those_who_see_no_child_find_none(role, anna, maisie):
    anna.role = role
    anna.save()
    assert find_children(anna, "Maisie Clarke") == []


def test_one_letter_finds_nothing(anna, maisie):
    assert find_children(anna, " M ") == []


def test_while_typing_only_the_results_come_back(anna, maisie):
    response = signed_in(anna).get("/search/", {"q": "Maisie"}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "Maisie Clarke" in html
    assert "<main" not in html


def test_many_results_ask_as_much_of_the_database_as_one(anna, maisie):
    find_children(anna, "Clarke")
    with_one = count_queries(lambda: find_children(anna, "Clarke"))
    for forename in ("Leo", "Mia", "Ava", "Noah", "Isla", "Theo"):
        held(child(forename, date_of_birth=date(2015, 5, 6)), anna)
    assert len(find_children(anna, "Clarke")) == 7
    assert count_queries(lambda: find_children(anna, "Clarke")) == with_one
