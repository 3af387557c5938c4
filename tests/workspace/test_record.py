"""A child's record opens with who, by whom, what is in force, what is due and why, what happened last."""

from datetime import date

import pytest
from django.utils import timezone

from audit.models import RecordOpening
from people import services as people
from staff.models import Restriction
from tests.factories import casework as cases
from tests.factories.pages import count_queries, page, signed_in, words
from tests.factories.people import adult, child, home, lives, parent_of, related
from tests.factories.staff import held
from workspace.queries.record import record_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def maisie(anna):
    """A girl of an open case with an assessment under way since Monday 2 March 2026."""
    return cases.an_assessment(anna, cases.a_case(anna, child())).child


def record(user, subject) -> str:
    return page(user, f"/children/{subject.pk}/")


def test_the_page_says_who_the_child_is_and_who_holds_the_case(anna, maisie):
    lives(maisie, home("12 High Street", "LS1 4AP"))
    said = record(anna, maisie)
    for part in (
        "Maisie Clarke",
        "3 April 2019",
        "12 High Street, LS1 4AP",
        "Anna Example",
        "North, since 2 March 2026",
    ):
        assert part in said


def test_the_page_says_what_is_in_force(anna, maisie):
    said = record(anna, maisie)
    assert "Open case Since 2 March 2026." in said
    assert "Child and family assessment Since 2 March 2026. Being written, Anna Example" in said


def test_a_date_explains_itself_on_demand(anna, maisie):
    """45 working days from 2 March 2026 pass Easter (3 and 6 April) and the early May holiday (4 May)."""
    said = record(anna, maisie)
    assert "7 May 2026" in said
    assert "45 working days from 2 March 2026" in said


def test_the_page_says_what_happened_last_and_by_whom(anna, maisie):
    said = record(anna, maisie)
    assert said.index("What happened last") < said.rindex("Anna Example")


def test_the_page_says_when_the_child_was_last_seen_and_seen_alone(anna, maisie):
    assert "No visit has been recorded at which Maisie Clarke was seen." in record(anna, maisie)
    cases.a_visit(anna, maisie, seen_alone=False)
    assert "9 March 2026, never yet alone" in record(anna, maisie)


def test_what_the_record_does_not_know_is_listed_with_a_way_to_put_it_right(anna, maisie):
    said = record(anna, maisie)
    assert "Ethnicity has not been asked" in said
    assert "Nobody knows where the child lives" in said


def test_a_baby_not_yet_born_has_a_date_on_which_it_is_expected(anna):
    baby = child("Baby", expected_date_of_birth=date(2026, 12, 20))
    held(baby, anna)
    said = record(anna, baby)
    assert "20 December 2026" in said
    assert "Record the birth" in said


def test_opening_the_record_is_written_down(anna, maisie):
    signed_in(anna).get(f"/children/{maisie.pk}/")
    opening = RecordOpening.objects.get(child_id=maisie.pk, user_id=anna.pk)
    assert opening.page == "record"


def test_a_stranger_cannot_tell_the_record_from_one_that_does_not_exist(lena, maisie):
    client = signed_in(lena)
    there, not_there = client.get(f"/children/{maisie.pk}/"), client.get("/children/999999/")
    assert there.status_code == not_there.status_code == 404
    assert words(there) == words(not_there)


def test_a_long_record_and_a_large_family_ask_as_much_of_the_database_as_a_short_one(anna, maisie):
    parent_of(adult(), maisie)
    now = timezone.now()
    record_of(anna, maisie, now)
    short = count_queries(lambda: record_of(anna, maisie, now))
    for forename in ("Leo", "Mia", "Ava"):
        related("sibling", child(forename), maisie)
    for _ in range(10):
        cases.a_visit(anna, maisie)
    assert count_queries(lambda: record_of(anna, maisie, now)) == short


class TestFamily:
    def test_each_relative_is_told_with_parental_responsibility(self, anna, maisie):
        parent_of(adult("Kelly", "Watson"), maisie)
        said = page(anna, f"/children/{maisie.pk}/family/")
        assert "Kelly Watson" in said
        assert "Parental responsibility Yes" in said

    def test_the_tree_is_told_in_sentences_as_well(self, anna, maisie):
        parent_of(adult("Kelly", "Watson"), maisie)
        html = signed_in(anna).get(f"/children/{maisie.pk}/family/").content.decode()
        assert "<svg" in html
        assert "<title" in html

    def test_a_restricted_brother_is_not_shown_drawn_or_counted(self, anna, maisie):
        leo = child("Leo", "Smith")
        related("sibling", leo, maisie)
        Restriction.objects.create(child=leo, reason="Adopted", from_on=date(2026, 1, 5))
        for address in (f"/children/{maisie.pk}/family/", f"/children/{maisie.pk}/"):
            html = signed_in(anna).get(address).content.decode()
            main = html[html.index("<main") :]
            assert "Leo" not in main.split("What happened last")[0]
            assert "Smith" not in main.split("What happened last")[0]

    def test_a_brother_of_another_team_is_named_and_nothing_more(self, department, maisie):
        leo = child("Leo", "Smith", date_of_birth=date(2016, 8, 9))
        held(leo, department.lena)
        related("sibling", leo, maisie)
        said = page(department.anna, f"/children/{maisie.pk}/family/")
        assert "Leo Smith" in said
        assert "9 August 2016" not in said.split("Who they are")[1]

    def test_a_confidential_address_stays_off_the_page_of_a_relative(self, anna, maisie):
        mother = adult("Kelly", "Watson")
        parent_of(mother, maisie)
        lives(mother, home("1 Refuge Road", "LS9 9ZZ"), confidential=True)
        said = page(anna, f"/children/{maisie.pk}/family/")
        assert "Confidential address" in said
        assert "Refuge Road" not in said

    def test_an_adult_to_find_out_leads_to_naming_the_adult(self, anna, maisie):
        people.raise_adult_to_identify(child=maisie, role="father", by=anna)
        said = page(anna, f"/children/{maisie.pk}/family/")
        assert "Not yet known Father" in said
