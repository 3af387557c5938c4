"""What Celery runs for staff."""

from celery import shared_task

from people import duplicates
from staff import mail


@shared_task
def send_alert_mails() -> int:
    return mail.send_alert_mails()


@shared_task
def find_duplicates() -> int:
    return duplicates.find_duplicates()
