"""Who belongs to a person: relatives up to two steps away, the people of the home, and who is still to be found out.

Callers narrow what they show to what the reader may see: this room knows nothing of that.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.db.models.expressions import RawSQL

from audit import as_known
from people.codes import RelationshipKind, ResidenceKind
from people.models import Address, AdultToIdentify, Child, Person, Relationship, Residence
from people.rules.kin import SIBLINGS, label_of, label_through

PARENT = RelationshipKind.PARENT


@dataclass(frozen=True)
class Member:
    """One relative. `relationship` is the row that says so, or None when it follows from two others (`derived`)."""

    person: Person
    label: str
    steps: int
    relationship: Relationship | None = None
    same_household: bool = False

    @property
    def derived(self) -> bool:
        return self.relationship is None

    @property
    def parental_responsibility(self) -> bool | None:
        """True, False, or None for not known; always None for a relative who is not told of directly."""
        return self.relationship.parental_responsibility if self.relationship else None

    @property
    def safe_to_contact(self) -> bool | None:
        return self.relationship.safe_to_contact if self.relationship else None


@dataclass(frozen=True)
class Family:
    """`relations` are all rows between the people named here; `household` are the others at the main address."""

    person: Person
    members: list[Member] = field(default_factory=list)
    household: list[Person] = field(default_factory=list)
    relations: list[Relationship] = field(default_factory=list)
    adults_to_identify: list[AdultToIdentify] = field(default_factory=list)


def _relations_of(person_ids: Collection[int]) -> list[Relationship]:
    """Every relation of these people that holds today, with both ends."""
    return list(
        Relationship.objects.current()
        .filter(Q(from_person__in=person_ids) | Q(to_person__in=person_ids))
        .select_related("from_person", "to_person")
        .order_by("pk")
    )


# Each arm has an index of its own to go by; one OR over both ends would read the whole table.
_AROUND = """
WITH near (id) AS (
    SELECT %s::bigint
    UNION SELECT to_person_id FROM people_relationship WHERE from_person_id = %s AND {today}
    UNION SELECT from_person_id FROM people_relationship WHERE to_person_id = %s AND {today}
)
SELECT one.id FROM near JOIN people_relationship AS one ON one.from_person_id = near.id
UNION SELECT one.id FROM near JOIN people_relationship AS one ON one.to_person_id = near.id
"""
_TODAY = "(from_on IS NULL OR from_on <= %s) AND (to_on IS NULL OR to_on > %s)"


def _relations_around(person_id: int) -> list[Relationship]:
    """Every relation of a person that holds today, then those of whoever is at its other end. One query."""
    today = as_known.today()
    values = [person_id, *[person_id, today, today] * 2]
    rows = Relationship.objects.current().filter(pk__in=RawSQL(_AROUND.format(today=_TODAY), values))
    found = list(rows.select_related("from_person", "to_person").order_by("pk"))
    return sorted(found, key=lambda row: person_id not in (row.from_person_id, row.to_person_id))


def _other_end(relation: Relationship, person_id: int) -> Person:
    return relation.to_person if relation.from_person_id == person_id else relation.from_person


def family_of(person: Person, unknown: list[AdultToIdentify] | None = None) -> Family:
    """The family of a person today. Three queries, however large it is; `unknown`, where known before, spares one."""
    relations = {relation.pk: relation for relation in _relations_around(person.pk)}
    household = household_of(person)
    at_home = {one.pk for one in household}
    members = _members(person, list(relations.values()), at_home)
    if unknown is None:
        unknown = list(AdultToIdentify.objects.filter(child_id=person.pk, closed_on__isnull=True).order_by("pk"))
    return Family(person, members, household, list(relations.values()), unknown)


def _members(person: Person, relations: Iterable[Relationship], at_home: set[int]) -> list[Member]:
    """Those one step away with the row that says so, then those whom two rows together make relatives."""
    direct: dict[int, Member] = {}
    others: list[Relationship] = []
    for relation in relations:
        if person.pk not in (relation.from_person_id, relation.to_person_id):
            others.append(relation)
            continue
        other = _other_end(relation, person.pk)
        label = label_of(relation.kind, other.sex, forward=relation.from_person_id == other.pk)
        if other.pk not in direct:
            direct[other.pk] = Member(other, label, 1, relation, other.pk in at_home)
    far: dict[int, Member] = {}
    for relation in others:
        for near, other in ((relation.from_person, relation.to_person), (relation.to_person, relation.from_person)):
            if near.pk not in direct or other.pk in direct or other.pk in far:
                continue
            first = direct[near.pk].relationship
            own_parent = first is not None and first.kind == PARENT and first.to_person_id == person.pk
            forward = relation.from_person_id == other.pk
            label = label_through(own_parent, near.name, relation.kind, other.sex, forward)
            far[other.pk] = Member(other, label, 2, None, other.pk in at_home)
    return [*direct.values(), *far.values()]


def siblings_of(child_ids: Collection[int]) -> dict[int, list[Person]]:
    """Brothers and sisters of many children at once, said to be so or through a shared parent. Two queries."""
    wanted = set(child_ids)
    found: dict[int, dict[int, Person]] = defaultdict(dict)
    parents: dict[int, set[int]] = defaultdict(set)
    for relation in _relations_of(wanted) if wanted else []:
        if relation.kind in SIBLINGS:
            for one, other in ((relation.from_person, relation.to_person), (relation.to_person, relation.from_person)):
                if one.pk in wanted:
                    found[one.pk][other.pk] = other
        elif relation.kind == PARENT and relation.to_person_id in wanted:
            parents[relation.from_person_id].add(relation.to_person_id)
    children = Relationship.objects.current().filter(kind=PARENT, from_person__in=list(parents))
    for relation in children.select_related("to_person").order_by("pk") if parents else []:
        for child_id in parents[relation.from_person_id] - {relation.to_person_id}:
            found[child_id][relation.to_person_id] = relation.to_person
    return {child_id: list(siblings.values()) for child_id, siblings in found.items()}


def sibling_ids_of(child_id: int) -> set[int]:
    """The same for one child, where it is enough to know who: two small queries."""
    near = Relationship.objects.current().filter(Q(from_person=child_id) | Q(to_person=child_id))
    kin = near.filter(kind__in=[*SIBLINGS, PARENT]).values_list("kind", "from_person", "to_person")
    siblings: set[int] = set()
    parents = []
    for kind, first, second in kin:
        if kind in SIBLINGS:
            siblings.add(second if first == child_id else first)
        elif second == child_id:
            parents.append(first)
    if parents:
        theirs = Relationship.objects.current().filter(kind=PARENT, from_person__in=parents)
        siblings.update(theirs.values_list("to_person", flat=True))
    return siblings - {child_id}


def household_of(person: Person, on: date | None = None) -> list[Person]:
    """The others whose main address is the person's own, on a day."""
    main = Residence.objects.current(on).filter(kind=ResidenceKind.MAIN)
    here = main.filter(person=person.pk).values("address")
    rows = main.filter(address__in=here).exclude(person=person.pk).select_related("person")
    return [row.person for row in rows.order_by("person__date_of_birth", "pk")]


def children_at_address(address: Address, on: date | None = None, confidential: bool = False) -> list[Child]:
    """Children who live at an address on a day; those whose address is confidential only when asked for."""
    rows = Residence.objects.current(on).filter(address=address)
    if not confidential:
        rows = rows.filter(confidential=False)
    return list(Child.objects.filter(pk__in=rows.values("person")).order_by("date_of_birth", "pk"))
