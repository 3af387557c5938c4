"""Numbers that look real and can belong to nobody: each from a range that is kept free for tests and stories."""

from collections.abc import Iterable, Iterator
from itertools import count

from people.rules.numbers import upn_check_letter

# NHS numbers from 999 000 0000 on are never issued (NHS Data Dictionary: for testing).
NHS_TEST_RANGE = 999
STRIDE, NUMBERS = 7919, 1_000_000
# Children whose NHS number nobody told the department have used up a number too.
MARGIN = 400
# No council in England has this number in the Department for Education's list.
MADE_UP_COUNCIL = "997"
# Ofcom keeps these for drama: mobiles first, then a town without a place, then those that have one.
DRAMA_RANGES = (
    "07700 900{:03d}",
    "01632 960{:03d}",
    *(f"{area} 496 0{{:03d}}" for area in ("0113", "0114", "0115", "0116", "0117", "0118", "0121", "0151", "0161")),
    "0191 498 0{:03d}",
    "020 7946 0{:03d}",
)
# There is no postcode area ZX. A registration mark never begins with Z outside Ireland, nor has ZX been issued.
POSTCODE_AREA = "ZX"
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
MARK_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"


class Numbers:
    """Each number once, from the `first` on. Maker `part` of `parts` takes every `parts`-th number."""

    def __init__(self, part: int = 0, parts: int = 1, first: int = 0) -> None:
        self._nhs = _valid_nhs_numbers(first + part, parts)
        self._pupils = count(first + part, parts)
        self._phones = count(first + part, parts)
        self._marks = count(first + part, parts)

    def nhs_number(self) -> str:
        return next(self._nhs)

    def upn(self, entered_school_in: int) -> str:
        """A unique pupil number: council, school, year of entry, and the pupil's number in that year."""
        pupil = next(self._pupils)
        school, serial = divmod(pupil, 1000)
        rest = f"{MADE_UP_COUNCIL}{2000 + school % 1000:04d}{entered_school_in % 100:02d}{serial:03d}"
        return upn_check_letter(rest) + rest

    def phone(self) -> str:
        """After some thousands the ranges are used up, and numbers come round again."""
        bank, number = divmod(next(self._phones), 1000)
        return DRAMA_RANGES[bank % len(DRAMA_RANGES)].format(number)

    def registration(self) -> str:
        number = next(self._marks)
        letters = [MARK_LETTERS[number // base % len(MARK_LETTERS)] for base in (1, 24, 576)]
        return f"{POSTCODE_AREA}{12 + number % 12:02d} {''.join(letters)}"


def first_free(nhs_numbers: Iterable[str]) -> int:
    """Where to begin, so that none of these, nor what was made along with them, is made again."""
    back = pow(STRIDE, -1, NUMBERS)
    steps = [int(number[3:9]) * back % NUMBERS for number in nhs_numbers if number.startswith(str(NHS_TEST_RANGE))]
    return max(steps) + MARGIN if steps else 0


def postcode(district: int, number: int) -> str:
    """A postcode of the area that does not exist; `number` from 0 to 3,599."""
    sector, unit = divmod(number, 400)
    first, second = divmod(unit, 20)
    return f"{POSTCODE_AREA}{district} {1 + sector % 9}{POSTCODE_LETTERS[first]}{POSTCODE_LETTERS[second]}"


def _valid_nhs_numbers(first: int, parts: int) -> Iterator[str]:
    """Spread over the range, so that neighbours do not look alike. The stride is a prime, so each comes up once."""
    for step in count(first, parts):
        nine = f"{NHS_TEST_RANGE}{step * STRIDE % NUMBERS:06d}"
        check = -sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        if check < 10:
            yield f"{nine}{check}"
