"""How fast and how sure matching and search are among a million people: `python -m bench.matching`.

Makes a test database beside the one that DATABASE_URL names, fills it with made-up people, asks for known ones with
slips in their names, prints the times, and takes the database away again.
"""

import argparse
import io
import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django
from django.contrib.postgres.search import TrigramSimilarity
from faker import Faker

FIRST_DAY = date(1946, 1, 1)
DAYS = 29_000
QUERIES = 200
ADDRESSES = 300_000


def main() -> None:
    """Fill, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--keep", action="store_true", help="leave the test database for another run")
    chosen = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from django.db import connection

    former = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=chosen.keep)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person")
            if cursor.fetchone()[0] == 0:
                fill(cursor, chosen.people)
        measure(chosen.people)
    finally:
        if not chosen.keep:
            connection.creation.destroy_test_db(former, verbosity=0)


def fill(cursor: Any, count: int) -> None:
    """Copy made-up people in. The history triggers rest meanwhile: nobody did this to a real record."""
    chance = random.Random(1)
    forenames, surnames = names("first_name"), names("last_name")
    people = zip(
        chance.choices(forenames, weights=usage(forenames), k=count),
        chance.choices(surnames, weights=usage(surnames), k=count),
        strict=True,
    )
    rows = [(forename, surname, FIRST_DAY + timedelta(chance.randrange(DAYS))) for forename, surname in people]
    cursor.execute("SET session_replication_role = replica")
    copy(
        cursor,
        "people_person (id, forename, middle_names, surname, known_as, date_of_birth, date_of_birth_estimated, sex,"
        " gender_identity, ethnicity, first_language, religion, nhs_number_verified, upn_unknown, disabilities,"
        " immigration_status, is_child, created_at, version)",
        (
            f"{n}\t{a}\t\t{b}\t\t{born}\tf\tU\t\tNOBT\t\t\tf\t\t{{}}\t\tt\t2026-01-01\t1\n"
            for n, (a, b, born) in enumerate(rows, 1)
        ),
    )
    copy(
        cursor,
        "people_personname (person_id, kind, forename, surname)",
        (f"{n}\tcurrent\t{a}\t{b}\n" for n, (a, b, _) in enumerate(rows, 1)),
    )
    streets = [f"{name} {kind}" for name in surnames[:400] for kind in ("Street", "Road", "Close")]
    copy(
        cursor,
        "people_address (id, line1, line2, town, postcode)",
        (
            f"{n}\t{1 + n // 1200} {streets[n % 1200]}\t\tLeeds\tLS{n % 17 + 1} {n // 1200 % 10}{letters(n)}\n"
            for n in range(1, ADDRESSES + 1)
        ),
    )
    copy(
        cursor,
        "people_residence (person_id, address_id, kind, confidential)",
        (f"{n}\t{chance.randrange(ADDRESSES) + 1}\tmain\tf\n" for n in range(1, count + 1)),
    )
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute("ANALYZE")


def copy(cursor: Any, table: str, lines: Any) -> None:
    cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO("".join(lines)))


def letters(number: int) -> str:
    signs = "ABDEFGHJLNPQRSTUWXYZ"
    return signs[number % 20] + signs[number // 20 % 20]


def names(kind: str) -> list[str]:
    """Names of England and of some who came to it, and double ones."""
    made: set[str] = set()
    for locale in ("en_GB", "pl_PL", "en_IN", "ro_RO", "en_IE"):
        fake = Faker(locale)
        fake.seed_instance(1)
        made |= {getattr(fake, kind)() for _ in range(6000)}
    ordered = sorted(made)
    random.Random(2).shuffle(ordered)
    return ordered


def usage(of: list[str]) -> list[float]:
    """Some names are borne by very many: the n-th a little less than 1/n as often as the first."""
    return [1 / (n + 10) for n in range(len(of))]


def slip(word: str, chance: random.Random) -> str:
    """The word with one slip of the keyboard."""
    at = chance.randrange(1, max(2, len(word) - 1))
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + chance.choice("aeirstln") + word[at:],
            word[:at] + chance.choice("aeirstln") + word[at + 1 :],
            word[: at - 1] + word[at : at + 1] + word[at - 1] + word[at + 1 :],
        ]
    )


def measure(count: int) -> None:
    """Ask for people in several ways; print how long it took and how many were among the first ten."""
    from people.matching import PersonQuery, find_candidates
    from people.models import Child, Person
    from people.search import search_people

    chance = random.Random(3)
    known = list(Person.objects.filter(pk__in=chance.sample(range(1, count + 1), QUERIES)))
    some = Child.objects.filter(pk__lte=count // 50)

    def ask(among: Any = None, day: bool = False, both: bool = False) -> Callable[[Any], list[Any]]:
        def asked(person: Any) -> list[Any]:
            query = PersonQuery(
                forename=slip(person.forename, chance) if both else person.forename,
                surname=slip(person.surname, chance),
                date_of_birth=person.date_of_birth if day else None,
            )
            return find_candidates(query, among)

        return asked

    report("floor: one bare trigram statement", known, bare_statement(chance))
    report("match: a slip, date of birth", known, ask(day=True))
    report("match: two slips, date of birth", known, ask(day=True, both=True))
    report("match: a slip, no date", known, ask())
    report("match: a slip, date, among 2 in 100", [p for p in known if p.pk <= count // 50] or known, ask(some, True))
    report("search: surname, first name", known, lambda p: search_people(f"{p.surname} {p.forename}", None))
    report("search: name with a slip", known, lambda p: search_people(f"{p.forename} {slip(p.surname, chance)}", None))
    report("search: first name, year", known, lambda p: search_people(f"{p.forename} {p.date_of_birth.year}", None))
    report("search: surname alone", known, lambda p: search_people(p.surname, None))
    report("search: date of birth", known, lambda p: search_people(f"{p.date_of_birth:%d/%m/%Y}", None))


def bare_statement(chance: random.Random) -> Callable[[Any], list[Any]]:
    """The least that it takes: names alike at 0.45, the ten best, without facts, score or reasons."""
    from django.db import connection

    from people.models import PersonName
    from people.rules.spelling import fold

    with connection.cursor() as cursor:
        cursor.execute("SET pg_trgm.similarity_threshold = 0.45")

    def asked(person: Any) -> list[Any]:
        words = fold(f"{person.forename} {slip(person.surname, chance)}")
        alike = PersonName.objects.filter(full_key__trigram_similar=words)
        near = alike.annotate(near=TrigramSimilarity("full_key", words)).order_by("-near")
        return list(near.select_related("person")[:10])

    return asked


def report(what: str, known: list[Any], ask: Callable[[Any], list[Any]]) -> None:
    times, hits = [], 0
    for person in known:
        began = time.perf_counter()
        answer = ask(person)
        times.append(1000 * (time.perf_counter() - began))
        hits += person.pk in {one.person.pk for one in answer}
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    print(f"{what:38} p50 {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms   found {hits} of {len(known)}")


if __name__ == "__main__":
    main()
