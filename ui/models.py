"""What was typed and not yet sent, and which sendings have been dealt with."""

from typing import Any

from django.conf import settings
from django.db import models

# Somebody who is signed in: whatever settings.AUTH_USER_MODEL names. This room knows no more of them than a key.
Person = Any


class Draft(models.Model):
    """What one person has typed on one page. It becomes a record only when they press the button."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    # Lists of texts by the boxes' names, as a browser sends them, so that ticks and repeated rows survive.
    data = models.JSONField(default=dict)
    base_version = models.IntegerField(null=True, blank=True)
    # For the list of unfinished work: what the page was called, and where it is.
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)
    # Which opening of the page wrote last, so that a second window of the same person is noticed.
    page = models.CharField(max_length=64, blank=True)
    # What another window had written before this one did: [{"saved_at", "data"}], the latest last.
    earlier = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_per_person_and_page")]
        indexes = [models.Index(fields=["key", "saved_at"], name="draft_key_saved")]

    def __str__(self) -> str:
        return f"{self.key}, {self.saved_at:%d %b %Y %H:%M}"


class SubmitToken(models.Model):
    """One sending of one form. The unique row lets a double click, or a resend, count once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    # What was sent, as a fingerprint: the same again is a resend, something else is news.
    fingerprint = models.CharField(max_length=64, blank=True)
    result_url = models.CharField(max_length=500, blank=True)
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="each_form_is_handled_once")]
        indexes = [models.Index(fields=["claimed_at"], name="submit_token_claimed")]

    def __str__(self) -> str:
        return f"{self.token[:8]}, {self.claimed_at:%d %b %Y %H:%M}"
