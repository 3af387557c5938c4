"""What runs by itself: the blind look and the look for newcomers by day, the look at openings each night."""

from celery import shared_task

from access import services
from access.services.newcomers import LONG_AGO


@shared_task
def look_blindly() -> int:
    return services.look_blindly()


@shared_task
def find_newcomers() -> int:
    return services.find_newcomers()


@shared_task
def find_newcomers_of_two_weeks() -> int:
    return services.find_newcomers(back=LONG_AGO)


@shared_task
def find_odd_access() -> dict[str, int]:
    return services.find_odd_access()
