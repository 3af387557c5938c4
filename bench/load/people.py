"""Families: two parents, two children with a record, and one adult more, at an address that some of them share."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from bench.load.names import forenames, surnames, usage
from bench.load.table import Table
from bench.size import FAMILY, Size

SEED = 7
STREETS = ("Street", "Road", "Close", "Avenue", "Lane")
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def load_people(table: Table, size: Size, today: date) -> None:
    """Everybody, by COPY; then names, homes, telephones and who is whose parent from the same rows."""
    table.copy(
        "people_person",
        "id, forename, surname, date_of_birth, sex, ethnicity, first_language, nhs_number, is_child, middle_names,"
        " known_as, date_of_birth_estimated, gender_identity, religion, nhs_number_verified, upn_unknown, disabilities,"
        " immigration_status, created_at, version",
        _people(size, today),
    )
    table.copy("people_address", "id, line1, line2, town, postcode", _addresses(size))


def load_names(table: Table, size: Size, first: int, last: int) -> None:
    """The names of some people. The database folds and sounds each, which is most of the work of the whole load."""
    table.insert(
        "people_personname",
        f"people_person WHERE id BETWEEN {first} AND {last}",
        person_id="id", kind="'current'", forename="forename", surname="surname",
    )  # fmt: skip
    table.insert(
        "people_personname",
        f"people_person WHERE id BETWEEN {first} AND {last} AND id % 12 = 1",
        person_id="id", kind="'previous'", forename="forename",
        surname="(SELECT surname FROM people_person other WHERE other.id = 1 + people_person.id * 7 %"
        f" {size.people})",
    )  # fmt: skip


def load_links(table: Table, size: Size) -> None:
    """Where everybody lives and lived, telephones, cars, parents, and fathers whom nobody has named."""
    families = f"generate_series(0, {size.families - 1}) j"
    people = f"{families}, generate_series(1, {FAMILY}) place"
    who = f"j * {FAMILY} + place"
    table.insert(
        "people_residence", f"{people} WHERE {who} % 97 <> 0",
        person_id=who, address_id=f"1 + j * 7919::bigint % {size.addresses}", kind="'main'",
        from_on="current_date - 100 - (j * 31 % 2000)::int", confidential="j % 150 = 0",
    )  # fmt: skip
    table.insert(
        "people_residence", f"{people} WHERE j % 5 = 0",
        person_id=who, address_id=f"1 + (j + 3) * 104729::bigint % {size.addresses}", kind="'main'",
        from_on="current_date - 1200 - 100 - (j * 31 % 2000)::int",
        to_on="current_date - 100 - (j * 31 % 2000)::int",
    )  # fmt: skip
    table.insert(
        "people_phone", "generate_series(0, 899) n", id="n + 1", number="'+447700900' || lpad(n::text, 3, '0')"
    )
    table.insert(
        "people_phoneuse", f"{families}, generate_series(1, 2) place WHERE j % 3 = 0",
        person_id=who, phone_id="1 + (j * 7 + place * 13) % 900",
    )  # fmt: skip
    table.insert(
        "people_vehicle", "generate_series(1, 20000) n",
        id="n", registration="'ZX' || lpad((n % 100)::text, 2, '0') || lpad(n::text, 5, '0')",
    )  # fmt: skip
    table.insert(
        "people_vehicleuse", f"{families} WHERE j % 10 = 1", person_id=f"j * {FAMILY} + 2", vehicle_id="1 + j % 20000"
    )
    for parent, others in ((1, "true"), (2, "j % 5 <> 2")):
        table.insert(
            "people_relationship", f"{families}, generate_series(3, 4) place WHERE {others}",
            from_person_id=f"j * {FAMILY} + {parent}", to_person_id=who, kind="'parent'",
            parental_responsibility="CASE WHEN j % 7 = 0 THEN NULL ELSE j % 9 <> 0 END",
            safe_to_contact="CASE WHEN j % 40 = 0 THEN false END",
        )  # fmt: skip
    table.insert(
        "people_relationship", f"{families}, generate_series(3, 4) place WHERE j % 6 = 1",
        from_person_id=f"j * {FAMILY} + 5", to_person_id=who, kind="'grandparent'",
    )  # fmt: skip
    table.insert(
        "people_adulttoidentify", f"{families}, generate_series(3, 4) place WHERE j % 5 = 2 AND j % 3 = 0",
        child_id=who, role="'father'", raised_on="current_date - 30", what_is_known="'Named by nobody so far'",
    )  # fmt: skip


def _people(size: Size, today: date) -> Iterator[str]:
    chance = random.Random(SEED)
    of_family = iter(chance.choices(surnames(), usage(surnames()), k=size.families))
    of_mother = iter(chance.choices(surnames(), usage(surnames()), k=size.families))
    given = iter(chance.choices(forenames(), usage(forenames()), k=size.families * FAMILY))
    numbers = _nhs_numbers()
    for family in range(size.families):
        surname, maiden = next(of_family), next(of_mother)
        for place in range(1, FAMILY + 1):
            child = place in (3, 4)
            born = today - timedelta(chance.randrange(20, 6500) if child else chance.randrange(6800, 29_000))
            called = maiden if place == 1 and family % 3 == 0 else surname
            number = next(numbers) if child and family % 10 else r"\N"
            yield (
                f"{family * FAMILY + place}\t{next(given)}\t{called}\t{born}\t{'FM'[place % 2]}\t"
                f"{'WBRI' if family % 4 else 'APKN'}\tEnglish\t{number}\t{child}\t\t\tf\t\t\tt\t\t{{}}\t\t{today}\t1\n"
            )


def _nhs_numbers() -> Iterator[str]:
    """Of the range that is never issued (999), each with its check digit, spread so that neighbours do not look alike."""
    for step in count():
        nine = f"999{step * 7919 % 1_000_000:06d}"
        check = -sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        if check < 10:
            yield f"{nine}{check}"


def _addresses(size: Size) -> Iterator[str]:
    """A house in one of some thousand streets; the postcode area ZX does not exist."""
    plain = [name for name in surnames() if name.isascii() and name.isalpha()][:400]
    streets = [f"{name} {kind}" for name in plain for kind in STREETS]
    for n in range(1, size.addresses + 1):
        door, street = divmod(n, len(streets))
        unit = f"{LETTERS[street % 20]}{LETTERS[street // 20 % 20]}"
        yield f"{n}\t{door + 1} {streets[street]}\t\tWexcombe\tZX{street % 30 + 1} {door // 20 % 9 + 1}{unit}\n"
