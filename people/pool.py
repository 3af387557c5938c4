"""Collects the ids of those who could be meant: one statement, each way in by its own index. Only for people/."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from people.models import Person
from people.rules.birthdays import BORN_NEAR_EXPECTED, day_and_month_swapped, years_beside
from people.rules.likeness import Asked, AskedName
from people.rules.nicknames import forms_of
from people.rules.search_text import Span

# So many are read and scored in Python, the likeliest first.
POOL = 50
# pg_trgm's similarity from which two whole names count as alike. Lower finds more and costs more: so the first look is
# strict, as far as a slip of the keyboard allows. A closer look follows only where nobody likely was found; with a date
# of birth it need not be so close, since those born on the day were looked through already.
ALIKE, LEAST_ALIKE, CLOSER, CLOSER_WITH_BIRTHDAY = 0.6, 0.3, 0.33, 0.45
# One word against a part of a name, at the closer look.
WORD = 0.5
# Names this far alike belong together when the date of birth fits as well.
WITH_BIRTHDAY = 0.2

NUMBERS = """
SELECT coalesce(merged_into_id, id), 100 FROM people_person WHERE nhs_number = %(nhs_number)s
UNION ALL SELECT coalesce(merged_into_id, id), 95 FROM people_person WHERE upn = %(upn)s
"""
SPELT_ALIKE = """
SELECT person_id, 50 * similarity(full_key, %(full)s) FROM people_personname WHERE full_key %% %(full)s
"""
BEGINS = """
SELECT person_id, CASE WHEN %(full)s IN (forename_key, surname_key) THEN 40 ELSE 20 END
FROM people_personname WHERE full_key LIKE %(full)s || '%%' OR full_key LIKE '%% ' || %(full)s || '%%'
UNION ALL SELECT person_id, 15 FROM people_personname WHERE surname_sound = %(only_sound)s
"""
ONE_WORD = """
SELECT person_id, 20 * word_similarity(%(full)s, full_key) FROM people_personname WHERE %(full)s <%% full_key
"""
# Turned round as well: "Clarke Maisie".
SOUNDS_ALIKE = """
SELECT person_id, 30 + 20 * similarity(full_key, %(full)s) FROM people_personname
WHERE surname_sound = %(surname_sound)s AND forename_sound = ANY(%(forename_sounds)s)
UNION ALL SELECT person_id, 30 FROM people_personname
WHERE surname_sound = ANY(%(forename_sounds)s) AND forename_sound = %(surname_sound)s
"""
BORN = """
SELECT n.person_id,
  CASE WHEN p.date_of_birth = %(born)s THEN 40 ELSE 25 END + 30 * similarity(n.full_key, %(full)s)
