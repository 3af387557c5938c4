"""Which families there are, and when each comes to the department's door."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from demo.families import SIZES, FamilyMaker, MadeUpFamily, choose_schools
from demo.hours import Hours
from demo.life import Life, Story
from demo.stories import lives
from demo.words import BEFORE_BIRTH, THEMES, Theme

LifeStory = Callable[[Life, datetime], Story]
# How many families in a hundred go through which life. Most contacts end at the front door.
LIVES: tuple[tuple[LifeStory, int], ...] = (
    (lives.quiet, 43),
    (lives.case, 33),
    (lives.helped_early, 12),
    (lives.again_and_again, 6),
    (lives.before_birth, 3),
    (lives.recorded_twice, 3),
)
# The years that lie behind are told of in part, the last months nearly in full: so that caseloads are full today.
LATE_SHARE: dict[LifeStory, float] = {
    lives.case: 0.62,
    lives.again_and_again: 0.45,
    lives.helped_early: 0.35,
    lives.before_birth: 0.6,
}
LATE_DAYS = 210


@dataclass(frozen=True)
class Plan:
    """A family to come."""

    number: int
    tell: LifeStory
    theme: Theme
    size: int
    starts_on: date


def plan_families(seed: int, children: int, first_number: int, start: date, until: date) -> Iterator[Plan]:
    """Families with that many children in all, from the same chance each time."""
    rng = Random(f"{seed}:population")
    stories, weights = [story for story, _ in LIVES], [weight for _, weight in LIVES]
    number = first_number
    while children > 0:
        tell = rng.choices(stories, weights)[0]
        theme = BEFORE_BIRTH if tell is lives.before_birth else _theme(rng)
        size = 1 if theme.unborn else min(rng.choice(SIZES), children)
        yield Plan(number, tell, theme, size, _starts_on(rng, tell, start, until))
        number += 1
        children -= size * 2 if tell is lives.recorded_twice else size


def _theme(rng: Random) -> Theme:
    return rng.choices(THEMES, [theme.weight for theme in THEMES])[0]


def _starts_on(rng: Random, tell: LifeStory, start: date, until: date) -> date:
    days = (until - start).days
    late = min(LATE_DAYS, days)
    if rng.random() < LATE_SHARE.get(tell, 0):
        return until - timedelta(days=rng.randrange(max(late, 1)))
    return start + timedelta(days=rng.randrange(max(days, 1)))


def make_family(maker: FamilyMaker, plan: Plan) -> MadeUpFamily:
    """The family of a plan, as old as it is on its first day."""
    family = maker.family(plan.number, theme=plan.theme, size=plan.size, on=plan.starts_on)
    choose_schools(family, plan.starts_on)
    return family


def begin(life: Life, plan: Plan) -> Story:
    """The family's story from its first moment. The police come in at night as well, everybody else by day."""
    return plan.tell(life, Hours(life.rng).on(plan.starts_on))
