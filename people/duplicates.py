"""Likely duplicates, found at night for everybody at once: one statement collects the pairs, then each is scored."""

from django.db import connection, transaction
from django.utils import timezone

from people.codes import NameKind
from people.facts import read_facts
from people.models import DuplicatePair, Person
from people.rules.likeness import POINTS, STRONG, Asked, AskedName, Known, compare

# Born on one day with names that look or sound alike; or the same name, and the day of birth wrong or not known on one.
PAIRS = """
WITH alive AS (SELECT id, date_of_birth FROM people_person WHERE merged_into_id IS NULL)
SELECT DISTINCT a.id, b.id
FROM alive a
JOIN alive b ON b.date_of_birth = a.date_of_birth AND b.id > a.id
JOIN people_personname n ON n.person_id = a.id
JOIN people_personname m ON m.person_id = b.id
WHERE public.similarity(n.full_key, m.full_key) >= 0.5
  OR (n.surname_sound = m.surname_sound AND n.forename_sound = m.forename_sound)
UNION
SELECT DISTINCT a.id, b.id
FROM people_personname n
JOIN people_personname m ON m.full_key = n.full_key AND m.person_id > n.person_id
JOIN alive a ON a.id = n.person_id
JOIN alive b ON b.id = m.person_id
WHERE n.forename_key <> '' AND n.surname_key <> '' AND (
  a.date_of_birth IS NULL OR b.date_of_birth IS NULL OR (
    a.date_of_birth <> b.date_of_birth AND abs(a.date_of_birth - b.date_of_birth) < 800
  )
)
"""
EVERYTHING = Asked(name=AskedName("-", "-"), nhs_number="-", upn="-", address_line="-", postcode="-", phone="-")


def find_duplicates() -> int:
    """Find the likely pairs anew; answers how many there are. A pair that somebody set aside stays so.

    The number of statements does not depend on the number of people.
    """
    with connection.cursor() as cursor:
        cursor.execute(PAIRS)
        pairs = cursor.fetchall()
    facts = {
        person.pk: (person, known)
        for person, known in read_facts(sorted({pk for pair in pairs for pk in pair}), EVERYTHING)
    }
    now = timezone.now()
    rows = []
    for one, other in pairs:
        score, reasons = _alike(*facts[one], facts[other][1])
        if score >= STRONG:
            rows.append(DuplicatePair(one_id=one, other_id=other, score=score, reasons=reasons, found_at=now))
    with transaction.atomic():
        DuplicatePair.objects.bulk_create(
            rows,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["one", "other"],
            update_fields=["score", "reasons", "found_at"],
        )
        DuplicatePair.objects.filter(found_at__lt=now, not_same_at__isnull=True).delete()
    return len(rows)


def _alike(person: Person, own: Known, other: Known) -> tuple[int, list[str]]:
    """The score by the table of people.rules.likeness, as if the one were asked for and the other found."""
    current = next((name for name in own.names if name.kind == NameKind.CURRENT), own.names[0])
    asked = Asked(
        name=AskedName(current.forename, current.surname, current.forename_sound, current.surname_sound),
        date_of_birth=own.date_of_birth,
        sex=own.sex,
        nhs_number=own.nhs_number,
        upn=own.upn,
    )
    score, reasons = compare(asked, other)
    for key, same, words in (
        ("address", own.homes & other.homes, "Lives at the same address"),
        ("phone", own.phones & other.phones, "Same telephone number"),
    ):
        if same:
            score, reasons = min(100, score + POINTS[key]), [*reasons, words]
    return score, reasons
