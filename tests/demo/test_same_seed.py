"""The same order gives the same department, in one process or in two."""

import pytest
from django.db import connection, transaction

from demo.department import build_department
from demo.side_by_side import play_side_by_side
from demo.simulation import play
from tests.demo.conftest import department_played, order
from tests.demo.digest import digest


@pytest.fixture
def documents(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_another_seed_gives_other_people(documents):
    with department_played(order(6, seed=1, days=60), documents):
        one = digest()
    with department_played(order(6, seed=2, days=60), documents):
        other = digest()
    assert one["Person"] != other["Person"]
    assert one["User"] != other["User"]


@pytest.mark.django_db(transaction=True)
def test_two_processes_give_what_one_gives(documents):
    build_department(1)
    with transaction.atomic():
        play(order(16, days=150), lambda line: None)
        in_one = digest()
        transaction.set_rollback(True)
    play_side_by_side(order(16, days=150), lambda line: None)
    connection.ensure_connection()
    assert digest() == in_one
