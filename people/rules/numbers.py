"""Numbers that carry their own check, and numbers written in many ways: read to one form. Pure.

Each reader takes what was typed and returns the one form, or raises ValueError with a sentence that says what to do.
"""

import re

import nhs_number
import phonenumbers
from localflavor.gb.forms import GBPostcodeField

# The check letters: the alphabet without I, O and S, so that each stands for 0 to 22.
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
UPN_FORM = re.compile(r"[A-Z]\d{11}[0-9A-Z]")
REGISTRATION_FORM = re.compile(r"[A-Z0-9]{2,8}")


def read_nhs_number(text: str) -> str:
    """Ten digits, the last of which checks the others (modulus 11, NHS Data Dictionary)."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"\d{10}", digits):
        raise ValueError("An NHS number has 10 digits, like 943 476 5919. Check it and enter it again.")
    if not nhs_number.is_valid(digits):
        raise ValueError("This is not an NHS number: its last digit does not fit the others. Check it for a slip.")
    return digits


def upn_check_letter(rest: str) -> str:
    """The first letter of a unique pupil number, worked out from the twelve characters after it.

    Department for Education, unique pupil number guide: each character times its place (2 to 13), added up, modulo
    23, read as a letter. The last character of a temporary number is a letter and counts as its own place in the row.
    """
    values = (UPN_LETTERS.index(sign) if sign.isalpha() else int(sign) for sign in rest)
    return UPN_LETTERS[sum(value * place for place, value in enumerate(values, 2)) % 23]


def read_upn(text: str) -> str:
    """A unique pupil number: a check letter and 12 characters."""
    upn = re.sub(r"[\s-]", "", text).upper()
    if not UPN_FORM.fullmatch(upn) or (upn[-1].isalpha() and upn[-1] not in UPN_LETTERS):
        raise ValueError("A unique pupil number is a letter and 12 digits, like B801200005001. Ask the school for it.")
    if upn[0] != upn_check_letter(upn[1:]):
        raise ValueError("This is not a unique pupil number: its first letter does not fit the rest. Check it.")
    return upn


def read_postcode(text: str) -> str:
    """A postcode in capitals with its one space (BS 7666); nothing where nothing was typed."""
    packed = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    if not packed:
        return ""
    spaced = f"{packed[:-3]} {packed[-3:]}"
    if not GBPostcodeField.postcode_regex.search(spaced):
        raise ValueError("Enter a real postcode, like LS1 4AP, or leave it empty.")
    return spaced


def read_phone(text: str) -> str:
    """A telephone number in international form (E.164). Without a + it is a number in the United Kingdom.

    Possible numbers pass as well as allotted ones: the tables of allotted numbers lag behind, and leave out those
    kept for stories.
    """
    sentence = "Enter a telephone number with its area code, like 0114 496 0123 or +48 601 123 456."
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        raise ValueError(sentence) from None
    reason = phonenumbers.is_possible_number_with_reason(number)
    too_short = number.country_code == 44 and len(str(number.national_number)) < 9
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE or too_short:
        raise ValueError(sentence)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def said_phone(number: str) -> str:
    """A telephone number as people here write it: 07700 900123, or with its country, +48 601 123 456."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if parsed.country_code == 44 else form.INTERNATIONAL)


def read_registration(text: str) -> str:
    """A vehicle's registration number in capitals without spaces."""
    packed = re.sub(r"[\s-]", "", text).upper()
    if not REGISTRATION_FORM.fullmatch(packed):
        raise ValueError("Enter the registration number in letters and digits, like AB12 CDE.")
    return packed
