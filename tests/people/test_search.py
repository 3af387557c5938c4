"""One box for whatever is known."""

from datetime import date

import pytest

from people import services
from people.models import Person
from people.rules.search_text import read_text
from people.search import search_people
from tests.factories.people import CLERK, adult, child, home, lives

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3/4/2019", date(2019, 4, 3)),
        ("03.04.19", date(2019, 4, 3)),
        ("3-4-2019", date(2019, 4, 3)),
        ("2019-04-03", date(2019, 4, 3)),
        ("03042019", date(2019, 4, 3)),
        ("3 April 2019", date(2019, 4, 3)),
        ("3rd of apr 2019", date(2019, 4, 3)),
        ("9 Sept 2018", date(2018, 9, 9)),
        ("maisie clarke 3/4/19", date(2019, 4, 3)),
        ("3/4/87", date(1987, 4, 3)),
        ("31/2/2019", None),
    ],
)
def test_dates_are_read_in_the_usual_forms(text, expected):
    days = [reading.date_of_birth for reading in read_text(text, TODAY).readings]
    assert days in ([expected], [])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Maisie 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("Maisie February 2020", date(2020, 2, 1), date(2020, 2, 29)),
    ],
)
def test_a_year_or_month_beside_a_name_is_when_they_were_born(text, first, last):
    meant = read_text(text, TODAY)
    assert meant.born is not None
    assert (meant.born.first, meant.born.last) == (first, last)
    assert [reading.name.forename for reading in meant.readings] == ["maisie"]


def test_a_house_number_is_no_year():
    meant = read_text("1984 High Street", TODAY)
    assert (meant.born, meant.readings[0].address_line) == (None, "1984 high street")


def test_several_things_at_once():
    (reading,) = read_text("Maisie Clarke, LS1 4AP 07700 900123", TODAY).readings
    assert (reading.name.forename, reading.name.surname) == ("maisie", "clarke")
    assert (reading.postcode, reading.phone) == ("LS1 4AP", "+447700900123")


@pytest.fixture
def maisie(db):
    for forename, surname in [("Noah", "Begum"), ("Olivia", "Okafor"), ("Ivy", "Stone"), ("Macy", "Lee")]:
        child(forename, surname, date_of_birth=date(2014, 11, 20))
    someone = child("Maisie", "Clarke", nhs_number="9990000018", upn="B801200005001")
    lives(someone, home())
    services.use_phone(person=someone, number="07700 900123", by=CLERK)
    return someone


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("999 000 0018", "Same NHS number"),
        ("9990000018", "Same NHS number"),
        ("b801200005001", "Same unique pupil number"),
        ("07700 900123", "Same telephone number"),
        ("+44 7700 900123", "Same telephone number"),
        ("maisie clarke", "Same name"),
        ("clarke maisie", "First name and surname are the other way round"),
        ("Clarke, Maisie", "First name and surname are the other way round"),
        ("maisy clark", "Surname sounds the same"),
        ("maisie", "Same first name"),
        ("clarke", "Same surname"),
        ("mais", "First name begins with Mais"),
        ("mais cla", "Surname begins with Cla"),
        ("Maisie 2019", "Born in 2019"),
        ("3/4/2019", "Same date of birth"),
        ("4 March 2019", "Day and month of birth are swapped (4 March, 3 April)"),
        ("12 High St", "Lives at the same address"),
        ("12 high street ls1 4ap", "Lives at the same address"),
        ("12 LS1 4AP", "Lives at the same address"),
        ("high street", "Lives at the same address"),
        ("Maisie LS1 4AP", "Lives in the same postcode"),
    ],
)
def test_she_is_found_by_whatever_is_known(maisie, text, why):
    best = search_people(text, None)[0]
    assert best.person.pk == maisie.pk
    assert why in best.why


def test_a_postcode_alone_finds_who_lives_there(maisie):
    assert [one.person.pk for one in search_people("ls1 4ap", None)] == [maisie.pk]


@pytest.mark.parametrize("text", ["#{}", "{}", "record #{}"])
def test_a_records_number_finds_it(maisie, text):
    assert search_people(text.format(maisie.pk), None)[0].person.pk == maisie.pk


def test_somebody_called_street_is_found_beside_those_in_the_street(maisie):
    mary = adult("Mary", "Street")
    lives(maisie, home("2 Mary Street", "LS9 1AB"), date(2025, 1, 6))
    assert {one.person.pk for one in search_people("Mary Street", None)} == {mary.pk, maisie.pk}


def test_a_confidential_address_is_not_found(maisie):
    lives(maisie, home("7 Quiet Lane", "LS8 1AA"), date(2025, 1, 6), confidential=True)
    assert search_people("7 Quiet Lane", None) == []
    assert search_people("LS8 1AA", None) == []


@pytest.mark.parametrize("text", ["maisie clarke", "999 000 0018", "#{}", "12 High Street", "3/4/2019"])
def test_nobody_outside_the_given_people_is_found(maisie, text):
    others = Person.objects.exclude(pk=maisie.pk)
    assert maisie.pk not in {one.person.pk for one in search_people(text.format(maisie.pk), others)}


@pytest.mark.parametrize("text", ["", "  ", "?", "0", "zz top", "2019", "#99999999999", "9990000019", "%", "a" * 500])
def test_what_means_nobody_finds_nobody(maisie, text):
    assert search_people(text, None) == []
