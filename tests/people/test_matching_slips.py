"""No single slip of the keyboard loses a child, however short or long the name: each is tried."""

import pytest

from people.matching import PersonQuery, find_candidates
from tests.factories.people import child

pytestmark = pytest.mark.django_db
NAMES = [
    ("Jo", "Li"),
    ("Amy", "Hill"),
    ("Mary", "Ng"),
    ("Maisie", "Clarke"),
    ("Aleksandra", "Wisniewska"),
    ("Oluwaseun", "Featherstonehaugh"),
]
OTHERS = [("Noah", "Begum"), ("Olivia", "Okafor"), ("Jon", "Lee"), ("Ann", "Hall"), ("Maria", "Ngo"), ("Macy", "Clark")]


def slips_of(word: str) -> set[str]:
    """Two neighbours swapped, a letter left out, a letter doubled, a letter wrong."""
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    without = {word[:at] + word[at + 1 :] for at in range(len(word)) if len(word) > 3}
    doubled = {word[:at] + word[at] + word[at:] for at in range(len(word))}
    wrong = {word[:at] + "x" + word[at + 1 :] for at in range(len(word)) if len(word) > 2}
    return {slip for slip in swapped | without | doubled | wrong if slip.lower() != word.lower()}


@pytest.mark.parametrize(("forename", "surname"), NAMES)
def test_every_slip_in_either_name_still_finds_the_child(forename, surname):
    for name in OTHERS:
        child(*name)
    someone = child(forename, surname)
    asked = [(slip, surname) for slip in slips_of(forename)] + [(forename, slip) for slip in slips_of(surname)]
    lost = [
        (first, last)
        for first, last in asked
        if someone.pk not in {one.person.pk for one in find_candidates(PersonQuery(first, last))}
    ]
    assert lost == []
