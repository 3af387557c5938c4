"""Where everybody stands: rows by generation, and in each row the places from left to right. Pure.

Couples form blocks that stay together. Blocks are drawn towards the middle of their children and their parents in
turn, and pushed apart where they would overlap; a few rounds settle a family.
"""

from collections import defaultdict
from dataclasses import dataclass

from people.codes import Sex
from people.family_tree.members import Kin

COLUMN, GAP = 136, 12
ROUNDS = 12


@dataclass
class Places:
    """The x of each node, and the blocks of each row from left to right."""

    x: dict[str, float]
    rows: dict[int, list[list[str]]]

    def beside(self, one: str, other: str) -> bool:
        """Nobody stands between the two."""
        return any(
            abs(block.index(one) - block.index(other)) == 1
            for blocks in self.rows.values()
            for block in blocks
            if one in block and other in block
        )


def arrange(kin: Kin) -> Places:
    """Give everybody a place. The leftmost stands at 0."""
    rows: dict[int, list[list[str]]] = defaultdict(list)
    for block in _blocks(kin):
        rows[kin.nodes[block[0]].row].append(block)
    places = Places({}, dict(sorted(rows.items())))
    for row, blocks in places.rows.items():
        blocks.sort(key=lambda block: _by_birth(kin, block))
        _settle(places, row, {id(block): 0.0 for block in blocks})
    for _ in range(ROUNDS):
        for row in sorted(places.rows, reverse=True):
            _draw_row(kin, places, row, upwards=True)
        for row in sorted(places.rows):
            _draw_row(kin, places, row, upwards=False)
    _draw_parents_over_children(kin, places)
    left = min(places.x.values())
    places.x = {key: round(x - left) for key, x in places.x.items()}
    return places


def origin(kin: Kin, places: Places, parents: list[str]) -> float:
    """Where the line to the children of these parents begins: between two, or below one."""
    if len(parents) == 2 and kin.couple_of(*parents) in kin.couples:
        inner, outer = sorted(parents, key=lambda key: places.x[key])
        if places.beside(inner, outer):
            return (places.x[inner] + places.x[outer]) / 2
        # Others stand between the two: the line comes down beside the one further out.
        middle = sum(places.x[key] for key in _block_of(places, inner)) / len(_block_of(places, inner))
        if abs(places.x[inner] - middle) > abs(places.x[outer] - middle):
            return places.x[inner] + COLUMN / 2
        return places.x[outer] - COLUMN / 2
    return places.x[parents[0]]


