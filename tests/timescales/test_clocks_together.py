"""Many acts in one transaction: their clocks are worked out once, and come out as they would one by one."""

from datetime import date

import pytest

from tests.timescales.conftest import a_child
from timescales.models import Clock
from timescales.services import clocks_together, reconcile, refresh_clocks

pytestmark = pytest.mark.django_db


def test_clocks_of_all_acts_stand_after_the_block(record, maisie):
    alfie = a_child("Alfie")
    with clocks_together():
        record.says(maisie, "assessment", date(2026, 3, 2))
        assert refresh_clocks(maisie) == []
        record.says(alfie, "assessment", date(2026, 3, 3), subject_id=2)
        refresh_clocks(alfie)
        assert not Clock.objects.exists()
    assert {clock.child_id for clock in Clock.objects.all()} == {maisie.pk, alfie.pk}
    assert reconcile() == []


def test_the_record_is_asked_once(record, maisie):
    with clocks_together():
        for _ in range(3):
            refresh_clocks(maisie)
    assert record.calls == 1


def test_each_refresh_counts_again_after_the_block(record, maisie):
    with clocks_together():
        refresh_clocks(maisie)
    record.says(maisie, "assessment", date(2026, 3, 2))
    assert len(refresh_clocks(maisie)) == 1


def test_a_block_that_fails_leaves_nothing_waiting(record, maisie):
    def fail():
        with clocks_together():
            refresh_clocks(maisie)
            raise RuntimeError

    record.says(maisie, "assessment", date(2026, 3, 2))
    with pytest.raises(RuntimeError):
        fail()
    assert not Clock.objects.exists()
    assert len(refresh_clocks(maisie)) == 1
