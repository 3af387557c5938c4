"""Forms on a child's record: each writes through the service of the room below."""

from datetime import date

import pytest
from django.utils import timezone

from audit.models import Event
from people import services as people
from people.models import AdultToIdentify, Person, Relationship
from tests.factories.pages import signed_in, words
from tests.factories.people import adult, child, home, lives, parent_of, related
from tests.factories.staff import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def maisie(anna):
    found = child()
    held(found, anna)
    return found


def post(user, subject, page: str, data: dict[str, str]):
    return signed_in(user).post(f"/children/{subject.pk}/{page}", data)


DETAILS = {
    "forename": "Maisie",
    "surname": "Clarke",
    "date_of_birth_day": "3",
    "date_of_birth_month": "4",
    "date_of_birth_year": "2019",
    "sex": "F",
    "ethnicity": "WBRI",
}


def test_a_date_of_birth_is_corrected_and_the_event_says_so(anna, maisie):
    response = post(anna, maisie, "details/", {**DETAILS, "date_of_birth_year": "2018"})
    assert response.status_code == 302
    maisie.refresh_from_db()
    assert maisie.date_of_birth == date(2018, 4, 3)
    assert Event.objects.filter(child_id=maisie.pk, kind="person_corrected", actor_id=anna.pk).exists()


def test_a_colleague_s_change_meanwhile_is_shown_and_nothing_typed_is_lost(anna, maisie):
    people.correct_person(person=maisie, by=anna, religion="None")
    response = post(anna, maisie, "details/", {**DETAILS, "surname": "Smith", "version": "1"})
    assert response.status_code == 409
    assert "Smith" in response.content.decode()


def test_a_number_on_another_record_is_refused_beside_its_box(anna, maisie):
    child("Leo", nhs_number="9990000018")
    response = post(anna, maisie, "details/", {**DETAILS, "nhs_number": "999 000 0018"})
    assert response.status_code == 422
    assert "This NHS number is on another record" in words(response)


def test_a_baby_is_born_in_the_same_record(anna):
    today = timezone.localdate()
    baby = child("Baby", expected_date_of_birth=today)
    held(baby, anna)
    day = {"date_of_birth_day": today.day, "date_of_birth_month": today.month, "date_of_birth_year": today.year}
    assert post(anna, baby, "birth/", {**day, "sex": "F", "forename": "Isla"}).status_code == 302
    baby.refresh_from_db()
    assert (baby.forename, baby.date_of_birth, baby.expected_date_of_birth) == ("Isla", today, None)


ADDRESS = {"line1": "9 Mill Lane", "postcode": "LS2 8AA", "kind": "main"}
MOVED = {"from_on_day": "2", "from_on_month": "2", "from_on_year": "2026"}


def test_the_household_moves_by_a_tick(anna, maisie):
    old, mother, leo = home(), adult(), child("Leo")
    for one in (maisie, mother, leo):
        lives(one, old)
    assert post(anna, maisie, "address/", {**ADDRESS, **MOVED, "others": [str(mother.pk)]}).status_code == 302
    assert maisie.current_address().address.line1 == "9 Mill Lane"
    assert mother.current_address().address.line1 == "9 Mill Lane"
    assert leo.current_address().address.line1 == "12 High Street"


def test_shared_care_stands_beside_the_main_address(anna, maisie):
    lives(maisie, home())
    assert post(anna, maisie, "address/", {**ADDRESS, **MOVED, "kind": "second"}).status_code == 302
    assert maisie.current_address().address.line1 == "12 High Street"
    assert maisie.residences.filter(kind="second", address__line1="9 Mill Lane").exists()


def test_a_second_home_comes_to_an_end(anna, maisie):
    row = lives(maisie, home("4 Far Road", "LS3 1AA"), kind="second")
    day = {"on_day": "2", "on_month": "3", "on_year": "2026"}
    assert post(anna, maisie, f"address/{row.pk}/end/", day).status_code == 302
    row.refresh_from_db()
    assert row.to_on == date(2026, 3, 2)


def test_a_death_in_the_family_is_recorded_with_its_day(anna, maisie):
    mother = adult()
    parent_of(mother, maisie)
    day = {"died_on_day": "2", "died_on_month": "3", "died_on_year": "2026"}
    assert post(anna, maisie, f"family/people/{mother.pk}/death/", day).status_code == 302
    mother.refresh_from_db()
    assert mother.died_on == date(2026, 3, 2)


def test_a_mother_is_added_with_parental_responsibility_and_a_telephone(anna, maisie):
    given = {"forename": "Kelly", "surname": "Watson", "kind": "parent", "parental_responsibility": "yes"}
    response = post(anna, maisie, "family/add/", {**given, "phone": "07700 900123"})
    assert response.status_code == 302
    row = Relationship.objects.get(to_person=maisie)
    assert (row.from_person.name, row.kind, row.parental_responsibility) == ("Kelly Watson", "parent", True)
    assert row.from_person.phone_uses.count() == 1


