"""A family drawn as a genogram: generations as rows, partners side by side, children below. Pure: no database.

Square: male. Circle: female. Triangle: not yet born. Diamond: not known. Dashed: somebody not yet identified. Double
outline: the child whose family it is. Cross: has died. PR: has parental responsibility for the child.
"""

from collections.abc import Collection
from dataclasses import dataclass

from people.family import Family
from people.family_tree.drawing import Box, Line, draw
from people.family_tree.layout import arrange
from people.family_tree.members import read_family
from people.family_tree.words import KEY, sentences_of


@dataclass(frozen=True)
class FamilyTree:
    """All that a template needs to draw the tree, and the same in words."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[Line]
    title: str
    description: str
    sentences: list[str]
    key: list[str]


def tree_of(family: Family, named_only: Collection[int] = ()) -> FamilyTree:
    """The drawing of a family that was narrowed to what the reader may see.

    Of the people whose ids are in `named_only` nothing is told but the name and how they are related.
    """
    kin = read_family(family, set(named_only))
    boxes, lines, width, height = draw(kin, arrange(kin))
    sentences = sentences_of(kin)
    return FamilyTree(
        width=width,
        height=height,
        boxes=boxes,
        lines=lines,
        title=f"Family tree of {family.person.name}",
        description=" ".join(sentences),
        sentences=sentences,
        key=KEY,
    )


__all__ = ["Box", "FamilyTree", "Line", "tree_of"]
