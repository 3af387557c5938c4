"""What a visit to a child is most likely for: the form offers it."""

from collections.abc import Callable

from casework.codes import VisitPurpose
from casework.queries import plan_of
from people.models import Child

Purpose = Callable[[Child], VisitPurpose | None]
_further: list[Purpose] = []


def add_purpose(purpose: Purpose) -> None:
    """Let a room above say what a visit to this child is for: a protection plan, a placement."""
    _further.append(purpose)


def usual_purpose(child: Child) -> VisitPurpose:
    """The gravest: what the rooms above say, then the plan of a child in need, else the assessment."""
    for ask in _further:
        if (found := ask(child)) is not None:
            return found
    plan = plan_of(child)
    return VisitPurpose.CHILD_IN_NEED if plan and not plan.ended_on else VisitPurpose.ASSESSMENT
