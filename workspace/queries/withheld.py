"""What a record's own words must not tell one reader: the names of relatives whose records are closed to the reader.

The family's page leaves such a relative out. What was written about the family, an event or a field's old value, names
people in free words, so their names are left out of those too.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from casework.rules.withholding import name_secrets, withhold
from people.models import Child, Person, PersonName, Relationship
from staff.models import User
from staff.policies import hidden_from


@dataclass(frozen=True)
class Withheld:
    """Whom the reader must not learn of, and the words by which they would be told."""

    people: frozenset[int] = frozenset()
    words: list[str] = field(default_factory=list)

    def out_of(self, text: str) -> str:
        """The text without the words that the reader must not read."""
        return withhold(text, self.words) if self.words else text


def withheld_from(user: User, child: Child) -> Withheld:
    """For one reader of one record. Two queries, and two more where somebody of the family is hidden."""
    hidden = Person.objects.filter(hidden_from(user), pk__in=_family_ever(child)).exclude(pk=child.pk)
    people = frozenset(hidden.values_list("pk", flat=True))
    return Withheld(people, _names_of(people, child)) if people else Withheld()


def _family_ever(child: Child) -> QuerySet[Any]:
    """Everybody who is or was put down as a relative, and their relatives: ended ties and those taken back as well."""
    history = Relationship.pgh_event_model.objects  # type: ignore[attr-defined]
    ids = [child.pk, *child.merged_ids]
    ties = history.filter(Q(from_person__in=ids) | Q(to_person__in=ids)).values_list("from_person_id", "to_person_id")
    near = {*ids, *(pk for row in ties.distinct() for pk in row)}
    at_one_end = history.filter(to_person__in=near).values("from_person")
    return at_one_end.union(history.filter(from_person__in=near).values("to_person"))


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
