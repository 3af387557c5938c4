"""How much is built and how often it is asked; a quick try is `BENCH_PEOPLE=20000 make bench`."""

import os
from dataclasses import dataclass

PEOPLE = 1_000_000
# People to a family: two parents, two children with a record, one adult more. Every fourth family has an open case.
FAMILY = 5
CASES_OPEN = 4


@dataclass(frozen=True)
class Size:
    """`people` are built; each page is asked `alone` times by one user and `together` times by eight at once."""

    people: int = PEOPLE
    alone: int = 60
    together: int = 240
    rounds: int = 5

    @property
    def families(self) -> int:
        return self.people // FAMILY

    @property
    def open_episodes(self) -> int:
        """Two children of every fourth family."""
        return 2 * -(-self.families // CASES_OPEN)

    @property
    def addresses(self) -> int:
        return max(self.families * 3 // 4, 1)


def chosen() -> Size:
    """By the environment: BENCH_PEOPLE, BENCH_ALONE, BENCH_TOGETHER, BENCH_ROUNDS."""
    named = {"people": "BENCH_PEOPLE", "alone": "BENCH_ALONE", "together": "BENCH_TOGETHER", "rounds": "BENCH_ROUNDS"}
    return Size(**{name: int(os.environ[key]) for name, key in named.items() if os.environ.get(key)})
