"""Who holds which child, for lists: one query however many children."""

from collections.abc import Collection
from dataclasses import dataclass

from staff.queries import Responsible, responsible_for


@dataclass(frozen=True)
class Holder:
    """The worker and team that hold a child today, in words."""

    worker: str
    team: str

    def __str__(self) -> str:
        if self.worker and self.team:
            return f"{self.worker}, {self.team}"
        if self.team:
            return f"{self.team}, no worker yet"
        return "Nobody holds a case"


NOBODY = Holder("", "")


def holders_of(child_ids: Collection[int]) -> dict[int, Holder]:
    """For each child the holder; a child whom nobody holds has NOBODY."""
    lines = responsible_for(child_ids)
    return {pk: _holder(lines[pk]) if pk in lines else NOBODY for pk in child_ids}


def _holder(line: Responsible) -> Holder:
    return Holder(worker=str(line.worker) if line.worker else "", team=str(line.team) if line.team else "")
