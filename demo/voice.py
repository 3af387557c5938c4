"""Fills the texts in: who is spoken of, and in which words."""

from datetime import date
from random import Random
from typing import Any

from demo.families import MadeUpChild, MadeUpFamily
from demo.words import common

# Years: who is younger is seen in somebody's arms rather than heard.
LITTLE = 4
PRONOUNS = {
    "F": {"he": "she", "him": "her", "his": "her", "himself": "herself"},
    "M": {"he": "he", "him": "him", "his": "his", "himself": "himself"},
}


class Voice:
    """Speaks of one family. Chooses among texts by the chance of the story."""

    def __init__(self, family: MadeUpFamily, rng: Random) -> None:
        self.family, self.rng = family, rng

    def fill(self, text: str, child: MadeUpChild | None = None) -> str:
        """The text with names in it; `child` is the one spoken of, else the eldest."""
        family, child = self.family, child or self.family.eldest
        words = PRONOUNS[child.sex]
        return text.format(
            child=child.forename,
            children=_listed([one.forename for one in family.children]),
            mother=family.mother.forename,
            father=family.father.forename,
            grandmother=family.grandmother.forename,
            school=child.school,
            He=words["he"].capitalize(),
            His=words["his"].capitalize(),
            **words,
        )

    def one_of(self, texts: tuple[str, ...] | list[str], child: MadeUpChild | None = None) -> str:
        return self.fill(self.rng.choice(texts), child)

    def common(self, key: str, child: MadeUpChild | None = None) -> str:
        """One of the texts that serve whatever the matter."""
        texts: Any = common(key)
        return self.fill(texts, child) if isinstance(texts, str) else self.one_of(texts, child)

    def said_by(self, child: MadeUpChild) -> str:
        """In the child's own words: the eldest speaks of the matter, the others of what is on their minds."""
        if child is self.family.eldest:
            return self.one_of(self.family.theme.said, child)
        return self.common("said", child)

    def own_part(self, part: str, child: MadeUpChild, on: date) -> str:
        """What an assessment says of this child alone, "needs" or "analysis": the matter is about the eldest."""
        if child is self.family.eldest:
            return self.whole(part, child)
        if part == "needs" and child.age_on(on) < LITTLE:
            return self.common("little_needs", child)
        return self.common(f"sibling_{part}", child)

    def whole(self, part: str, child: MadeUpChild | None = None) -> str:
        """One or two texts of a part of this family's matter, as paragraphs."""
        texts = getattr(self.family.theme, part)
        number = min(len(texts), 1 + (self.rng.random() < 0.4))
        return "\n\n".join(self.fill(text, child) for text in self.rng.sample(texts, number))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
