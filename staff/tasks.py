"""What Celery runs for staff."""

from celery import shared_task

from people import duplicates
from staff import api_tokens, log_watch, mail


@shared_task
def send_alert_mails() -> int:
    return mail.send_alert_mails()


@shared_task
def find_duplicates() -> int:
    return duplicates.find_duplicates()


@shared_task(time_limit=4 * 60 * 60)
def verify_logs() -> bool:
    """Whether the chain over both logs holds; the auditors are told when it does not."""
    return log_watch.verify_and_tell()


@shared_task
def warn_of_ending_tokens() -> int:
    return api_tokens.warn_of_ends()