FROM people_person p JOIN people_personname n ON n.person_id = p.id
WHERE p.date_of_birth = ANY(%(born_or_so)s) AND (
  %(full)s = '' OR similarity(n.full_key, %(full)s) >= %(with_birthday)s
  OR n.forename_sound = ANY(%(forename_sounds)s) OR n.surname_sound = %(surname_sound)s
  OR n.forename_sound = %(surname_sound)s OR n.surname_sound = ANY(%(forename_sounds)s)
)
"""
EXPECTED = """
SELECT n.person_id, 30 FROM people_person p JOIN people_personname n ON n.person_id = p.id
WHERE p.expected_date_of_birth BETWEEN %(born)s - %(weeks_beside)s AND %(born)s + %(weeks_beside)s AND (
  %(full)s = '' OR n.surname_sound = %(surname_sound)s OR similarity(n.full_key, %(full)s) >= %(with_birthday)s
)
"""
AT_ADDRESS = """
SELECT r.person_id, 20 FROM people_address a JOIN people_residence r ON r.address_id = a.id
WHERE a.key = %(address_key)s AND NOT r.confidential
"""
IN_STREET = """
SELECT r.person_id, 15 FROM people_address a JOIN people_residence r ON r.address_id = a.id
WHERE a.key LIKE '%%' || %(address_line)s || '%%' AND NOT r.confidential
"""
IN_POSTCODE = """
SELECT r.person_id, 5 FROM people_address a JOIN people_residence r ON r.address_id = a.id
WHERE a.postcode = %(postcode)s AND NOT r.confidential
"""
TELEPHONE = """
SELECT u.person_id, 20 FROM people_phone t JOIN people_phoneuse u ON u.phone_id = t.id WHERE t.number = %(phone)s
"""


def with_sounds(asked: Asked) -> tuple[Asked, list[str]]:
    """The names with their sounds, and the sounds of every form of the first name.

    The database's own function gives them, so that the two sides always agree.
    """
    forename, surname = asked.name.forename, asked.name.surname
    if not (forename or surname):
        return asked, []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT people_sound(name) FROM unnest(%s::text[]) WITH ORDINALITY AS given (name, place) ORDER BY place",
            [[forename, surname, *sorted(forms_of(forename))]],
        )
        first, last, *others = (row[0] for row in cursor.fetchall())
    forms = sorted({first, *others} - {""})
    return asked._replace(name=AskedName(forename, surname, first, last)), forms


def collect_ids(
    asked: Asked,
    forename_sounds: list[str],
    among: QuerySet[Person] | None,
    born: Span | None = None,
    closer: bool = False,
) -> list[int]:
    """The ids of at most POOL people, the likeliest first. Call it in a transaction: thresholds hold to its end."""
    ways = _ways(asked, closer)
    if not ways:
        return []
    values = _values(asked) | {"forename_sounds": forename_sounds}
    joined = allowed = ""
    if among is not None:
        sql, named = _for_one(among)
        allowed = f"CROSS JOIN LATERAL ({sql}) AS allowed"
        values |= named
    if born is not None:
        joined = (
            "JOIN people_person ON people_person.id = hits.person_id"
            " AND people_person.date_of_birth BETWEEN %(first_day)s AND %(last_day)s"
        )
        values |= {"first_day": born.first, "last_day": born.last}
    # Whether one may be known of is asked of the likeliest in turn, until there are enough: never of everybody.
    statement = f"""
    WITH hits (person_id, points) AS MATERIALIZED ({" UNION ALL ".join(f"({way})" for way in ways)}),
    ranked AS MATERIALIZED (
        SELECT hits.person_id, sum(hits.points) AS points FROM hits {joined}
        GROUP BY hits.person_id ORDER BY points DESC, hits.person_id
    )
    SELECT one.person_id FROM (SELECT * FROM ranked ORDER BY points DESC, person_id) AS one {allowed}
    ORDER BY one.points DESC, one.person_id LIMIT {POOL}
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.similarity_threshold', %s, true),"
            " set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [str(alike_from(values["full"], bool(asked.date_of_birth), closer)), str(WORD)],
        )
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def _for_one(among: QuerySet[Person]) -> tuple[str, dict[str, Any]]:
    """The queryset's statement about the one in question, with its values named, to stand inside another."""
    asked = among.order_by().extra(where=['"people_person"."id" = one.person_id']).values("pk")[:1]
    sql, params = asked.query.sql_with_params()
    named = {f"among_{place}": value for place, value in enumerate(params)}
    return sql.replace("%%", "%%%%") % tuple(f"%({name})s" for name in named), named


def _ways(asked: Asked, closer: bool) -> list[str]:
    name = asked.name
    ways = []
    if asked.nhs_number or asked.upn:
        ways.append(NUMBERS)
    if name.forename and name.surname:
        ways += [SPELT_ALIKE, SOUNDS_ALIKE]
    elif name.forename or name.surname:
        ways += [BEGINS, ONE_WORD] if closer else [BEGINS]
    if asked.date_of_birth:
        ways += [BORN, EXPECTED]
    if asked.address_line:
        ways.append(AT_ADDRESS if asked.postcode else IN_STREET)
    if asked.postcode:
        ways.append(IN_POSTCODE)
    if asked.phone:
        ways.append(TELEPHONE)
    return ways


def alike_from(full: str, with_birthday: bool, closer: bool) -> float:
    """The similarity asked for, never so high that one slip of the keyboard loses the name.

    A name of n letters has n + 1 trigrams, and two swapped letters change 4 of them.
    """
    most = ALIKE
    if closer:
        most = CLOSER_WITH_BIRTHDAY if with_birthday else CLOSER
    trigrams = len(full) + 1
    one_slip = (trigrams - 4) / (trigrams + 4)
    return round(max(LEAST_ALIKE, min(one_slip, most)) - 0.005, 3)


def _values(asked: Asked) -> dict[str, Any]:
    name, born = asked.name, asked.date_of_birth
    return {
        "nhs_number": asked.nhs_number or None,
        "upn": asked.upn or None,
        "full": " ".join(part for part in (name.forename, name.surname) if part),
        "only_sound": name.surname_sound or name.forename_sound or None,
        "surname_sound": name.surname_sound or None,
        "born": born,
        "born_or_so": [day for day in (born, day_and_month_swapped(born), *years_beside(born)) if day] if born else [],
        "with_birthday": WITH_BIRTHDAY,
        "weeks_beside": BORN_NEAR_EXPECTED,
        "address_line": asked.address_line,
        "address_key": f"{asked.address_line} {asked.postcode.lower()}",
        "postcode": asked.postcode,
        "phone": asked.phone,
    }
