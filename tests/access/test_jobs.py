"""The jobs, run by a real worker over a real Redis."""

from datetime import date

import pytest
from django.utils import timezone

from access.models import BlindMatch, OddAccess
from audit.models import RecordOpening
from config.celery import app
from staff.models import Alert
from tests.access.conftest import restrict
from tests.factories.people import child
from tests.factories.staff import user

pytestmark = pytest.mark.django_db(transaction=True)


def test_both_jobs_run_in_another_process(department, family, celery_worker_process):
    restrict(family, department)
    child("Maisie", "Clarke", date_of_birth=date(2019, 4, 3))
    helen = user("helen", "auditor")
    other = child("Oscar", "Pendleton")
    RecordOpening.objects.create(
        user_id=department.lena.pk, user_name="Lena", child_id=other.pk, page="record", opened_at=timezone.now()
    )
    assert app.send_task("access.tasks.look_blindly").get(timeout=120) == 1
    assert BlindMatch.objects.get().person_id == family.maisie.pk
    assert app.send_task("access.tasks.find_odd_access").get(timeout=120)["no_work"] == 1
    assert OddAccess.objects.get(kind="no_work").child_id == other.pk
    assert Alert.objects.filter(user=helen, kind="odd_access").exists()


def test_both_stand_in_the_timetable():
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {"access.tasks.look_blindly", "access.tasks.find_odd_access"} <= tasks
