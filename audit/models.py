"""What was done and what was opened. Append-only: no foreign keys, so that neither log ever holds live data back."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class Event(models.Model):
    """One act, in the words a worker would use. The events of a child are the backbone of the chronology.

    `occurred_at` is when it happened, `recorded_at` when it was written down; they differ for what is entered late.
    `known_at` is the transaction's own moment, given by the database: the row history of what the act changed has the
    very same one, which is how a page tells which changes belong to which act, and what was known when.
    An event names a person, or the job that acted by itself.
    """

    kind = models.CharField(max_length=60)
    child_id = models.BigIntegerField(null=True)
    summary = models.CharField(max_length=500)
    detail = models.TextField(blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    job = models.CharField(max_length=100, blank=True)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    known_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [
            # A child's chronology, newest first.
            models.Index(fields=["child_id", "-occurred_at", "-id"], name="event_child_when"),
            models.Index(fields=["subject_kind", "subject_id"], name="event_subject"),
            # A child's history by when it became known, and the act to which a change belongs.
            models.Index(fields=["child_id", "-known_at"], name="event_child_known"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor_id__isnull=False) | ~models.Q(job=""), name="event_has_a_person_or_a_job"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            # PostgreSQL fires triggers in the order of their names: this one before whatever reads the whole row.
            pgtrigger.Trigger(
                name="a_known_at",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="NEW.known_at = NOW(); RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return self.summary


class RecordOpening(models.Model):
    """One view of one child's record: who, which page, when, and why where a reason was asked for."""

    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=200)
    child_id = models.BigIntegerField()
    page = models.CharField(max_length=100)
    reason = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["child_id", "-opened_at"], name="opening_child_when"),
            models.Index(fields=["user_id", "-opened_at"], name="opening_user_when"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.user_name} opened {self.page}"


class Seal(models.Model):
    """One link of the chain over both logs: hashes of the rows that were written since the last one.

    `body` says it, as JSON text, exactly as it was hashed; audit/sealing.py has its form. `hash` is over the number,
    the hash before, the moment and the body.
    """

    number = models.BigIntegerField(primary_key=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Seal {self.number}"


class SealingState(models.Model):
    """Where sealing stands: one row, no part of the logs. When it is lost, it is worked out again from the seals."""

    seal = models.BigIntegerField(default=0)
    state = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Sealed up to {self.seal}"
