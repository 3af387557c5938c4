"""Letters: how text is folded, and how far two spellings lie apart. Pure."""

import re
import unicodedata

# Letters that Unicode does not take apart into a plain one and an accent; as the database's `unaccent` writes them.
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
APOSTROPHES = re.compile("['’‘`´]")


def fold(text: str) -> str:
    """Lower case, accents, apostrophes and punctuation gone: as the database function `people_fold` does."""
    low = APOSTROPHES.sub("", text).lower().translate(PLAIN)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", low) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def edits(one: str, other: str, at_most: int) -> int:
    """Letters added, left out, changed or swapped with their neighbour; `at_most` + 1 where there are more.

    The optimal string alignment distance. It gives up as soon as the bound is passed, since most pairs are far apart.
    """
    if one == other:
        return 0
    if abs(len(one) - len(other)) > at_most:
        return at_most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > at_most:
            return at_most + 1
    return min(row[-1], at_most + 1)


def slips_allowed(length: int) -> int:
    """How many slips still make it the same name: one in a short name, two in a long one."""
    return 1 if length <= 6 else 2


def spelt_nearly_the_same(one: str, other: str) -> bool:
    """Two folded names that differ by a slip or two of the keyboard. A single letter is no name."""
    shorter = min(len(one), len(other))
    if shorter < 2 or one == other:
        return False
    allowed = slips_allowed(shorter)
    return edits(one, other, allowed) <= allowed
