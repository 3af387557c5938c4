"""By night the chain over the logs is worked out again, and the auditors are told when something is wrong."""

import pytest

from audit.models import Event
from audit.sealing import seal_logs
from audit.services import record_event
from config.celery import app
from staff.log_watch import verify_and_tell
from staff.models import Alert
from tests.factories import staff
from tests.factories.logs import unprotected


@pytest.fixture
def axel(department):
    return staff.user("axel", "auditor")


@pytest.fixture
def one_sealed(anna, settings, axel):
    settings.APPLICATION_DATABASE = {"USER": "casework", "PASSWORD": ""}
    record_event(kind="visit", summary="Visit", by=anna)
    seal_logs(patience=2)


def alter(summary: str) -> None:
    with unprotected("audit_event") as run:
        run("UPDATE audit_event SET summary = %s", [summary])


@pytest.mark.django_db
def test_auditors_and_nobody_else_are_told_of_a_breach_once(one_sealed, axel, anna, monkeypatch):
    monkeypatch.setattr("audit.verification.faults", list)
    assert verify_and_tell() is True
    assert not Alert.objects.exists()
    alter("Something else")
    assert [verify_and_tell(), verify_and_tell()] == [False, False]
    alert = Alert.objects.get()
    assert (alert.user, alert.kind, alert.child_id) == (axel, "logs_checked", None)
    assert alert.text.startswith("The logs were altered: 1 finding.")


@pytest.mark.django_db(transaction=True)
def test_both_jobs_run_in_a_real_worker(axel, anna, celery_worker_process):
    record_event(kind="visit", summary="Visit", by=anna)
    assert app.send_task("audit.tasks.seal_logs").get(timeout=60) == 1
    alter("Something else")
    assert app.send_task("staff.tasks.verify_logs").get(timeout=60) is False
    assert Alert.objects.filter(user=axel, text__startswith="The logs were altered").exists()
    assert Event.objects.get().summary == "Something else"
