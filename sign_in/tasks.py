"""What Celery runs for signing in."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from sign_in import attempts, passwords


@shared_task(ignore_result=True)
def send_password_letters(email: str) -> int:
    """Out of the page's sight, so that its answer takes as long for an account that exists as for one that does not.

    Nobody waits for its result: a page that listened for one would fail for good once Redis had been away.
    """
    return passwords.send_letters(email=email)


@shared_task
def forget_old_sign_ins() -> int:
    """Drop sessions that have ended, and counts of failures that begin anew in any case."""
    ended, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return ended + attempts.forget_old_counts()
