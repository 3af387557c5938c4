"""Nobody may learn of what is recorded about the own family, whatever the role."""

import pytest

from tests.leaks.department import bar
from tests.leaks.one_round import ask_everything, check, seeds

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.early]
ASK = {"lena", "maya"}
BY_NUMBER = {"asha", "ines", "lena", "maya", "pc", "tariq"}


@pytest.mark.parametrize("seed", seeds(2))
@pytest.mark.usefixtures("still")
def test_no_answer_tells_of_a_child_of_ones_own_family(seed):
    check(ask_everything(seed, bar, ASK, BY_NUMBER))
