"""What runs by itself: the blind look each minute, the look at openings each night."""

from celery import shared_task

from access import services


@shared_task
def look_blindly() -> int:
    return services.look_blindly()


@shared_task
def find_odd_access() -> dict[str, int]:
    return services.find_odd_access()
