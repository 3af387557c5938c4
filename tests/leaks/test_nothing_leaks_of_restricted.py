"""Nobody may learn of a family that is restricted, but the few who are named."""

import pytest

from tests.leaks.department import restrict
from tests.leaks.one_round import ask_everything, check, seeds

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.early]
ASK = {"anna", "axel", "mo"}
BY_NUMBER = {"adam", "anna", "axel", "mo", "omar", "perry", "sara"}


@pytest.mark.parametrize("seed", seeds(1))
@pytest.mark.usefixtures("still")
def test_no_answer_tells_of_a_restricted_child(seed):
    check(ask_everything(seed, restrict, ASK, BY_NUMBER))
