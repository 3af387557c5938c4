"""The heartbeat, proof that beat sends and that a worker works; and what is made each night."""

from typing import Any

from celery import shared_task
from celery.signals import before_task_publish

from workspace import health, nightly

HEARTBEAT = "workspace.tasks.heartbeat"


# Old heartbeats say nothing: those that no worker took in time are thrown away.
@shared_task(name=HEARTBEAT, ignore_result=True, expires=30)
def heartbeat() -> None:
    """A worker took a task from Redis just now."""
    health.sign_of_life("worker")


@before_task_publish.connect(sender=HEARTBEAT)
def beat_is_alive(**_kwargs: Any) -> None:
    """Runs in the process that sends the heartbeat, which is beat: so the two can be told apart when one is silent."""
    health.sign_of_life("beat")


# A large council's documents take longer than any other job may; a second one that comes meanwhile does nothing.
@shared_task(ignore_result=True, time_limit=6 * 60 * 60)
def nightly_backup() -> None:
    """The encrypted backup, where BACKUP_DIR is set."""
    nightly.nightly_backup()


@shared_task(ignore_result=True, time_limit=60 * 60)
def nightly_pack() -> None:
    """The attack-day pack, where PACK_DIR is set."""
    nightly.nightly_pack()
