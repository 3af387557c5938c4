"""E-mails that follow alerts. No child, and nothing about one, is ever named in an e-mail."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from staff.models import Alert

SUBJECTS = {
    "clock": "A date needs your attention",
    "allocated": "A child has been allocated to you",
    "allocate": "A child needs a worker",
    "opened_with_reason": "A record of your team was opened with a reason",
    "submitted": "An assessment waits for you",
    "returned": "An assessment has come back to you",
    "authorised": "An assessment has been authorised",
    "outcome": "A contact that you sent has been decided",
}
BODY = (
    "Something in the case system needs you to look. Log in to read it:\n\n{site}/alerts/\n\n"
    "This e-mail names no one on purpose."
)


def send_alert_mails() -> int:
    """Send what was raised in the last day and not yet sent; answers how many.

    Rows are claimed under a lock and marked before the lock is let go, so that two workers never send one alert
    twice; an alert whose sending fails stays unmarked and goes with the next run.
    """
    sent = 0
    since = timezone.now() - timedelta(days=1)
    waiting = Alert.objects.filter(emailed_at__isnull=True, raised_at__gte=since).exclude(user__email="")
    for pk in list(waiting.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            row = (
                Alert.objects.select_for_update(skip_locked=True)
                .select_related(None)
                .filter(pk=pk, emailed_at__isnull=True)
                .first()
            )
            if row is None:
                continue
            send_mail(
                SUBJECTS.get(row.kind, "Something needs your attention"),
                BODY.format(site=settings.SITE_URL),
                settings.DEFAULT_FROM_EMAIL,
                [row.user.email],
            )
            row.emailed_at = timezone.now()
            row.save(update_fields=["emailed_at"])
            sent += 1
    return sent
