"""What Celery runs for clocks. When: config/celery.py."""

from celery import shared_task

from timescales import services


@shared_task
def sweep_clocks() -> dict[str, int]:
    """Tell every warning that has come. Safe to run twice and at once."""
    result = services.sweep()
    return {"stages": result.stages, "alerts": result.alerts, "nobody_to_tell": result.nobody_to_tell}


@shared_task
def reconcile_clocks() -> int:
    """Work out every clock again from the record; answers how many were wrong."""
    return len(services.reconcile())
