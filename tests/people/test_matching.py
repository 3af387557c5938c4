"""Is this somebody we know?"""

from datetime import UTC, date, datetime

import pytest

from people import services
from people.matching import PersonQuery, find_candidates
from people.models import Child, Person
from tests.factories.people import CLERK, adult, child, home, lives

pytestmark = pytest.mark.django_db
BORN = date(2019, 4, 3)


def found(among=None, **query):
    return find_candidates(PersonQuery(**query), among)


@pytest.fixture
def maisie():
    """Among others, so that a test that finds everybody fails."""
    for forename, surname in [("Noah", "Begum"), ("Olivia", "Okafor"), ("Kacper", "Nowak"), ("Ivy", "Stone")]:
        child(forename, surname, date_of_birth=date(2014, 11, 20))
    return child("Maisie", "Clarke", nhs_number="9990000018", upn="B801200005001")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"nhs_number": "999 000 0018"}, "Same NHS number"),
        ({"upn": "b801200005001"}, "Same unique pupil number"),
        ({"forename": "Maisie", "surname": "Clarke"}, "Same name"),
        ({"forename": "MAISIE", "surname": "clarke"}, "Same name"),
        ({"forename": "Clarke", "surname": "Maisie"}, "First name and surname are the other way round"),
        ({"forename": "Maisy", "surname": "Clarke"}, "Maisie is another spelling of Maisy"),
        ({"forename": "Maisie", "surname": "Clark"}, "Surname sounds the same"),
        ({"forename": "Miasie", "surname": "Calrke"}, "Name sounds the same"),
        ({"forename": "Maizie", "surname": "Clatke"}, "First name sounds the same"),
        ({"forename": "Maisie", "surname": "Clarke-Jones"}, "Part of the surname is the same"),
        ({"surname": "Clarke"}, "Same surname"),
        ({"forename": "Maisie"}, "Same first name"),
        ({"forename": "Maisie", "date_of_birth": BORN}, "Same date of birth"),
        (
            {"surname": "Clarke", "date_of_birth": date(2019, 3, 4)},
            "Day and month of birth are swapped (4 March, 3 April)",
        ),
        (
            {"forename": "Maisie", "surname": "Clarke", "date_of_birth": date(2018, 4, 3)},
            "Born one year apart (2018, 2019)",
        ),
        (
            {"forename": "Maisie", "surname": "Clarke", "date_of_birth": date(2019, 4, 8)},
            "Date of birth differs by one number (8 April 2019, 3 April 2019)",
        ),
    ],
)
def test_a_known_child_is_found_in_whichever_way_she_is_asked_for(maisie, query, reason):
    candidates = found(**query)
    assert candidates[0].person.pk == maisie.pk
    assert reason in candidates[0].reasons


@pytest.mark.parametrize(
    ("recorded", "asked", "reason"),
    [
        (("Elizabeth", "Hall"), ("Lizzie", "Hall"), "Lizzie is a short form of Elizabeth"),
        (("Lizzie", "Hall"), ("Elizabeth", "Hall"), "Lizzie is a short form of Elizabeth"),
        (("Mohammed", "Khan"), ("Muhammad", "Khan"), "Mohammed is another spelling of Muhammad"),
        (("Siobhan", "Reilly"), ("Shevaun", "Riley"), "Siobhan is another spelling of Shevaun"),
        (("Ania", "Kowalska"), ("Anna", "Kowalska"), "Ania is another spelling of Anna"),
        (("Patrick", "O'Brien"), ("Patrick", "OBrien"), "Same name"),
        (("Patrick", "O'Brien"), ("Patrick", "O Brien"), "Same name"),
        (("Zoë", "Müller"), ("Zoe", "Muller"), "Same name"),
        (("Łukasz", "Wójcik"), ("Lukasz", "Wojcik"), "Same name"),
        (("Jo", "Li"), ("Oj", "Li"), "First name is spelt nearly the same"),
        (("Amy", "Hill"), ("Amy", "Hlil"), "Surname is spelt nearly the same"),
    ],
)
def test_names_of_many_homes(recorded, asked, reason):
    someone = child(*recorded)
    candidates = found(forename=asked[0], surname=asked[1])
    assert [candidate.person.pk for candidate in candidates] == [someone.pk]
    assert reason in candidates[0].reasons


def test_a_former_name_still_finds(maisie):
    services.correct_person(person=maisie, by=CLERK, forename="Rose", surname="Adeyemi")
    best = found(forename="Maisie", surname="Clarke")[0]
    assert (best.person.pk, best.reasons) == (maisie.pk, ["Same name", "Formerly known as Maisie Clarke"])


def test_what_they_are_called_finds():
    someone = child("Oluwaseun", "Bello", known_as="Teddy")
    best = found(forename="Teddy", surname="Bello", date_of_birth=BORN)[0]
    assert (best.person.pk, best.strong) == (someone.pk, True)
    assert "Also known as Teddy Bello" in best.reasons


def test_a_middle_name_finds_with_the_date_of_birth():
    someone = child("Maisie", "Clarke", middle_names="Rose Ann")
    best = found(forename="Rose", surname="Clarke", date_of_birth=BORN)[0]
    assert (best.person.pk, best.strong) == (someone.pk, True)
    assert "Rose is a middle name" in best.reasons


