"""Two records found to be of one person: which goes on, what was moved or changed for it, and the way back."""

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.tracking import track_rows
from people.models.person import Person


class PersonMergeQuerySet(models.QuerySet["PersonMerge"]):
    def live(self):
        """Merges that hold today."""
        return self.filter(undone_at__isnull=True)


@track_rows(exclude=["held", "left_as"])
class PersonMerge(models.Model):
    """One record went into another, by whom, when and why; and if it was taken apart again, the same of that.

    Persons are named by number, as in the logs: whoever merges is no business of this room.
    """

    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    merged_by_id = models.BigIntegerField()
    merged_by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    choices = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # The survivor's own rows at that moment, by table and column: whatever is neither here nor moved was written since.
    held = models.JSONField(default=dict)
    # The survivor's own facts as the merge left them: whatever differs was changed since.
    left_as = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_id = models.BigIntegerField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=200, blank=True)
    undone_reason = models.CharField(max_length=500, blank=True)
    undone_choices = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(survivor=F("absorbed")), name="personmerge_two_records"),
            models.CheckConstraint(condition=~Q(reason=""), name="personmerge_says_why"),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at__isnull=True), name="personmerge_one_survivor"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by_id__isnull=True, undone_reason="")
                | (Q(undone_at__gte=F("merged_at"), undone_by_id__isnull=False) & ~Q(undone_reason="")),
                name="personmerge_undone_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Record {self.absorbed_id} merged into {self.survivor_id}"


class ChangeKind(models.TextChoices):
    MOVED = "moved", "Belongs to the other record now"
    CHANGED = "changed", "Changed, so that both can be true of one person"
    MADE = "made", "Written by the merge"
    TAKEN = "taken", "Said twice: taken away, and kept whole in this row"


class MergeChange(models.Model):
    """One row that a merge touched, with what stood there and what stands there since. Append-only."""

    merge = models.ForeignKey(PersonMerge, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    # "casework.visitchild", 12, "child_id"
    table = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    column = models.CharField(max_length=60, blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["table", "row_id"], name="mergechange_row")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}: {self.get_kind_display()}"


class DuplicatePair(models.Model):
    """Two records that may be of one person, found at night; or that somebody who looked says are not."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField(default=timezone.now)
    not_same_at = models.DateTimeField(null=True, blank=True)
    not_same_by_id = models.BigIntegerField(null=True, blank=True)
    not_same_by_name = models.CharField(max_length=200, blank=True)
    not_same_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="duplicatepair_lower_number_first"),
            models.UniqueConstraint(fields=["one", "other"], name="duplicatepair_once"),
        ]
        indexes = [
            models.Index(fields=["-score"], condition=Q(not_same_at__isnull=True), name="duplicatepair_to_look_at")
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.score}"
