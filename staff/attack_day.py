"""What the attack-day pack must hold: each room above registers the children it answers for, in AppConfig.ready().

The pack is the council's paper memory for a day without the system: who is known to be at risk, where they are, and
who answers for them. A room names its children and says in one line why each is in it; the rest, the pack finds itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Standing:
    """Why one child is in the pack: "Child in need plan since 3 March 2026"."""

    child_id: int
    text: str


@dataclass(frozen=True)
class Section:
    """The children of one kind. `gravity` orders the kinds: children in care 10, child protection plans 20, child in
    need plans 30, assessments 40, contacts nobody has decided on 50. `find` asks a few queries, however many they are.
    """

    key: str
    title: str
    gravity: int
    find: Callable[[date], Iterable[Standing]]


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    """Put the children of a room into every pack from now on."""
    _sections[section.key] = section


def sections() -> list[Section]:
    """The gravest first."""
    return sorted(_sections.values(), key=lambda section: (section.gravity, section.key))
