"""Where two texts differ, word by word. Pure."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

MOST_WORDS = 4000  # above that a word by word comparison would keep the page waiting


class Piece(NamedTuple):
    """A stretch of text; `only_here` when the other text does not have it."""

    text: str
    only_here: bool


def compare(mine: str, theirs: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces. A text that is wholly new, or too long to compare, stays in one piece, unmarked."""
    first, second = re.findall(r"\s*\S+", mine), re.findall(r"\s*\S+", theirs)
    if len(first) + len(second) > MOST_WORDS:
        return _whole(mine), _whole(theirs)
    matcher = SequenceMatcher(None, [one.strip() for one in first], [one.strip() for one in second], autojunk=False)
    left, right = [], []
    steps = matcher.get_opcodes()
    if not any(step[0] == "equal" for step in steps):
        return _whole(mine), _whole(theirs)
    for kind, from1, to1, from2, to2 in steps:
        left.append(Piece("".join(first[from1:to1]), kind != "equal"))
        right.append(Piece("".join(second[from2:to2]), kind != "equal"))
    return [one for one in left if one.text], [one for one in right if one.text]


def _whole(text: str) -> list[Piece]:
    return [Piece(text, False)] if text else []