def sibships(kin: Kin) -> dict[tuple[str, ...], list[str]]:
    """Children by the parents they share, eldest first."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for child, parents in kin.parents.items():
        groups[tuple(parents)].append(child)
    return {parents: sorted(group, key=lambda key: _by_birth(kin, [key])) for parents, group in groups.items()}


def _blocks(kin: Kin) -> list[list[str]]:
    """Each couple, or chain of couples, as it stands from left to right; everybody else alone."""
    partners: dict[str, list[str]] = {key: [] for key in kin.nodes}
    for one, other in kin.couples:
        partners[one].append(other)
        partners[other].append(one)
    placed: set[str] = set()
    blocks = []
    for key in sorted(kin.nodes, key=lambda key: (-len(partners[key]), key)):
        if key not in placed:
            block = _chain(kin, key, partners, placed)
            blocks.append(block)
    return blocks


def _chain(kin: Kin, hub: str, partners: dict[str, list[str]], placed: set[str]) -> list[str]:
    """The one with most partners in the middle, the others to the left and right in turn; a man left of a woman."""
    block = [hub]
    placed.add(hub)
    to_left = kin.nodes[hub].sex != Sex.MALE
    waiting = list(partners[hub])
    while waiting:
        other = waiting.pop(0)
        if other in placed:
            continue
        placed.add(other)
        block.insert(0 if to_left else len(block), other)
        to_left = not to_left
        waiting += partners[other]
    return block


def _by_birth(kin: Kin, block: list[str]) -> tuple[bool, str, str]:
    """Eldest first; whose birth is not known, last."""
    node = kin.nodes[block[0]]
    born = node.born or node.due
    return (born is None, str(born or ""), node.key)


def _block_of(places: Places, key: str) -> list[str]:
    return next(block for blocks in places.rows.values() for block in blocks if key in block)


def _draw_row(kin: Kin, places: Places, row: int, upwards: bool) -> None:
    """Draw each block of a row towards its relatives in the rows around it, and sort the row by that."""
    wishes: dict[int, float] = {}
    groups: dict[int, tuple[float, int]] = {}
    families = sibships(kin)
    for block in places.rows[row]:
        below = _towards_children(kin, places, block, families)
        above = _towards_parents(kin, places, block, families)
        first, second = (below, above) if upwards or row < 0 else (above, below)
        here = sum(places.x[key] for key in block) / len(block)
        tied = _towards_ties(kin, places, block)
        wishes[id(block)] = next((wish for wish in (first, second, tied) if wish is not None), here)
        groups[id(block)] = _family_place(kin, places, block, families, wishes[id(block)])
    places.rows[row].sort(key=lambda block: (groups[id(block)], wishes[id(block)]))
    _settle(places, row, wishes)


def _family_place(
    kin: Kin, places: Places, block: list[str], families: dict[tuple[str, ...], list[str]], wish: float
) -> tuple[float, int]:
    """Brothers and sisters stand together, eldest left: first the place of the family, then the place in it."""
    for key in block:
        for parents, children in families.items():
            if key in children:
                return (origin(kin, places, list(parents)), children.index(key))
    return (wish, 0)


def _towards_children(
    kin: Kin, places: Places, block: list[str], families: dict[tuple[str, ...], list[str]]
) -> float | None:
    middle = sum(places.x[key] for key in block) / len(block)
    wishes = []
    for parents, children in families.items():
        if parents[0] in block:
            over = sum(places.x[child] for child in children) / len(children)
            wishes.append(over - (origin(kin, places, list(parents)) - middle))
    return sum(wishes) / len(wishes) if wishes else None


def _towards_parents(
    kin: Kin, places: Places, block: list[str], families: dict[tuple[str, ...], list[str]]
) -> float | None:
    middle = sum(places.x[key] for key in block) / len(block)
    wishes = []
    for parents, children in families.items():
        for key in block:
            if key in children:
                place = (children.index(key) - (len(children) - 1) / 2) * COLUMN
                wishes.append(origin(kin, places, list(parents)) + place - (places.x[key] - middle))
    return sum(wishes) / len(wishes) if wishes else None


def _towards_ties(kin: Kin, places: Places, block: list[str]) -> float | None:
    """Beside somebody of the row, or over or under somebody of another."""
    for one, other, _ in kin.ties:
        for here, there in ((one, other), (other, one)):
            if here in block and there not in block:
                same_row = kin.nodes[here].row == kin.nodes[there].row
                return places.x[there] + (COLUMN if same_row and places.x[here] >= places.x[there] else 0)
    return None


def _settle(places: Places, row: int, wishes: dict[int, float]) -> None:
    """As near to the wishes as the room allows, in the order given (pool adjacent violators)."""
    blocks = places.rows[row]
    starts, offset = [], 0.0
    for block in blocks:
        width = len(block) * COLUMN
        starts.append((wishes[id(block)] - width / 2 - offset, offset))
        offset += width + GAP
    pools: list[list[float]] = []
    for wish, _ in starts:
        pools.append([wish, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n), (b, m) = pools[-2], pools[-1]
            pools[-2:] = [[(a * n + b * m) / (n + m), n + m]]
    settled = [value for value, count in pools for _ in range(int(count))]
    for block, base, (_, shift) in zip(blocks, settled, starts, strict=True):
        for place, key in enumerate(block):
            places.x[key] = base + shift + (place + 0.5) * COLUMN


def _draw_parents_over_children(kin: Kin, places: Places) -> None:
    """The last word: every row above stands over the one below it."""
    for row in sorted(places.rows, reverse=True):
        _draw_row(kin, places, row, upwards=True)
