"""E-mails that follow alerts. No child, and nothing about one, is ever named in an e-mail."""

import logging
import smtplib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from staff.models import Alert
from staff.policies import kept_from

log = logging.getLogger(__name__)
# Longer than a week without worker, beat or mail server. Older ones have been seen on the page, or nobody looks.
SENT_WITHIN = timedelta(days=10)
REFUSED = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
SUBJECTS = {
    "clock": "A date needs your attention",
    "allocated": "A child has been allocated to you",
    "allocate": "A child needs a worker",
    "opened_with_reason": "A record of your team was opened with a reason",
    "opening_not_right": "A record was opened that should not have been",
    "blind_match": "A restricted record needs you",
    "new_in_family": "A record that few may open needs you",
    "conflict": "Somebody must not open a record of your team",
    "odd_access": "There are openings of records to look at",
    "section47": "A section 47 enquiry has started",
    "section47_submitted": "A section 47 enquiry waits for you",
    "section47_returned": "A section 47 enquiry has come back to you",
    "section47_authorised": "A section 47 enquiry has been authorised",
    "conference": "You chair a conference",
    "submitted": "An assessment waits for you",
    "returned": "An assessment has come back to you",
    "authorised": "An assessment has been authorised",
    "second_factor": "How you sign in was changed",
    "token_waits": "A token of the API waits for you",
    "token_ends": "A token of the API ends soon",
    "outcome": "A contact that you sent has been decided",
    "system": "The case system itself needs your attention",
}
BODY = (
    "Something in the case system needs you to look. Log in to read it:\n\n{site}/alerts/\n\n"
    "This e-mail names no one on purpose."
)


def send_alert_mails() -> int:
    """Send what was raised lately and neither sent nor read yet; answers how many.

    Rows are claimed under a lock and marked before the lock is let go, so that two workers never send one alert
    twice; an alert whose sending fails stays unmarked and goes with the next run. A worker that is killed between the
    mail server's answer and the mark sends that one mail again: rather twice than never. Both carry one Message-ID,
    by which mail servers know the second for the same. One address that is refused holds no other back; where the
    mail server is away, the rest waits. Raises the first failure at the end.
    """
    sent = 0
    failures: list[OSError] = []
    since = timezone.now() - SENT_WITHIN
    waiting = Alert.objects.filter(emailed_at__isnull=True, read_at__isnull=True, raised_at__gte=since)
    for pk in list(waiting.exclude(user__email="").order_by("pk").values_list("pk", flat=True)[:500]):
        try:
            sent += _send(pk)
        except REFUSED as refused:
            log.warning("The e-mail for alert %s was refused: %s", pk, refused)
            failures.append(refused)
        except OSError as away:
            failures.append(away)
            break
    if failures:
        raise failures[0]
    return sent


@transaction.atomic
def _send(pk: int) -> bool:
    row = Alert.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, emailed_at__isnull=True).first()
    if row is None:
        return False
    # Hidden from the person since: an e-mail would say that there is something.
    if row.child_id and kept_from({(row.user_id, row.child_id)}):
        row.delete()
        return False
    EmailMessage(
        SUBJECTS.get(row.kind, "Something needs your attention"),
        BODY.format(site=settings.SITE_URL),
        settings.DEFAULT_FROM_EMAIL,
        [row.user.email],
        headers={"Message-ID": f"<alert-{row.pk}-{row.raised_at:%Y%m%d%H%M%S}@{_domain()}>"},
    ).send()
    row.emailed_at = timezone.now()
    row.save(update_fields=["emailed_at"])
    return True


def _domain() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
