"""One box: whatever is typed into it, the people it may mean, and why."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from people.matching import Candidate, find
from people.merged import survivor_of
from people.models import Person
from people.rules.search_text import read_text


@dataclass(frozen=True)
class Found:
    """Somebody who may be meant, and why."""

    person: Person
    why: list[str]


def search_people(text: str, among: QuerySet[Person] | None, limit: int = 20) -> list[Found]:
    """The people that the text may mean, likeliest first.

    It may be an NHS number, a unique pupil number, a telephone number, a postcode, a date of birth in any usual form,
    an address, names in any order and spelling ("clarke maisie", "Maisie 2019"), the number of a record (#123), or
    several of these. Nobody outside `among` is found or changes the result; None means everybody.
    """
    meant = read_text(text, timezone.localdate())
    found: dict[int, Found] = {}
    if meant.record_id:
        people = Person.objects.all() if among is None else among
        for person in people.filter(pk=survivor_of(meant.record_id) or meant.record_id)[:1]:
            found[person.pk] = Found(person, [f"Record number {meant.record_id}"])
    candidates: list[Candidate] = []
    for reading in meant.readings:
        candidates += find(reading, among, limit, meant.born)
    born = [meant.born.said] if meant.born else []
    for candidate in sorted(candidates, key=lambda candidate: -candidate.score):
        found.setdefault(candidate.person.pk, Found(candidate.person, [*candidate.reasons, *born]))
    return list(found.values())[:limit]
