"""Shapes and lines with their coordinates, from the places that everybody was given. Pure."""

from dataclasses import dataclass

from people.codes import Sex
from people.family_tree.layout import COLUMN, Places, origin, sibships
from people.family_tree.members import Kin, Node

HALF, MARGIN, STEP = 22, 24, 10
# What fits in a column at the size of the letters.
LETTERS, LINE_HEIGHT, MOST_LINES = 17, 16, 2
SHAPES = {Sex.MALE: "square", Sex.FEMALE: "circle"}


@dataclass(frozen=True)
class Text:
    x: int
    y: int
    words: str
    strong: bool = False


@dataclass(frozen=True)
class Box:
    """One symbol with its words. `points` and `inner` are corners for a polygon; a circle has `x`, `y` and `size`."""

    key: str
    shape: str
    x: int
    y: int
    size: int
    points: str
    inner: str
    texts: list[Text]
    title: str
    index: bool = False
    unknown: bool = False
    died: bool = False
    responsible: bool = False
    at_home: bool = False

    @property
    def left(self) -> int:
        return self.x - self.size

    @property
    def right(self) -> int:
        return self.x + self.size

    @property
    def top(self) -> int:
        return self.y - self.size

    @property
    def bottom(self) -> int:
        return self.y + self.size

    @property
    def inner_size(self) -> int:
        return self.size - 5


@dataclass(frozen=True)
class Line:
    """A path (SVG `d`). `kind`: partners, parents (who share a child and are no partners), children, tie."""

    kind: str
    path: str
    dashed: bool = False


@dataclass
class _Link:
    """A line from one row to a lower one, or over a row: it needs a level of its own where it would run into others."""

    kind: str
    x: float
    ends: list[str]
    start_y: float
    dashed: bool = False
    level: int = 0


def draw(kin: Kin, places: Places) -> tuple[list[Box], list[Line], int, int]:
    """Boxes, lines, width and height."""
    x = {key: value + MARGIN + COLUMN / 2 for key, value in places.x.items()}
    placed = Places(x, places.rows)
    down = _downward(kin, placed)
    over = _over(kin, placed)
    y = _heights(kin, placed, down, over)
    lines = [*_couple_lines(kin, placed, y), *_over_lines(kin, placed, over, y), *_down_lines(kin, placed, down, y)]
    boxes = [_box(node, round(x[key]), round(y[node.row])) for key, node in kin.nodes.items()]
    boxes.sort(key=lambda box: (box.y, box.x))
    width = round(max(x.values()) + COLUMN / 2 + MARGIN)
    lowest = max(places.rows)
    height = round(y[lowest] + _words_end(kin, lowest) + MARGIN)
    return boxes, lines, width, height


def _downward(kin: Kin, places: Places) -> dict[int, list[_Link]]:
    """Links by the row under which they run, each at a level where it crosses no other's level part."""
    links: dict[int, list[_Link]] = {}
    for parents, children in sibships(kin).items():
        lowest = max(kin.nodes[key].row for key in parents)
        children = [child for child in children if kin.nodes[child].row > lowest]
        paired = len(parents) == 2 and kin.couple_of(*parents) in kin.couples
        start = 0.0 if paired else _below_words(kin.nodes[parents[0]])
        links.setdefault(lowest, []).append(
            _Link("children", origin(kin, places, list(parents)), children, start, dashed=False)
        )
    for one, other, _ in kin.ties:
        if kin.nodes[one].row < kin.nodes[other].row:
            link = _Link("tie", places.x[one], [other], _below_words(kin.nodes[one]), dashed=True)
            links.setdefault(kin.nodes[one].row, []).append(link)
    for row in links.values():
        _set_levels(row, places)
    return links


def _below_words(node: Node) -> float:
    """How far below the middle of the symbol its words end."""
    return HALF + LINE_HEIGHT * len(_texts(node, 0, 0)) + 6


def _over(kin: Kin, places: Places) -> dict[int, list[_Link]]:
    """Links between two of a row who do not stand beside each other, by row: they run above it."""
    links: dict[int, list[_Link]] = {}
    for (one, other), partners in kin.couples.items():
        if not places.beside(one, other):
            kind = "partners" if partners else "parents"
            links.setdefault(kin.nodes[one].row, []).append(_Link(kind, places.x[one], [other], 0, dashed=not partners))
    for one, other, _ in kin.ties:
        if kin.nodes[one].row == kin.nodes[other].row:
            links.setdefault(kin.nodes[one].row, []).append(_Link("tie", places.x[one], [other], 0, dashed=True))
    for row in links.values():
        _set_levels(row, places)
    return links


def _set_levels(links: list[_Link], places: Places) -> None:
    """The first level on which nobody else runs there."""
    taken: list[tuple[int, float, float]] = []
    for link in sorted(links, key=lambda link: _span(link, places)):
        left, right = _span(link, places)
        while any(level == link.level and left < b + STEP and right > a - STEP for level, a, b in taken):
            link.level += 1
        taken.append((link.level, left, right))


def _span(link: _Link, places: Places) -> tuple[float, float]:
    at = [link.x, *(places.x[key] - (8 if link.kind == "tie" else 0) for key in link.ends)]
    return min(at), max(at)


