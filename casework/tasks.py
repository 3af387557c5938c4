"""What Celery runs for casework. When: config/celery.py."""

from celery import shared_task
from django.utils import timezone

from casework.services import keeping
from staff.services import tell_administrators


@shared_task
def check_documents() -> int:
    """Every night: has each document its file? Answers how many have not; administrators are told."""
    found = keeping.check_documents()
    keeping.tidy_documents(found)
    if found.faults:
        tell_administrators(
            text=f"{found.faults} documents have lost their file or it was altered. Run manage.py check_documents.",
            key=f"documents:{timezone.localdate()}",
        )
    return found.faults
