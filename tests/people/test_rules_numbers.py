"""Numbers that carry their own check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules import numbers
from people.rules.addresses import canonical_line, one_line


@pytest.mark.parametrize("typed", ["9990000018", "999 000 0018", " 999-000-0018 "])
def test_nhs_number_is_read_however_it_is_spaced(typed):
    assert numbers.read_nhs_number(typed) == "9990000018"


@pytest.mark.parametrize("typed", ["9990000019", "999000001", "99900000181", "999000001A", ""])
def test_nhs_number_with_a_slip_is_refused(typed):
    with pytest.raises(ValueError, match="NHS number"):
        numbers.read_nhs_number(typed)


@pytest.mark.parametrize(
    ("rest", "letter"),
    [
        # 2x8 + 3x0 + 4x1 + 5x2 + 10x5 + 13x1 = 93; 93 - 4 x 23 = 1: the second letter.
        ("801200005001", "B"),
        # 2x2 + 4x7 + 9x1 + 10x6 + 12x4 + 13x9 = 266; 266 - 11 x 23 = 13: P, since I and O are left out.
        ("207000016049", "P"),
        # The same with a letter at the end, which counts as its own place: C is 2. 2x8 + 4x1 + 5x2 + 10x5 + 13x2 = 106.
        ("80120000500C", "Q"),
        ("000000000000", "A"),
    ],
)
def test_upn_check_letter(rest, letter):
    assert numbers.upn_check_letter(rest) == letter
    assert numbers.read_upn(letter + rest) == letter + rest


@pytest.mark.parametrize("typed", ["A801200005001", "B80120000500", "B80120000500I", "B80120000500O", "801200005001B"])
def test_upn_that_cannot_be_is_refused(typed):
    with pytest.raises(ValueError, match="unique pupil number"):
        numbers.read_upn(typed)


@given(st.from_regex(r"\d{12}", fullmatch=True), st.integers(0, 11), st.integers(1, 9))
def test_upn_letter_finds_a_wrong_digit(rest, place, more):
    """No place from 2 to 13 and no difference from 1 to 9 multiply to 23."""
    rest = rest if rest.isascii() else "207000016049"
    wrong = str((int(rest[place]) + more) % 10)
    slipped = rest[:place] + wrong + rest[place + 1 :]
    assert numbers.upn_check_letter(slipped) != numbers.upn_check_letter(rest)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ls14ap", "LS1 4AP"), ("LS1  4AP", "LS1 4AP"), ("w1a1aa", "W1A 1AA"), ("sw1a 2aa", "SW1A 2AA"), ("", "")],
)
def test_postcode_is_kept_in_one_form(typed, kept):
    assert numbers.read_postcode(typed) == kept


@pytest.mark.parametrize("typed", ["LS1", "LS1 4CP", "12345", "Leeds"])
def test_postcode_that_cannot_be_is_refused(typed):
    with pytest.raises(ValueError, match="real postcode"):
        numbers.read_postcode(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("07700 900123", "+447700900123"),
        ("(0114) 496 0123", "+441144960123"),
        ("+44 7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("+48 601 123 456", "+48601123456"),
    ],
)
def test_phone_is_kept_in_international_form(typed, kept):
    assert numbers.read_phone(typed) == kept


@pytest.mark.parametrize("typed", ["", "12345", "07700900", "not known", "07700 900123 900123"])
def test_phone_that_cannot_be_is_refused(typed):
    with pytest.raises(ValueError, match="area code"):
        numbers.read_phone(typed)


def test_registration_is_kept_without_spaces():
    assert numbers.read_registration("ab12 cde") == "AB12CDE"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12 High St", "12 High Street"),
        ("12 High St.", "12 High Street"),
        ("  12   high  Rd ,", "12 high Road"),
        ("St Mary's Rd", "St Mary's Road"),
        ("No. 12 High Street", "12 High Street"),
        ("12 a High Street", "12A High Street"),
        ("12a High Street", "12A High Street"),
        ("Apt 3, Rose Ct", "Apartment 3, Rose Court"),
    ],
)
def test_a_street_is_spelt_out(typed, kept):
    assert canonical_line(typed) == kept


def test_a_flat_takes_its_house_with_it():
    assert one_line("Flat 2", "Rose Ct") == ("Flat 2, Rose Court", "")


def test_a_house_leaves_the_second_line_alone():
    assert one_line("2 Rose Close", "Headingley") == ("2 Rose Close", "Headingley")
