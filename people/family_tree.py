"""A family drawn as a tree: generations in rows, boxes and lines with coordinates, and the same in sentences. Pure.

The shapes are those of a genogram: a square for a man or boy, rounded for a woman or girl, a diamond where the sex is
not known or the child is not yet born; a double line around the child whose tree it is; dashes around somebody of
whom nothing is known yet; a cross for somebody who has died.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from people.codes import RelationshipKind as Kind
from people.family import Family
from people.models import Person, Relationship

BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, MARGIN = 168, 72, 28, 64, 20
# How many generations above the second person the first one stands.
ABOVE = {Kind.PARENT: 1, Kind.STEP_PARENT: 1, Kind.CARER: 1, Kind.AUNT_OR_UNCLE: 1, Kind.GRANDPARENT: 2}
SHAPES = {"F": "round", "M": "square"}


@dataclass
class Box:
    """One person. `x` and `y` are the top left corner; `detail` is the second line: age or birth, and what they are."""

    key: str
    name: str
    detail: str
    shape: str
    x: int = 0
    y: int = 0
    person_id: int | None = None
    is_index: bool = False
    unknown: bool = False
    died: bool = False
    responsible: bool = False
    width: int = BOX_WIDTH
    height: int = BOX_HEIGHT

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True)
class Line:
    """A line through points, ready for an SVG polyline."""

    points: str
    dashed: bool = False


@dataclass(frozen=True)
class FamilyTree:
    width: int
    height: int
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    title: str = ""
    description: str = ""
    sentences: list[str] = field(default_factory=list)


def tree_of(family: Family) -> FamilyTree:
    """Lay a family out. Everybody in `family.members` gets one box, and each open question about an adult another."""
    levels = _generations(family)
    rows = _rows(family, levels)
    widest = max(len(row) for row in rows.values())
    width = widest * BOX_WIDTH + (widest - 1) * GAP_X + 2 * MARGIN
    for depth, level in enumerate(sorted(rows)):
        row = rows[level]
        left = (width - len(row) * BOX_WIDTH - (len(row) - 1) * GAP_X) // 2
        for place, box in enumerate(row):
            box.x, box.y = left + place * (BOX_WIDTH + GAP_X), MARGIN + depth * (BOX_HEIGHT + GAP_Y)
    boxes = [box for level in sorted(rows) for box in rows[level]]
    height = MARGIN * 2 + len(rows) * BOX_HEIGHT + (len(rows) - 1) * GAP_Y
    sentences = _sentences(family)
    return FamilyTree(
        width=width,
        height=height,
        boxes=boxes,
        lines=_lines(family, {box.key: box for box in boxes}),
        title=f"Family tree of {family.person.name}",
        description=" ".join(sentences),
        sentences=sentences,
    )


def _generations(family: Family) -> dict[int, int]:
    """The row of each person, the child's own being nought and the parents' minus one."""
    around: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for relation in family.relations:
        step = ABOVE.get(Kind(relation.kind), 0)
        around[relation.to_person_id].append((relation.from_person_id, -step))
        around[relation.from_person_id].append((relation.to_person_id, step))
    found, waiting = {family.person.pk: 0}, [family.person.pk]
    while waiting:
        here = waiting.pop(0)
        for other, step in around[here]:
            if other not in found:
                found[other] = found[here] + step
                waiting.append(other)
    return found


def _rows(family: Family, levels: dict[int, int]) -> dict[int, list[Box]]:
    rows: dict[int, list[Box]] = defaultdict(list)
    index = _box(family.person, "", None)
    index.is_index = True
    rows[0].append(index)
    for member in family.members:
        row = rows[levels.get(member.person.pk, 0)]
        row.append(_box(member.person, member.label, member.parental_responsibility))
    for adult in family.adults_to_identify:
        box = Box(f"unknown-{adult.pk}", "Not yet known", adult.get_role_display(), "diamond", unknown=True)
        rows[-1].append(box)
    for level, row in rows.items():
        rows[level] = _side_by_side(family.relations, row)
    return dict(rows)


def _side_by_side(relations: list[Relationship], row: list[Box]) -> list[Box]:
    """The same boxes with partners next to each other; otherwise in the order in which they came."""
    partner = {}
    for relation in relations:
        if relation.kind == Kind.PARTNER:
            partner[f"person-{relation.from_person_id}"] = f"person-{relation.to_person_id}"
            partner[f"person-{relation.to_person_id}"] = f"person-{relation.from_person_id}"
    by_key = {box.key: box for box in row}
    ordered: dict[str, Box] = {}
    for box in row:
        ordered.setdefault(box.key, box)
        beside = by_key.get(partner.get(box.key, ""))
        if beside:
            ordered.setdefault(beside.key, beside)
    return list(ordered.values())


def _box(person: Person, label: str, responsible: bool | None) -> Box:
    born = person.date_of_birth
    if person.expected_date_of_birth:
        when = f"due {person.expected_date_of_birth:%-d %b %Y}"
    else:
        when = f"born {born:%-d %b %Y}" if born else "birth not known"
    return Box(
        key=f"person-{person.pk}",
        name=person.name,
        detail=f"{label}, {when}" if label else when[0].upper() + when[1:],
        shape="diamond" if person.expected_date_of_birth else SHAPES.get(person.sex, "diamond"),
        person_id=person.pk,
        died=person.died_on is not None,
        responsible=bool(responsible),
    )


def _lines(family: Family, boxes: dict[str, Box]) -> list[Line]:
    lines, parents = [], defaultdict(list)
    for relation in family.relations:
        one, other = boxes.get(f"person-{relation.from_person_id}"), boxes.get(f"person-{relation.to_person_id}")
        if one is None or other is None:
            continue
        if Kind(relation.kind) in ABOVE:
            parents[other.key].append(one.key)
            lines.append(_down(one, other, dashed=relation.kind != Kind.PARENT))
        elif relation.kind == Kind.PARTNER:
            lines.append(_beside(one, other))
    for relation in family.relations:
        one, other = boxes.get(f"person-{relation.from_person_id}"), boxes.get(f"person-{relation.to_person_id}")
        siblings = relation.kind in (Kind.SIBLING, Kind.HALF_SIBLING)
        if siblings and one and other and not set(parents[one.key]) & set(parents[other.key]):
            lines.append(_bracket(one, other, dashed=relation.kind == Kind.HALF_SIBLING))
    index = boxes[f"person-{family.person.pk}"]
    lines += [_down(box, index, dashed=True) for box in boxes.values() if box.unknown]
    return lines


def _down(upper: Box, lower: Box, *, dashed: bool = False) -> Line:
    """From under one box to the top of another, by way of the gap between their rows."""
    turn = lower.y - GAP_Y // 2
    return Line(
        f"{upper.middle},{upper.bottom} {upper.middle},{turn} {lower.middle},{turn} {lower.middle},{lower.y}", dashed
    )


def _beside(one: Box, other: Box) -> Line:
    """Between partners; below the row when somebody stands between the two."""
    left, right = (one, other) if one.x < other.x else (other, one)
    middle = left.y + left.height // 2
    if right.x - left.right <= GAP_X:
        return Line(f"{left.right},{middle} {right.x},{middle}")
    below = left.bottom + 10
    return Line(
        f"{left.middle},{left.bottom} {left.middle},{below} {right.middle},{below} {right.middle},{right.bottom}"
    )


def _bracket(one: Box, other: Box, *, dashed: bool) -> Line:
    """Over two who are brother and sister without a parent in the picture."""
    above = min(one.y, other.y) - 12
    return Line(f"{one.middle},{one.y} {one.middle},{above} {other.middle},{above} {other.middle},{other.y}", dashed)


def _sentences(family: Family) -> list[str]:
    """The tree in words: what a screen reader says and the list under the picture shows."""
    told = []
    for member in family.members:
        relation = member.relationship
        words = f"{member.person.name}: {member.label[0].lower()}{member.label[1:]}"
        if relation and relation.from_on:
            words += f" since {relation.from_on:%-d %B %Y}"
        if relation and relation.kind == Kind.PARENT and relation.to_person_id == family.person.pk:
            answers = {True: "has", False: "does not have", None: "not known whether they have"}
            words += f", {answers[member.parental_responsibility]} parental responsibility"
        if member.same_household:
            words += ", lives at the same address"
        if member.person.died_on:
            words += f", died {member.person.died_on:%-d %B %Y}"
        told.append(f"{words}.")
    told += [f"{adult.get_role_display()}: not yet known, to be found out." for adult in family.adults_to_identify]
    return told or [f"Nobody is recorded for {family.person.name} yet."]
