"""The heartbeat: proof that beat sends and that a worker works."""

from typing import Any

from celery import shared_task
from celery.signals import before_task_publish

from workspace import health

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
