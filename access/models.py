"""What was found and shown to few: a restricted person met at the front door, an opening that looks odd."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from access import codes
from audit.tracking import track_rows
from people.models import Person
from referrals.models import Contact
from staff.models import ConflictOfInterest, Restriction, User


@track_rows()
class BlindMatch(models.Model):
    """Somebody newly recorded may be a restricted person. Whoever recorded it is told nothing; the keeper answers."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blind_matches")
    # The contact that it came with, if it came with one.
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, related_name="blind_matches")
    # The row that was recorded now. A number as in the logs: the row goes when the two are found to be the same.
    recorded_id = models.BigIntegerField()
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=10, choices=codes.MatchAnswer, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "blind matches"
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "person"], condition=Q(contact__isnull=False), name="blindmatch_once_a_contact"
            ),
            models.UniqueConstraint(
                fields=["recorded_id", "person"], condition=Q(contact__isnull=True), name="blindmatch_once_a_record"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="blindmatch_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recorded_id} may be {self.person}"


class BlindLook(models.Model):
    """A record or a contact that was compared with the restricted people: each once."""

    person_id = models.BigIntegerField(null=True, unique=True)
    contact_id = models.BigIntegerField(null=True, unique=True)
    looked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Looked at {self.looked_at:%-d %B %Y}"


@track_rows()
class NewInFamily(models.Model):
    """Somebody came into a family that is restricted, or from which a worker is kept: are they covered as well?"""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="new_in_families")
    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, null=True, related_name="newcomers")
    # The bar of the brother or sister through whom they came.
    bar = models.ForeignKey(ConflictOfInterest, on_delete=models.CASCADE, null=True, related_name="newcomers")
    found_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=10, choices=codes.NewcomerAnswer, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "new in families"
        constraints = [
            models.CheckConstraint(
                condition=Q(restriction__isnull=False, bar__isnull=True)
                | Q(restriction__isnull=True, bar__isnull=False),
                name="newinfamily_of_one_thing",
            ),
            models.UniqueConstraint(fields=["restriction", "person"], name="newinfamily_once_a_restriction"),
            models.UniqueConstraint(fields=["bar", "person"], name="newinfamily_once_a_bar"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="newinfamily_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display() or 'waits for an answer'}"


@track_rows()
class OddAccess(models.Model):
    """An opening, or many, that looks odd by one of the rules in access/odd/. It says nothing about right or wrong."""

    kind = models.CharField(max_length=20, choices=codes.OddKind)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # As in the logs: no key into live data. 0 where it is about no child in particular.
    child_id = models.BigIntegerField(default=0)
    day = models.DateField()
    # What the sentence needs: numbers and moments, never a name.
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=10, choices=codes.AuditAnswer, blank=True)
    answer_words = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "odd accesses"
        constraints = [
            models.UniqueConstraint(fields=["kind", "user", "child_id", "day"], name="oddaccess_found_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & ~Q(answer_words="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="oddaccess_answered_with_words",
            ),
        ]
        indexes = [
            models.Index(fields=["-day", "-id"], condition=Q(answer=""), name="oddaccess_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}, {self.day:%-d %B %Y}"
