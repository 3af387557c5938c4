"""Houses, moves and households."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from audit.models import Event
from people import services
from people.models import Address, Residence
from tests.factories.people import CLERK, adult, child, home, lives

pytestmark = pytest.mark.django_db
JANUARY, MARCH, JUNE, SEPTEMBER = date(2025, 1, 6), date(2025, 3, 3), date(2025, 6, 2), date(2025, 9, 1)


def timeline(person) -> list[tuple[str, date | None, date | None]]:
    rows = Residence.objects.filter(person=person, kind="main").select_related("address").order_by("from_on")
    return [(row.address.line1, row.from_on, row.to_on) for row in rows]


@pytest.fixture
def high_street():
    return home("12 High Street", "LS1 4AP")


@pytest.fixture
def mill_lane():
    return home("3 Mill Lane", "LS2 7QT")


@pytest.fixture
def station_road():
    return home("40 Station Road", "LS6 1AB")


def test_the_same_house_written_otherwise_is_the_same_row(high_street):
    assert home("12 High St", "ls14ap") == high_street
    assert home("12, high street.", "LS1 4AP", town="Leeds") == high_street
    assert Address.objects.count() == 1
    assert Event.objects.filter(kind="address_recorded").count() == 1


def test_another_door_or_postcode_is_another_house(high_street):
    assert home("12A High Street", "LS1 4AP") != high_street
    assert home("12 High Street", "LS2 7QT") != high_street


def test_without_a_postcode_the_town_tells_houses_apart():
    assert home("12 High Street", "", town="Leeds") != home("12 High Street", "", town="York")
    assert home("12 High St", "", town="Leeds") == home("12 High Street", "", town="leeds")


def test_finding_a_house_again_takes_one_query(high_street, django_assert_num_queries):
    with django_assert_num_queries(1):
        home("12 High St", "LS1 4AP")


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"line1": " , "}, "line1"),
        ({"line1": "12 High Street", "postcode": "LS1"}, "postcode"),
        ({"line1": "12 High Street", "uprn": "12X"}, "uprn"),
        ({"line1": "x" * 201}, "line1"),
    ],
)
def test_an_address_that_cannot_be_is_refused(parts, field):
    with pytest.raises(ValidationError) as refused:
        services.record_address(by=CLERK, **parts)
    assert set(refused.value.message_dict) == {field}


def test_a_uprn_belongs_to_one_house():
    home("12 High Street", "LS1 4AP", uprn="100012345")
    with pytest.raises(ValidationError) as refused:
        home("3 Mill Lane", "LS2 7QT", uprn="100012345")
    assert "another address" in refused.value.message_dict["uprn"][0]


def test_a_move_ends_the_former_main_address_that_day(high_street, mill_lane):
    maisie = child()
    lives(maisie, high_street, JANUARY)
    lives(maisie, mill_lane, MARCH)
    assert timeline(maisie) == [("12 High Street", JANUARY, MARCH), ("3 Mill Lane", MARCH, None)]
    assert maisie.current_address().address == mill_lane
    assert Event.objects.latest("id").summary == "Maisie Clarke lives at 3 Mill Lane, LS2 7QT from 3 March 2025"


def test_a_move_takes_few_queries(high_street, mill_lane, django_assert_num_queries):
    maisie = child()
    lives(maisie, high_street, JANUARY)
    with django_assert_num_queries(7):  # savepoint, read and hold, end, begin, event, release
        lives(maisie, mill_lane, MARCH)


def test_the_same_address_again_changes_nothing(high_street):
    maisie = child()
    first = lives(maisie, high_street, JANUARY)
    assert lives(maisie, high_street, MARCH) == first
    assert timeline(maisie) == [("12 High Street", JANUARY, None)]
    assert Event.objects.filter(kind="home_changed").count() == 1


def test_a_move_learned_of_late_goes_in_between(high_street, mill_lane, station_road):
    maisie = child()
    lives(maisie, high_street, JANUARY)
    lives(maisie, mill_lane, JUNE)
    lives(maisie, station_road, MARCH)
    assert timeline(maisie) == [
        ("12 High Street", JANUARY, MARCH),
        ("40 Station Road", MARCH, JUNE),
        ("3 Mill Lane", JUNE, None),
    ]


def test_a_move_before_all_that_is_known(high_street, mill_lane):
    maisie = child()
    lives(maisie, high_street, MARCH)
    lives(maisie, mill_lane, JANUARY)
    assert timeline(maisie) == [("3 Mill Lane", JANUARY, MARCH), ("12 High Street", MARCH, None)]


def test_they_came_to_the_house_earlier_than_was_known(high_street, mill_lane):
    maisie = child()
    lives(maisie, high_street, JANUARY)
    lives(maisie, mill_lane, JUNE)
    lives(maisie, mill_lane, MARCH)
    assert timeline(maisie) == [("12 High Street", JANUARY, MARCH), ("3 Mill Lane", MARCH, None)]


def test_another_house_on_the_same_day_puts_the_first_right(high_street, mill_lane):
    maisie = child()
    lives(maisie, high_street, MARCH)
    lives(maisie, mill_lane, MARCH)
    assert timeline(maisie) == [("3 Mill Lane", MARCH, None)]


def test_a_move_inside_a_stay_that_ended_leaves_the_gap_after_it(high_street, mill_lane, station_road):
    maisie = child()
    services.end_residence(residence=lives(maisie, high_street, JANUARY), on=JUNE, by=CLERK)
    lives(maisie, mill_lane, SEPTEMBER)
    lives(maisie, station_road, MARCH)
    assert timeline(maisie) == [
        ("12 High Street", JANUARY, MARCH),
        ("40 Station Road", MARCH, JUNE),
        ("3 Mill Lane", SEPTEMBER, None),
    ]


def test_the_first_address_may_have_no_day_and_the_next_ends_it(high_street, mill_lane):
    maisie = child()
    lives(maisie, high_street, None)
    lives(maisie, high_street, None)
    lives(maisie, mill_lane, MARCH)
    assert timeline(maisie) == [("3 Mill Lane", MARCH, None), ("12 High Street", None, MARCH)]
    with pytest.raises(ValidationError) as refused:
        lives(maisie, high_street, None)
    assert "Enter the day of the move" in refused.value.message_dict["from_on"][0]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"from_on": date(2026, 3, 3)}, "from_on"),
        ({"from_on": date(2019, 4, 2)}, "from_on"),
        ({"kind": "castle"}, "kind"),
        ({"to_on": JUNE}, "to_on"),
        ({"kind": "temporary", "to_on": JANUARY}, "to_on"),
    ],
)
def test_a_move_that_cannot_be_is_refused(high_street, facts, field):
    with pytest.raises(ValidationError) as refused:
        lives(child(), high_street, **{"from_on": MARCH, "at": datetime(2026, 3, 2, tzinfo=UTC), **facts})
    assert field in refused.value.message_dict


def test_a_second_home_stands_beside_the_main_one(high_street, mill_lane):
    maisie = child()
    lives(maisie, high_street, JANUARY)
    first = lives(maisie, mill_lane, MARCH, kind="second")
    assert lives(maisie, mill_lane, JUNE, kind="second") == first
    stay = lives(maisie, mill_lane, MARCH, kind="temporary", to_on=JUNE)
    assert stay.to_on == JUNE
    assert timeline(maisie) == [("12 High Street", JANUARY, None)]


def test_a_confidential_address_is_not_spelt_out_in_the_log(high_street):
    maisie = child()
    lives(maisie, high_street, JANUARY)
    residence = lives(maisie, high_street, MARCH, confidential=True)
    assert (residence.confidential, residence.from_on) == (True, JANUARY)
    summary = Event.objects.filter(kind="home_changed").latest("id").summary
    assert summary == "Maisie Clarke has a confidential address from 3 March 2025"


def test_a_household_moves_together_and_the_baby_from_birth(high_street, mill_lane):
    kelly, maisie = adult(), child()
    baby = child("Jude", date_of_birth=date(2025, 5, 1), sex="M")
    services.move_household(people=[kelly, maisie], address=high_street, from_on=JANUARY, by=CLERK)
    services.move_household(people=[kelly, maisie, baby], address=mill_lane, from_on=MARCH, by=CLERK)
    assert timeline(kelly) == [("12 High Street", JANUARY, MARCH), ("3 Mill Lane", MARCH, None)]
    assert timeline(baby) == [("3 Mill Lane", date(2025, 5, 1), None)]
    assert Event.objects.filter(kind="home_changed", child_id=baby.pk).count() == 1


def test_leaving_is_recorded_once(high_street):
    residence = lives(child(), high_street, JANUARY)
    services.end_residence(residence=residence, on=MARCH, by=CLERK)
    services.end_residence(residence=residence, on=MARCH, by=CLERK)
    assert Event.objects.filter(kind="home_changed").count() == 2
    with pytest.raises(ValidationError):
        services.end_residence(residence=lives(child("Ava"), high_street, MARCH), on=JANUARY, by=CLERK)
