"""What a record's own words must not tell one reader: the names of relatives whose records are closed to the reader.

The family's page leaves such a relative out. What was written about the family, an event or a field's old value, names
people in free words, so their names are left out of those too.
"""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q, QuerySet

from audit.models import Event
from casework.rules.withholding import name_secrets, withhold
from people.models import Child, Person, PersonName, Relationship
from referrals.hidden_referrers import hidden_referrers
from staff.kept import text_of
from staff.models import User
from staff.policies import hidden_from
from staff.roles import Permission


@dataclass(frozen=True)
class Withheld:
    """Whom the reader must not learn of, and the words by which they would be told."""

    people: frozenset[int] = frozenset()
    words: list[str] = field(default_factory=list)
    # The ties to these people: an event about one tells of nothing else, so that nothing of it may be told.
    ties: frozenset[int] = frozenset()

    def shown(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events without those about a tie to somebody of whom the reader must not learn."""
        return events.exclude(subject_kind="relationship", subject_id__in=self.ties) if self.ties else events

    def out_of(self, text: str) -> str:
        """The text without the words that the reader must not read."""
        return withhold(text, self.words) if self.words else text


NOTHING = Withheld()

# Everybody who is or was put down as a relative, and their relatives: ended ties and those taken back as well.
_FAMILY_EVER = """
WITH near (id) AS (
    SELECT to_person_id FROM people_relationshipevent WHERE from_person_id = ANY(%s)
    UNION SELECT from_person_id FROM people_relationshipevent WHERE to_person_id = ANY(%s)
    UNION SELECT unnest(%s::bigint[])
), family (id) AS (
    SELECT tie.from_person_id FROM people_relationshipevent AS tie JOIN near ON near.id = tie.to_person_id
    UNION SELECT tie.to_person_id FROM people_relationshipevent AS tie JOIN near ON near.id = tie.from_person_id
)
SELECT family.id FROM family JOIN people_person AS person ON person.id = family.id
WHERE family.id <> %s AND person.merged_into_id IS NULL AND ({hidden})
"""


def withheld_from(user: User, child: Child, *, referrers: bool = False) -> Withheld:
    """For one reader of one record. With `referrers` also whoever told us and may not be named, for those who do not
    work with what comes in at the front door. One query, and three more where somebody of the family is hidden."""
    hidden, values = text_of(hidden_from(user), "family.id")
    ids = [child.pk, *child.merged_ids]
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY_EVER.format(hidden=hidden), [ids, ids, ids, child.pk, *values])
        people = frozenset(pk for (pk,) in cursor.fetchall())
    words = _names_of(people, child) if people else []
    if referrers and not user.may(Permission.SEE_FRONT_DOOR):
        words += hidden_referrers(child)
    return Withheld(people, words, _ties_to(people) if people else frozenset())


def _ties_to(hidden: frozenset[int]) -> frozenset[int]:
    history = Relationship.pgh_event_model.objects  # type: ignore[attr-defined]
    rows = history.filter(Q(from_person__in=hidden) | Q(to_person__in=hidden))
    return frozenset(rows.values_list("pgh_obj_id", flat=True))


def _names_of(hidden: frozenset[int], child: Child) -> list[str]:
    """Whole names, forenames and surnames, now and before, but for those that the child bears too."""
    own = [child.formal_name, child.name]
    spared = {word.lower() for name in own for word in name.split()}
    named = Person.objects.filter(pk__in=hidden).values_list("forename", "known_as", "surname")
    other = PersonName.objects.filter(person__in=hidden).values_list("forename", "forename", "surname")
    words: list[str] = []
    for forename, known_as, surname in [*named, *other]:
        for first in {forename, known_as} - {""}:
            words += name_secrets(f"{first} {surname}".strip(), but_not=own)
            words += [] if first.lower() in spared else [first]
    return list(dict.fromkeys(word for word in words if word))