def test_somebody_on_record_already_is_asked_about_before_a_second_row_is_made(anna, maisie):
    known = adult("Kelly", "Watson", date_of_birth=date(1990, 6, 11))
    given = {"forename": "Kelly", "surname": "Watson", "kind": "parent"}
    born = {"date_of_birth_day": "11", "date_of_birth_month": "6", "date_of_birth_year": "1990"}
    response = post(anna, maisie, "family/add/", {**given, **born})
    assert response.status_code == 422
    assert "Is this one of the people we know?" in words(response)
    assert post(anna, maisie, "family/add/", {**given, **born, "who": str(known.pk)}).status_code == 302
    assert Relationship.objects.get(to_person=maisie).from_person_id == known.pk


def test_somebody_new_of_the_same_name_is_recorded_anew(anna, maisie):
    adult("Kelly", "Watson")
    given = {"forename": "Kelly", "surname": "Watson", "kind": "parent", "who": "new"}
    assert post(anna, maisie, "family/add/", given).status_code == 302
    assert Person.objects.filter(surname="Watson").count() == 2


def test_a_daughter_of_a_young_mother_is_hers(anna, maisie):
    assert (
        post(anna, maisie, "family/add/", {"forename": "Ava", "surname": "Clarke", "kind": "child"}).status_code == 302
    )
    row = Relationship.objects.get(from_person=maisie)
    assert (row.kind, row.to_person.forename) == ("parent", "Ava")


def test_parental_responsibility_is_changed_on_the_relationship(anna, maisie):
    row = parent_of(adult(), maisie, pr=None)
    response = post(anna, maisie, f"family/{row.pk}/", {"parental_responsibility": "yes", "safe_to_contact": "no"})
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.parental_responsibility, row.safe_to_contact) == (True, False)


def test_a_relationship_of_another_child_is_not_reached_through_this_one(anna, maisie):
    row = parent_of(adult(), child("Leo"))
    assert signed_in(anna).get(f"/children/{maisie.pk}/family/{row.pk}/").status_code == 404


def test_a_father_is_raised_named_and_off_the_list(anna, maisie):
    assert post(anna, maisie, "family/unknown/add/", {"role": "father"}).status_code == 302
    row = AdultToIdentify.objects.get(child=maisie)
    given = {"forename": "Dean", "surname": "Watson", "parental_responsibility": "no"}
    assert post(anna, maisie, f"family/unknown/{row.pk}/", given).status_code == 302
    row.refresh_from_db()
    assert row.person.name == "Dean Watson"
    assert row.closed_on is not None


def test_nobody_needs_to_be_found_any_more(anna, maisie):
    row = people.raise_adult_to_identify(child=maisie, role="father", by=anna)
    given = {"because": "He died before she was born."}
    assert post(anna, maisie, f"family/unknown/{row.pk}/close/", given).status_code == 302
    row.refresh_from_db()
    assert row.closed_because == "He died before she was born."


def test_a_telephone_of_the_mother_is_added_and_ended(anna, maisie):
    mother = adult()
    parent_of(mother, maisie)
    phones = f"family/people/{mother.pk}/phones/"
    assert post(anna, maisie, f"{phones}add/", {"number": "07700 900123"}).status_code == 302
    use = mother.phone_uses.get()
    day = {"on_day": "2", "on_month": "3", "on_year": "2026"}
    assert post(anna, maisie, f"{phones}{use.pk}/end/", day).status_code == 302
    use.refresh_from_db()
    assert use.to_on == date(2026, 3, 2)


def test_a_car_is_added_to_somebody_of_the_family(anna, maisie):
    uncle = adult("Dean", "Watson")
    related("aunt_or_uncle", uncle, maisie)
    given = {"registration": "AB12 CDE", "description": "Silver Astra"}
    assert post(anna, maisie, f"family/people/{uncle.pk}/vehicles/add/", given).status_code == 302
    assert uncle.vehicle_uses.get().vehicle.registration == "AB12CDE"


def test_a_stranger_to_the_family_is_not_reached_through_it(anna, maisie):
    stranger = adult("Una", "Related")
    assert signed_in(anna).get(f"/children/{maisie.pk}/family/people/{stranger.pk}/phones/add/").status_code == 404


def test_another_name_is_added_and_found(anna, maisie):
    assert post(anna, maisie, "names/add/", {"kind": "alias", "forename": "May", "surname": "Jones"}).status_code == 302
    assert "Maisie Clarke" in signed_in(anna).get("/search/", {"q": "May Jones"}).content.decode()


def test_the_front_door_reads_and_does_not_write(mo, maisie):
    assert signed_in(mo).get(f"/children/{maisie.pk}/").status_code == 200
    assert signed_in(mo).get(f"/children/{maisie.pk}/details/").status_code == 403
    assert post(mo, maisie, "details/", DETAILS).status_code == 403
