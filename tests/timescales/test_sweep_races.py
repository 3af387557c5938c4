"""Two sweeps at once, a worker that dies half-way, two acts on one child at once: with real transactions."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction

from people.models import Child
from staff.models import Alert
from tests.factories.staff import held
from tests.timescales.conftest import a_child, london
from timescales.models import Clock, ClockWarning
from timescales.services import add_non_working_day, refresh_clocks, sweep, sweeping
from timescales.services.holding import claim as claim_stages
from timescales.services.locks import lock_children

pytestmark = pytest.mark.django_db(transaction=True)

START = date(2026, 3, 2)
NOW = london(2026, 5, 8, 9)


def clocks(record, anna, number: int) -> list[Child]:
    children = [a_child(f"Child{pk}") for pk in range(number)]
    for subject_id, child in enumerate(children):
        held(child, anna)
        record.says(child, "assessment", START, subject_id=subject_id)
    refresh_clocks(children)
    return children


def at_once(*jobs: Callable[[], object]) -> list[BaseException]:
    """Run the jobs in threads that start together, each on its own connection; answers what they raised."""
    raised: list[BaseException] = []
    ready = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        try:
            ready.wait()
            job()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def each_told_once(number: int) -> None:
    # Four stages a clock; the three people of the line, each with one alert for the gravest.
    assert ClockWarning.objects.count() == 4 * number
    assert Alert.objects.count() == 3 * number


def test_four_sweeps_at_once_tell_each_stage_once(record, anna):
    clocks(record, anna, 30)
    assert at_once(*[lambda: sweep(NOW)] * 4) == []
    sweep(NOW)  # what one of them held while another came by
    each_told_once(30)


def test_even_without_the_row_lock_a_stage_is_claimed_once(record, anna):
    clocks(record, anna, 20)
    wanted = [(pk, stage) for pk in Clock.objects.values_list("pk", flat=True) for stage in ("worker", "overdue")]
    won: list[int] = []

    def claim() -> None:
        with transaction.atomic():
            won.append(sum(len(stages) for stages in claim_stages(wanted, NOW).values()))

    assert at_once(claim, claim, claim) == []
    assert sum(won) == 40
    assert ClockWarning.objects.count() == 40


class Killed(BaseException):
    """As a worker's process ends: nothing catches it."""


def test_a_worker_killed_between_claim_and_alert_loses_nothing(record, anna, monkeypatch):
    clocks(record, anna, 3)

    def killed(rows: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(sweeping, "alerts", killed)
        with pytest.raises(Killed):
            sweep(NOW)
    assert not ClockWarning.objects.exists()
    assert not Alert.objects.exists()
    sweep(NOW)
    each_told_once(3)


def test_a_worker_killed_between_two_batches_goes_on_where_it_was(record, anna, monkeypatch):
    clocks(record, anna, 5)
    monkeypatch.setattr(sweeping, "BATCH", 2)
    real, calls = sweeping.alerts, []

    def second_time_killed(rows):
        calls.append(rows)
        if len(calls) == 2:
            raise Killed
        real(rows)

    with monkeypatch.context() as patched:
        patched.setattr(sweeping, "alerts", second_time_killed)
        with pytest.raises(Killed):
            sweep(NOW)
    assert ClockWarning.objects.count() == 4 * 2
    sweep(NOW)
    each_told_once(5)


def test_a_clock_that_stops_during_the_sweep_is_left_to_it(record, anna):
    (child,) = clocks(record, anna, 1)
    stopping, swept = threading.Event(), threading.Event()

    def stop() -> None:
        with transaction.atomic():
            record.corrects(record.facts[0], stopped_at=london(2026, 5, 7, 12))
            refresh_clocks(child)
            stopping.set()
            swept.wait(20)

    def look() -> None:
        stopping.wait(20)
        sweep(NOW)
        swept.set()

    assert at_once(stop, look) == []
    assert not Alert.objects.exists()


def test_two_acts_on_one_child_work_out_its_clocks_one_after_the_other(record, anna):
    child = a_child()
    held(child, anna)
    record.says(child, "assessment", START)
    assert at_once(*[lambda: refresh_clocks(child)] * 4) == []
    assert Clock.objects.count() == 1


def test_a_new_bank_holiday_waits_for_acts_under_way_and_moves_their_clocks_too(record, anna, department):
    child = a_child()
    held(child, anna)
    record.says(child, "assessment", START)
    worked_out, may_commit = threading.Event(), threading.Event()

    def act() -> None:
        with transaction.atomic():
            refresh_clocks(child)
            worked_out.set()
            may_commit.wait(2)  # long enough for the holiday to arrive and wait

    def proclaim() -> None:
        worked_out.wait(20)
        add_non_working_day(by=department.sara, day=date(2026, 5, 6), name="Proclaimed", at=london(2026, 4, 1))

    assert at_once(act, proclaim) == []
    assert Clock.objects.get().due_on == date(2026, 5, 8)


def test_children_are_locked_in_one_order_whatever_order_they_are_given_in(record, anna):
    one, other = (child.pk for child in clocks(record, anna, 2))

    def lock(ids: list[int]) -> None:
        for _ in range(30):
            with transaction.atomic():
                lock_children(ids)

    assert at_once(lambda: lock([one, other]), lambda: lock([other, one])) == []
