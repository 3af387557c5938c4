"""What other rooms know that stands in the way of closing a case: they say so here, and nothing is imported upwards."""

from collections.abc import Callable

from casework.models import NeedEpisode

# Sentences for the person who wants to close this case; none when the room has nothing open.
Obstacles = Callable[[NeedEpisode], list[str]]
_further: list[Obstacles] = []


def add_closure_obstacles(obstacles: Obstacles) -> None:
    """Let a room above stop a case from closing over its open work: an enquiry, a protection plan."""
    _further.append(obstacles)


def obstacles_to(episode: NeedEpisode) -> list[str]:
    """What every room above says about closing this case."""
    return [sentence for ask in _further for sentence in ask(episode)]
