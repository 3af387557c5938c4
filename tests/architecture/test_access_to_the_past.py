"""Who gets a record as it was known: exactly those who may see it today, and nobody anything that is done."""

import pytest

from tests.architecture.access_table import RECORD, SEES
from tests.architecture.world import World, make_world
from tests.factories.pages import signed_in
from tests.factories.past import happening, london, then
from workspace.past.middleware import PAGES

pytestmark = pytest.mark.django_db
THEN = london(6, 1, 14)
WHO = ["anna", "lena", "sara", "axel", "adam"]


@pytest.fixture
def world(db, tmp_path, settings) -> World:
    settings.MEDIA_ROOT = tmp_path
    with happening(london(6, 1, 9)):
        return make_world()


def test_every_page_of_the_past_asks_todays_gate_and_takes_nothing(world):
    surprises = []
    for who in WHO:
        client = signed_in(world.actors[who])
        for whose, place in world.places.items():
            expected = 200 if who in SEES[whose] else 404
            for row in RECORD:
                address = then(THEN, row.name, *row.args(place))
                if row.name in PAGES and (found := client.get(address).status_code) != expected:
                    surprises.append(f"{row.name} {whose}: {found} for {who}, not {expected}")
                if (refused := client.post(address).status_code) != 405:
                    surprises.append(f"sending to {row.name} {whose}: {refused} for {who}")
    assert surprises == []
