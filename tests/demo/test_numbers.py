"""Numbers that look real and can belong to nobody."""

import nhs_number
import pytest

from demo.numbers import Numbers, first_free, postcode
from people.rules.numbers import read_phone, read_postcode, read_registration, read_upn


def test_nhs_numbers_are_valid_and_never_issued():
    numbers = Numbers()
    made = [numbers.nhs_number() for _ in range(2000)]
    assert len(set(made)) == 2000
    assert all(nhs_number.is_valid(number) and number.startswith("999") for number in made)


def test_makers_never_give_the_same_number():
    one, other = Numbers(0, 2), Numbers(1, 2)
    for make in (Numbers.nhs_number, Numbers.phone, Numbers.registration, lambda maker: maker.upn(2019)):
        assert not {make(one) for _ in range(300)} & {make(other) for _ in range(300)}


def test_maker_goes_on_where_another_stopped():
    whole, rest = Numbers(), Numbers(first=10)
    assert [whole.phone() for _ in range(20)][10:] == [rest.phone() for _ in range(10)]


def test_first_free_number_lies_after_all_that_were_made():
    numbers = Numbers()
    made = [numbers.nhs_number() for _ in range(500)]
    later = Numbers(first=first_free(made))
    assert not {later.nhs_number() for _ in range(2000)} & set(made)
    assert first_free([]) == 0
    assert first_free(["9434765919"]) == 0


def test_pupil_numbers_carry_their_check_letter_and_a_council_that_is_none():
    upn = Numbers().upn(2019)
    assert read_upn(upn) == upn
    assert upn[1:4] == "997"
    assert upn[8:10] == "19"


def test_phones_come_from_the_ranges_kept_for_drama():
    numbers = Numbers()
    made = [read_phone(numbers.phone()) for _ in range(13_000)]
    assert made[0] == "+447700900000"
    assert made[1999] == "+441632960999"
    assert made[12_999] == "+442079460999"
    assert len(set(made)) == 13_000
    assert read_phone(numbers.phone()) == made[0]


def test_registrations_could_not_be_on_the_road():
    assert read_registration(Numbers().registration()).startswith("ZX")


@pytest.mark.parametrize("number", [0, 1, 399, 400, 3599])
def test_postcodes_have_the_form_of_one_in_an_area_that_is_none(number):
    code = postcode(4, number)
    assert read_postcode(code) == code
    assert code.startswith("ZX4 ")
