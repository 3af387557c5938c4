"""The tasks, run by a real worker over a real Redis."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.celery import app
from staff.models import Alert
from tests.factories.staff import held
from tests.timescales.conftest import a_child
from timescales.models import Clock, ClockWarning, ReconcileRun
from timescales.services import refresh_clocks

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_sweep_task_tells_from_another_process(record, anna, celery_worker_process):
    child = a_child()
    held(child, anna)
    record.says(child, "missing.rhi", timezone.now() - timedelta(hours=73))
    refresh_clocks(child)
    answer = app.send_task("timescales.tasks.sweep_clocks").get(timeout=60)
    assert answer == {"stages": 4, "alerts": 3, "nobody_to_tell": 0}
    assert ClockWarning.objects.count() == 4
    assert Alert.objects.filter(user=anna).count() == 1
    assert app.send_task("timescales.tasks.sweep_clocks").get(timeout=60)["stages"] == 0


def test_the_reconcile_task_finds_what_no_record_gives(record, anna, celery_worker_process):
    # The worker's process knows nothing of this test's made-up record, so to it the clock has no reason to be.
    record.clock(a_child(), "assessment", timezone.localdate())
    assert app.send_task("timescales.tasks.reconcile_clocks").get(timeout=60) == 1
    assert not Clock.objects.exists()
    assert ReconcileRun.objects.get().differences == 1


def test_both_tasks_stand_in_the_timetable():
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {"timescales.tasks.sweep_clocks", "timescales.tasks.reconcile_clocks"} <= tasks
