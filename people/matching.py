"""Is this somebody we know? Finds people like the one asked for, and says why.

First one statement collects who could be meant, each way by an index of its own: numbers, names spelt alike (pg_trgm),
names that sound alike (double metaphone, short forms included), dates of birth and the slips made with them, address,
telephone. Then the facts of the best are read, and `people.rules.likeness` scores and explains. Where that finds nobody
likely, it is done once more with a closer look at spelling. The number of statements does not depend on how many are
found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from people.facts import read_facts
from people.models import Person
from people.pool import collect_ids, with_sounds
from people.rules.addresses import canonical_line
from people.rules.likeness import LEAST, POSSIBLE, STRONG, Asked, AskedName, Known, compare, strength_of
from people.rules.numbers import read_nhs_number, read_phone, read_postcode, read_upn
from people.rules.search_text import Span
from people.rules.spelling import fold


@dataclass(frozen=True)
class PersonQuery:
    """What is known of somebody. Any of it may be blank, and what cannot be read (half a postcode) is passed over."""

    forename: str = ""
    surname: str = ""
    date_of_birth: date | None = None
    sex: str = ""
    nhs_number: str = ""
    upn: str = ""
    address_line: str = ""
    postcode: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be meant: how likely (0 to 100; `people.rules.likeness` has the table), and why."""

    person: Person
    score: int
    reasons: list[str]

    @property
    def strength(self) -> str:
        """strong, possible or weak."""
        return strength_of(self.score)

    @property
    def strong(self) -> bool:
        return self.score >= STRONG


def find_candidates(query: PersonQuery, among: QuerySet[Person] | None = None, limit: int = 10) -> list[Candidate]:
    """The people most like the query, best first.

    `among` is whom the asker may know of; nobody outside it influences the answer in any way. None means everybody.
    """
    asked = asked_of(query)
    return find(asked, among, limit) if asked != Asked() else []


def find(asked: Asked, among: QuerySet[Person] | None, limit: int, born: Span | None = None) -> list[Candidate]:
    """As `find_candidates`, for what has been read already. `born` keeps to those born in a span of days."""
    if among is not None and among.query.is_empty():
        return []
    found: list[Candidate] = []
    # One word of a name cannot score more than 25.
    good_enough = POSSIBLE if asked.name.forename and asked.name.surname else LEAST
    with transaction.atomic():
        asked, forename_sounds = with_sounds(asked)
        for closer in (False, True) if asked.name != AskedName() else (False,):
            ids = collect_ids(asked, forename_sounds, among, born, closer)
            found = rank(asked, read_facts(ids, asked), limit) if ids else []
            if found and found[0].score >= good_enough:
                break
    return found


def rank(asked: Asked, people: Iterable[tuple[Person, Known]], limit: int) -> list[Candidate]:
    """Score each and keep the best; of equals the one recorded first."""
    scored = ((person, compare(asked, known)) for person, known in people)
    found = [Candidate(person, likeness.score, likeness.reasons) for person, likeness in scored]
    # Somebody who asks for a postcode alone wants whoever lives there.
    least = 1 if asked == Asked(postcode=asked.postcode) else LEAST
    found = [candidate for candidate in found if candidate.score >= least]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.person.pk))[:limit]


def asked_of(query: PersonQuery) -> Asked:
    """The query in the forms in which the record keeps things."""
    readers = {
        "nhs_number": read_nhs_number,
        "upn": read_upn,
        "postcode": read_postcode,
        "phone": read_phone,
    }
    read = {}
    for name, reader in readers.items():
        try:
            read[name] = reader(getattr(query, name) or "")
        except ValueError:
            read[name] = ""
    return Asked(
        name=AskedName(fold(query.forename or ""), fold(query.surname or "")),
        date_of_birth=query.date_of_birth,
        sex=query.sex or "",
        address_line=fold(canonical_line(query.address_line or "")),
        **read,
    )


__all__ = ["Candidate", "PersonQuery", "find_candidates"]
