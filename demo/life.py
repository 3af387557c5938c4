"""One family's story as it is told: who they are, who works with them, and what stands on record so far."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from casework.models import ChildInNeedPlan, NeedEpisode
from demo.cast import Cast
from demo.families import MadeUpChild, MadeUpFamily
from demo.hours import Hours
from demo.voice import Voice
from people.models import Child
from staff.models import User

# A story says when it next wants to act, and is called at that moment.
Result = TypeVar("Result")
Telling = Generator[datetime, datetime, Result]
Story = Telling[None]
Act = Callable[[datetime], None]


@dataclass(eq=False)
class Life:
    """What a story needs at hand. Everything drawn by chance comes from the family's own."""

    family: MadeUpFamily
    cast: Cast
    # Lets another story of the family run beside the one that asks.
    also: Callable[[Telling[Any]], None]
    hours: Hours = field(init=False)
    voice: Voice = field(init=False)
    worker: User | None = None
    team: str = ""
    episodes: dict[MadeUpChild, NeedEpisode] = field(default_factory=dict)
    plans: dict[MadeUpChild, ChildInNeedPlan] = field(default_factory=dict)
    held: int = 0
    homes_had: int = 1

    def __post_init__(self) -> None:
        self.hours = Hours(self.rng)
        self.voice = Voice(self.family, self.rng)

    @property
    def rng(self) -> Random:
        return self.family.rng

    @property
    def manager(self) -> User:
        """Whoever manages the team that holds the family now."""
        return self.cast.manager(self.team)

    @property
    def lead(self) -> User:
        """The worker of the case. Only a story with a case asks."""
        assert self.worker is not None
        return self.worker

    @property
    def school(self) -> str:
        return self.family.eldest.school

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def record_of(self, child: MadeUpChild) -> Child:
        """The child's record. Only a story that has told the department of the child asks."""
        assert child.record is not None
        return child.record

    def records(self, children: Iterable[MadeUpChild] | None = None) -> list[Child]:
        return [self.record_of(child) for child in (self.family.children if children is None else children)]

    def take_on(self, worker: User, children: int) -> None:
        """The worker holds so many children of the family from now on."""
        self.worker, self.held = worker, children

    def let_go(self) -> None:
        """Nobody holds the family any more, or somebody else will."""
        if self.worker:
            self.cast.let_go(self.worker, self.held)
        self.worker, self.held = None, 0

    @property
    def open_cases(self) -> list[MadeUpChild]:
        return list(self.episodes)


def in_order(steps: Iterable[tuple[datetime, Act]]) -> Telling[datetime]:
    """Acts at their moments, whatever the order in which they are named. Answers when the last one was done."""
    last: datetime | None = None
    for moment, act in sorted(steps, key=lambda step: step[0]):
        last = yield moment
        act(last)
    assert last is not None
    return last


def later(at: datetime, **span: float) -> datetime:
    return at + timedelta(**span)
