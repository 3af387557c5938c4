"""Each fault once, over real processes, at moments drawn from a seed. `make faults` does the same for longer."""

import random
from collections.abc import Iterator

import pytest

from faults.injecting import FAULTS
from faults.system import System

pytestmark = [pytest.mark.slow, pytest.mark.early]
SEED = 20261125


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    """The real parts with a small department, none of them shared with another test."""
    parts = System()
    try:
        parts.start()
        yield parts
    finally:
        parts.stop()


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_is_lost_doubled_or_half_written_and_the_page_says_what_to_do(system: System, name: str) -> None:
    found = FAULTS[name](system, random.Random(f"{SEED} {name}"))
    assert found.acts > 0
    assert found.wrong == []