def test_an_unborn_baby_is_found_by_the_name_given_at_birth():
    seen = datetime(2026, 3, 2, tzinfo=UTC)
    baby = child("Unborn", "Clarke", expected_date_of_birth=date(2026, 6, 20), at=seen)
    best = found(forename="Jude", surname="Clarke", date_of_birth=date(2026, 6, 12))
    assert [candidate.person.pk for candidate in best] == [baby.pk]
    assert "Was expected to be born on 20 June 2026" in best[0].reasons


def test_house_and_telephone_find_somebody_without_a_name():
    dan = adult("Dan", "Reed", sex="M")
    lives(dan, home())
    services.use_phone(person=dan, number="07700 900123", by=CLERK)
    best = found(address_line="12 High St", postcode="ls1 4ap", phone="07700 900123")[0]
    assert (best.person.pk, best.strength) == (dan.pk, "weak")
    assert best.reasons == ["Lives at the same address", "Same telephone number"]


def test_a_former_address_says_so():
    dan = adult("Dan", "Reed")
    lives(dan, home())
    lives(dan, home("3 Mill Lane", "LS2 7QT"), date(2025, 3, 3))
    best = found(forename="Dan", surname="Reed", address_line="12 High Street", postcode="LS1 4AP")[0]
    assert "Has lived at the same address" in best.reasons


def test_a_confidential_address_answers_nobody(maisie):
    lives(maisie, home(), confidential=True)
    assert found(address_line="12 High Street", postcode="LS1 4AP") == []
    best = found(forename="Maisie", surname="Clarke", address_line="12 High Street", postcode="LS1 4AP")[0]
    assert best.reasons == ["Same name"]


def test_twins_stand_apart():
    ava = child("Ava", "Hughes", nhs_number="9990000018")
    eve = child("Isla", "Hughes", nhs_number="9990000026")
    for twin in (ava, eve):
        lives(twin, home())
    first, second = found(
        forename="Ava", surname="Hughes", date_of_birth=BORN, address_line="12 High Street", postcode="LS1 4AP"
    )
    assert (first.person.pk, first.strong) == (ava.pk, True)
    assert (second.person.pk, second.strength) == (eve.pk, "possible")
    assert "Different first name" in second.reasons


def test_the_same_surname_alone_is_no_strong_match(maisie):
    child("Tyler", "Clarke", date_of_birth=date(2010, 1, 30), sex="M")
    best = found(forename="Maisie", surname="Clarke", date_of_birth=BORN, sex="F")
    assert [candidate.person.pk for candidate in best] == [maisie.pk]


def test_father_and_son_of_one_name_are_told_apart():
    father = adult("Thomas", "Reed", sex="M", date_of_birth=date(1988, 1, 20))
    son = child("Thomas", "Reed", sex="M")
    best = found(forename="Thomas", surname="Reed", date_of_birth=BORN)
    assert [(candidate.person.pk, candidate.strength) for candidate in best] == [
        (son.pk, "strong"),
        (father.pk, "weak"),
    ]
    assert "Born on another day (20 January 1988)" in best[1].reasons


def test_nobody_outside_the_given_people_is_found_or_changes_the_result(maisie):
    visible = Person.objects.filter(pk=maisie.pk)
    alone = found(visible, forename="Maisie", surname="Clarke", date_of_birth=BORN)
    for number in range(130):  # more than are ever compared
        child("Maisie", "Clarke", middle_names=f"No{number}")
    assert found(visible, forename="Maisie", surname="Clarke", date_of_birth=BORN) == alone
    assert [candidate.person.pk for candidate in alone] == [maisie.pk]
    assert found(Person.objects.none(), forename="Maisie", surname="Clarke") == []


def test_a_queryset_of_children_with_conditions_of_its_own_will_do(maisie):
    adult("Maisie", "Clarke")
    children = Child.objects.filter(names__full_key__trigram_similar="clarke").distinct().order_by("surname")
    assert len(found(forename="Maisie", surname="Clarke")) == 2
    assert [c.person.pk for c in found(children, forename="Maisie", surname="Clarke")] == [maisie.pk]


def test_the_number_of_queries_does_not_grow(maisie, django_assert_num_queries):
    for _ in range(20):
        lives(child("Maisie", "Clark"), home())
    with django_assert_num_queries(9):  # savepoint, sounds, thresholds, ids, persons, names, homes, telephones, release
        assert len(found(forename="Maisie", surname="Clarke", postcode="LS1 4AP", phone="07700 900123")) == 10


@pytest.mark.parametrize("query", [{}, {"nhs_number": "12"}, {"postcode": "LS"}, {"phone": "none"}, {"forename": "-"}])
def test_nothing_to_go_by_finds_nobody(maisie, query):
    assert found(**query) == []


@pytest.mark.parametrize("query", [{"forename": "100%", "surname": "'; --"}, {"address_line": "%", "surname": "x"}])
def test_odd_signs_do_no_harm(maisie, query):
    assert found(**query) == []
