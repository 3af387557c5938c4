"""Case notes, documents, and the marks a worker puts on the chronology."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.tracking import track_rows
from casework import codes
from people.models import Child


@track_rows()
class CaseNote(models.Model):
    """Written once, for one child or several of a family. Never edited: a correction is a note of its own."""

    kind = models.CharField(max_length=20, choices=codes.CaseNoteKind)
    happened_at = models.DateTimeField()
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="casenote_says_something")]

    def __str__(self) -> str:
        return self.get_kind_display()


@track_rows()
class CaseNoteChild(models.Model):
    note = models.ForeignKey(CaseNote, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="case_notes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "child"], name="casenotechild_once")]

    def __str__(self) -> str:
        return f"{self.child}: {self.note}"


def stored_name(document: "Document", _name: str) -> str:
    """A name that says nothing about the child and cannot be guessed."""
    return f"documents/{uuid.uuid4().hex}"


@track_rows()
class Document(models.Model):
    """A file on a child's record. It leaves only through a view that asks the policy."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to=stored_name)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "sha256"], condition=Q(withdrawn_at__isnull=True), name="document_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


@track_rows()
class ChronologyMark(models.Model):
    """A worker's mark on an event: this one matters, and why. The event itself is never edited."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="chronology_marks")
    event_id = models.BigIntegerField()
    significant = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "event_id"], name="chronologymark_once")]

    def __str__(self) -> str:
        return "Significant" if self.significant else "Not significant"
