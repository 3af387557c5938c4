"""E-mails that follow alerts: once, and without a name."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from staff.mail import send_alert_mails
from staff.services import alert, mark_alerts_read
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_an_alert_is_mailed_once_and_the_mail_names_no_child(anna):
    child = people.child("Maisie", "Clarke")
    alert(user=anna, kind="clock", text="Maisie Clarke: assessment due", key="clock:1", child_id=child.pk)
    assert send_alert_mails() == 1
    assert send_alert_mails() == 0
    sent = mail.outbox[0]
    assert sent.to == ["anna@council.example"]
    for name in ("Maisie", "Clarke"):
        assert name not in sent.subject + sent.body


def test_the_same_alert_twice_is_one_alert(anna):
    for _ in range(2):
        alert(user=anna, kind="clock", text="Due", key="clock:1")
    assert anna.alerts.count() == 1


def test_what_waited_for_a_week_without_a_mail_server_is_mailed(anna):
    alert(user=anna, kind="clock", text="Due", key="clock:1", at=timezone.now() - timedelta(days=8))
    assert send_alert_mails() == 1


def test_what_was_raised_long_ago_or_has_been_read_is_not_mailed(anna):
    alert(user=anna, kind="clock", text="Due", key="clock:1", at=timezone.now() - timedelta(days=11))
    alert(user=anna, kind="clock", text="Due", key="clock:2")
    mark_alerts_read(by=anna)
    assert send_alert_mails() == 0


def test_a_mail_that_is_sent_again_after_a_crash_carries_the_same_message_id(anna):
    alert(user=anna, kind="clock", text="Due", key="clock:1")
    send_alert_mails()
    anna.alerts.update(emailed_at=None)  # as after a kill between the mail server's answer and the commit
    send_alert_mails()
    first, second = (sent.message()["Message-ID"] for sent in mail.outbox)
    assert first == second


def test_an_address_that_is_refused_holds_no_other_back(anna, tariq, settings):
    anna.email = "nobody@refused.example"
    anna.save()
    for person in (anna, tariq):
        alert(user=person, kind="clock", text="Due", key="clock:1")
    settings.EMAIL_BACKEND = "tests.staff.test_mail.Particular"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send_alert_mails()
    assert anna.alerts.get().emailed_at is None
    assert tariq.alerts.get().emailed_at is not None


def test_a_mail_that_fails_goes_with_the_next_run(anna, settings):
    alert(user=anna, kind="clock", text="Due", key="clock:1")
    settings.EMAIL_BACKEND = "tests.staff.test_mail.NoServer"
    with pytest.raises(ConnectionRefusedError):
        send_alert_mails()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_alert_mails() == 1


class Particular:
    """A mail server that knows who works here."""

    def __init__(self, **options: object) -> None:
        self.options = options

    def send_messages(self, messages: list) -> int:
        if "refused" in messages[0].to[0]:
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"Unknown")})
        return len(messages)


class NoServer:
    """A mail server that does not answer."""

    def __init__(self, **options: object) -> None:
        self.options = options

    def send_messages(self, messages: list) -> int:
        raise ConnectionRefusedError
