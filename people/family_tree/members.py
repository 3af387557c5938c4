"""Reads a family into what the drawing needs: who is in which generation, whose parents, partners and other ties."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date

from people.codes import AdultRole, Sex
from people.codes import RelationshipKind as Kind
from people.family import Family, Member
from people.models import AdultToIdentify, Person, Relationship

# How many rows lower the second person stands than the first.
ROWS_DOWN = {
    Kind.PARENT: 1,
    Kind.STEP_PARENT: 1,
    Kind.GRANDPARENT: 2,
    Kind.AUNT_OR_UNCLE: 1,
    Kind.PARTNER: 0,
    Kind.SIBLING: 0,
    Kind.HALF_SIBLING: 0,
}
# Carers and others are a generation older where they were born so many years before.
GENERATION_YEARS = 16
ROLE_SEX = {AdultRole.FATHER: Sex.MALE, AdultRole.MOTHER: Sex.FEMALE}


@dataclass
class Node:
    """Somebody in the drawing: a person, or an adult not yet identified."""

    key: str
    name: str
    label: str
    sex: str = Sex.UNKNOWN
    row: int = 0
    born: date | None = None
    due: date | None = None
    died: date | None = None
    index: bool = False
    responsible: bool = False
    at_home: bool = False
    unknown: bool = False
    note: str = ""


@dataclass
class Kin:
    """The family by keys of nodes. `couples` says whether they are partners; else they only share a child."""

    nodes: dict[str, Node]
    index: str
    parents: dict[str, list[str]] = field(default_factory=dict)
    couples: dict[tuple[str, str], bool] = field(default_factory=dict)
    # Ties that neither a parent's nor a couple's line shows: (older or first, other, kind).
    ties: list[tuple[str, str, str]] = field(default_factory=list)

    @staticmethod
    def couple_of(one: str, other: str) -> tuple[str, str]:
        return (one, other) if one <= other else (other, one)


def read_family(family: Family, named_only: set[int]) -> Kin:
    """The nodes with their rows, and the lines between them."""
    at_home = {person.pk for person in family.household}
    index = _node_of_person(family.person, "", set())
    index.index = True
    kin = Kin(nodes={index.key: index}, index=index.key)
    for member in family.members:
        node = _node_of_member(member, family.person.pk, named_only)
        node.at_home = member.person.pk in at_home - named_only
        kin.nodes[node.key] = node
    rows = [row for row in family.relations if {_key(row.from_person_id), _key(row.to_person_id)} <= kin.nodes.keys()]
    _set_rows(kin, rows)
    _set_lines(kin, rows)
    for adult in family.adults_to_identify:
        _add_unknown(kin, adult)
    _pair_parents(kin)
    _drop_needless_ties(kin)
    return kin


def _key(person_id: int) -> str:
    return f"person-{person_id}"


def _node_of_person(person: Person, label: str, named_only: set[int]) -> Node:
    if person.pk in named_only:
        return Node(_key(person.pk), person.name, label)
    return Node(
        key=_key(person.pk),
        name=person.name,
        label=label,
        sex=person.sex,
        born=person.date_of_birth,
        due=person.expected_date_of_birth,
        died=person.died_on,
    )


def _node_of_member(member: Member, index_id: int, named_only: set[int]) -> Node:
    node = _node_of_person(member.person, member.label, named_only)
    row = member.relationship
    node.responsible = bool(member.parental_responsibility and row and row.to_person_id == index_id)
    return node


def _set_rows(kin: Kin, rows: list[Relationship]) -> None:
    """From the child outwards; where two ways disagree, the shorter one holds."""
    steps: dict[str, list[tuple[str, int]]] = {key: [] for key in kin.nodes}
    for row in rows:
        one, other = _key(row.from_person_id), _key(row.to_person_id)
        down = ROWS_DOWN.get(Kind(row.kind), _rows_by_age(kin.nodes[one], kin.nodes[other]))
        steps[one].append((other, down))
        steps[other].append((one, -down))
    seen, waiting = {kin.index}, deque([kin.index])
    while waiting:
        here = waiting.popleft()
        for other, down in steps[here]:
            if other not in seen:
                seen.add(other)
                kin.nodes[other].row = kin.nodes[here].row + down
                waiting.append(other)


def _rows_by_age(one: Node, other: Node) -> int:
    """A carer or somebody else: a row higher when much older, else beside."""
    if one.born is None or other.born is None:
        return 0
    years = (other.born - one.born).days / 365.25
    return 1 if years >= GENERATION_YEARS else -1 if years <= -GENERATION_YEARS else 0


def _set_lines(kin: Kin, rows: list[Relationship]) -> None:
    for row in rows:
        one, other = _key(row.from_person_id), _key(row.to_person_id)
        above = kin.nodes[one].row < kin.nodes[other].row
        beside = kin.nodes[one].row == kin.nodes[other].row
        if row.kind == Kind.PARENT and above:
            kin.parents.setdefault(other, []).append(one)
        elif row.kind == Kind.PARTNER and beside:
            kin.couples[kin.couple_of(one, other)] = True
        else:
            older, younger = (one, other) if kin.nodes[one].row <= kin.nodes[other].row else (other, one)
            kin.ties.append((older, younger, row.kind))


def _add_unknown(kin: Kin, adult: AdultToIdentify) -> None:
    """The father whom nobody has named has his place as well."""
    role = AdultRole(adult.role)
    node = Node(
        key=f"unknown-{adult.pk}",
        name="Not yet known",
        label=role.label,
        sex=ROLE_SEX.get(role, Sex.UNKNOWN),
        row=kin.nodes[kin.index].row - 1,
        unknown=True,
        note=adult.what_is_known,
    )
    kin.nodes[node.key] = node
    known = kin.parents.get(kin.index, [])
    if role in ROLE_SEX:
        kin.parents.setdefault(kin.index, []).append(node.key)
    elif role == AdultRole.PARTNER and known:
        kin.couples[kin.couple_of(known[0], node.key)] = True
    else:
        kin.ties.append((node.key, kin.index, Kind.OTHER))


def _pair_parents(kin: Kin) -> None:
    """Two who share a child stand side by side, partners or not. A third parent is drawn as another tie."""
    for child, parents in kin.parents.items():
        parents.sort(key=lambda key: (kin.nodes[key].unknown, key))
        kin.ties += [(parent, child, Kind.PARENT) for parent in parents[2:]]
        del parents[2:]
        if len({kin.nodes[key].row for key in parents}) == 1 and len(parents) == 2:
            kin.couples.setdefault(kin.couple_of(*parents), False)


def _drop_needless_ties(kin: Kin) -> None:
    """What the other lines show already needs no line: a stepfather who is the mother's partner, a mother's brother."""
    kin.ties = [tie for tie in kin.ties if not _shown(kin, *tie)]


def _shown(kin: Kin, one: str, other: str, kind: str) -> bool:
    up = kin.parents.get
    if kind == Kind.STEP_PARENT:
        return any(kin.couple_of(one, parent) in kin.couples for parent in up(other, []))
    if kind in (Kind.SIBLING, Kind.HALF_SIBLING):
        return bool(set(up(one, [])) & set(up(other, [])))
    if kind == Kind.GRANDPARENT:
        return any(one in up(parent, []) for parent in up(other, []))
    if kind == Kind.AUNT_OR_UNCLE:
        return any(set(up(one, [])) & set(up(parent, [])) for parent in up(other, []))
    return kind == Kind.CARER and one in up(other, [])