def _levels(links: list[_Link]) -> int:
    return max((link.level + 1 for link in links), default=0)


def _heights(kin: Kin, places: Places, down: dict[int, list[_Link]], over: dict[int, list[_Link]]) -> dict[int, float]:
    """The middle of each row's symbols."""
    y: dict[int, float] = {}
    top = float(MARGIN)
    for row in sorted(places.rows):
        y[row] = top + STEP * (_levels(over.get(row, [])) + 1) + HALF
        top = y[row] + _words_end(kin, row) + STEP * (_levels(down.get(row, [])) + 1)
    return y


def _words_end(kin: Kin, row: int) -> float:
    """How far below the middle of a row's symbols the longest words end."""
    return max(_below_words(node) for node in kin.nodes.values() if node.row == row)


def _couple_lines(kin: Kin, places: Places, y: dict[int, float]) -> list[Line]:
    lines = []
    for (one, other), partners in kin.couples.items():
        if places.beside(one, other):
            left, right = sorted((places.x[one], places.x[other]))
            at = round(y[kin.nodes[one].row])
            path = f"M{round(left + HALF)} {at}H{round(right - HALF)}"
            lines.append(Line("partners" if partners else "parents", path, dashed=not partners))
    return lines


def _over_lines(kin: Kin, places: Places, over: dict[int, list[_Link]], y: dict[int, float]) -> list[Line]:
    lines = []
    for row, links in over.items():
        for link in links:
            top, at = round(y[row] - HALF), round(y[row] - HALF - STEP * (link.level + 1))
            # A little aside, so that it is not taken for the line from the parents.
            one, other = round(link.x + 6), round(places.x[link.ends[0]] - 6)
            lines.append(Line(link.kind, f"M{one} {top}V{at}H{other}V{top}", link.dashed))
            if link.kind != "tie":
                lines += _from_over_line(kin, places, link, at, y[row])
    return lines


def _from_over_line(kin: Kin, places: Places, link: _Link, at: int, middle: float) -> list[Line]:
    """The children of two who do not stand beside each other hang from the line above them."""
    for parents in sibships(kin):
        if len(parents) == 2 and {link.x, places.x[link.ends[0]]} == {places.x[key] for key in parents}:
            begin = round(origin(kin, places, list(parents)))
            return [Line("children", f"M{begin} {at}V{round(middle)}")]
    return []


def _down_lines(kin: Kin, places: Places, down: dict[int, list[_Link]], y: dict[int, float]) -> list[Line]:
    lines = []
    for row, links in down.items():
        for link in links:
            if not link.ends:
                continue
            level = round(y[row] + _words_end(kin, row) + STEP * (link.level + 1))
            left, right = _span(link, places)
            parts = [f"M{round(link.x)} {round(y[row] + link.start_y)}V{level}"]
            if right > left:
                parts.append(f"M{round(left)} {level}H{round(right)}")
            # A tie ends a little aside of the line from the parents.
            aside = 8 if link.kind == "tie" else 0
            parts += [
                f"M{round(places.x[key] - aside)} {level}V{round(y[kin.nodes[key].row] - HALF + aside / 4)}"
                for key in link.ends
            ]
            lines.append(Line(link.kind, "".join(parts), link.dashed))
    return lines


def _box(node: Node, x: int, y: int) -> Box:
    shape = "triangle" if node.due else SHAPES.get(Sex(node.sex), "diamond")
    return Box(
        key=node.key,
        shape=shape,
        x=x,
        y=y,
        size=HALF,
        points=_corners(shape, x, y, HALF),
        inner=_corners(shape, x, y, HALF - 5),
        texts=_texts(node, x, y),
        title=", ".join(part for part in (node.name, node.label.lower()) if part),
        index=node.index,
        unknown=node.unknown,
        died=node.died is not None,
        responsible=node.responsible,
        at_home=node.at_home,
    )


def _corners(shape: str, x: int, y: int, size: int) -> str:
    if shape == "triangle":
        return f"{x},{y - size} {x + size},{y + size} {x - size},{y + size}"
    if shape == "diamond":
        return f"{x},{y - size} {x + size},{y} {x},{y + size} {x - size},{y}"
    return ""


def _texts(node: Node, x: int, y: int) -> list[Text]:
    """The name in at most two lines, how they are related, and the year of birth."""
    year = f"due {node.due:%B %Y}" if node.due else f"born {node.born.year}" if node.born else ""
    if node.died:
        year = f"{node.born.year} to {node.died.year}" if node.born else f"died {node.died.year}"
    words = [(line, not node.unknown) for line in wrap(node.name)]
    words += [(line, False) for line in (*wrap(node.label), *wrap(year))]
    first = y + HALF + LINE_HEIGHT + 2
    return [Text(x, first + place * LINE_HEIGHT, line, strong) for place, (line, strong) in enumerate(words)]


def wrap(name: str) -> list[str]:
    """At most two lines; a word too long for one is cut."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > MOST_LINES:
        lines = [lines[0], " ".join(lines[1:])]
    return [_cut(line) for line in lines]


def _cut(line: str) -> str:
    return line if len(line) <= LETTERS + 1 else f"{line[:LETTERS]}…"
