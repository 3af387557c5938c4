"""Addresses with numbers, thousands at a time."""

import pytest
from django.urls import NoReverseMatch, reverse

from ui.addresses import numbered, staying_under


@pytest.mark.parametrize(
    ("name", "numbers"), [("visits", [7]), ("assessment", [7, 12]), ("referral-accept", [1]), ("restriction", [7])]
)
def test_it_is_what_reverse_answers_whatever_was_asked_before(name, numbers):
    for step in (0, 1, 100_000):
        moved = [number + step for number in numbers]
        assert numbered(name, *moved) == reverse(name, args=moved)


def test_it_stays_under_the_prefix_of_its_page():
    assert numbered("visits", 7) == reverse("visits", args=[7])
    with staying_under("as-known/2026-06-03T14:00/"):
        assert numbered("visits", 7) == reverse("visits", args=[7])
        assert numbered("visits", 7).startswith("/as-known/")


def test_a_page_that_is_none_is_refused():
    with pytest.raises(NoReverseMatch):
        numbered("visits", 7, 8)
