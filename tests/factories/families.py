"""Families that were never saved, for what is pure: people get numbers as they come."""

from datetime import date
from itertools import count

from people.codes import RelationshipKind as Kind
from people.family import Family, _members
from people.models import AdultToIdentify, Child, Person, Relationship


class Household:
    """Builds a family round one child, then `family()` reads it as `people.family` would."""

    def __init__(self, forename: str = "Maisie", surname: str = "Clarke", **facts):
        self._numbers = count(1)
        self.relations: list[Relationship] = []
        self.unknown: list[AdultToIdentify] = []
        self.at_home: list[Person] = []
        self.child = self.add(forename, surname, **{"sex": "F", "date_of_birth": date(2019, 4, 3), **facts}, of=Child)

    def add(self, forename: str, surname: str = "Clarke", *, of=Person, home: bool = False, **facts) -> Person:
        born = facts.pop("born", None)
        if born:
            facts["date_of_birth"] = date(born, 1, 1)
        someone = of(pk=next(self._numbers), forename=forename, surname=surname, **facts)
        if home:
            self.at_home.append(someone)
        return someone

    def tie(self, kind: str, one: Person, other: Person, **facts) -> None:
        row = Relationship(pk=next(self._numbers), from_person=one, to_person=other, kind=kind, **facts)
        self.relations.append(row)

    def parents(self, children: list[Person], *parents: Person, responsible: bool | None = True) -> None:
        for child in children:
            for parent in parents:
                self.tie(Kind.PARENT, parent, child, parental_responsibility=responsible)

    def ask_for(self, role: str, what_is_known: str = "") -> None:
        row = AdultToIdentify(pk=next(self._numbers), role=role, what_is_known=what_is_known)
        self.unknown.append(row)

    def family(self) -> Family:
        members = _members(self.child, self.relations, {one.pk for one in self.at_home})
        return Family(self.child, members, self.at_home, self.relations, self.unknown)
