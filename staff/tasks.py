"""What Celery runs for staff."""

from celery import shared_task

from staff import mail


@shared_task
def send_alert_mails() -> int:
    return mail.send_alert_mails()
