"""What other rooms know that stands in the way of closing a case or starting a plan: they say so here, and nothing is
imported upwards.
"""

from collections.abc import Callable

from casework.models import NeedEpisode
from people.models import Child

# Sentences for the person who wants to close this case; none when the room has nothing open.
Obstacles = Callable[[NeedEpisode], list[str]]
_further: list[Obstacles] = []
# Sentences for the person who wants to start a child in need plan.
PlanObstacles = Callable[[Child], list[str]]
_to_a_plan: list[PlanObstacles] = []


def add_closure_obstacles(obstacles: Obstacles) -> None:
    """Let a room above stop a case from closing over its open work: an enquiry, a protection plan."""
    _further.append(obstacles)


def obstacles_to(episode: NeedEpisode) -> list[str]:
    """What every room above says about closing this case."""
    return [sentence for ask in _further for sentence in ask(episode)]


def add_plan_obstacles(obstacles: PlanObstacles) -> None:
    """Let a room above refuse a child in need plan beside a plan of its own."""
    _to_a_plan.append(obstacles)


def obstacles_to_plan(child: Child) -> list[str]:
    return [sentence for ask in _to_a_plan for sentence in ask(child)]
