"""Who may see what in spite of team and role: records opened with a reason, restricted records, bars."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.tracking import track_rows
from people.models import Child, Person, ends_after_start
from staff import codes
from staff.models.workers import User


@track_rows()
class AccessGrant(models.Model):
    """A record outside one's team, opened with a stated reason, for a while."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_grants")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="access_grants")
    reason = models.CharField(max_length=500)
    granted_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    # Whether it was right to open it is asked of a manager at once (staff/openings.py).
    asked = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=10, choices=codes.OpeningAnswer, blank=True)
    answer_words = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("granted_at")), name="accessgrant_ends_after_start"),
            models.CheckConstraint(condition=~Q(reason=""), name="accessgrant_says_why"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="accessgrant_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("user")),
                name="accessgrant_answered_by_another",
            ),
        ]
        indexes = [models.Index(fields=["user", "child", "until"], name="accessgrant_open")]

    def __str__(self) -> str:
        return f"{self.user} may open {self.child}"


# The child of a restriction is always among those whom it hides, and all of them come free together.
_HIDES_ITS_CHILD = """
IF TG_OP = 'INSERT' THEN
    INSERT INTO staff_restrictedperson (restriction_id, person_id, from_on, to_on)
    VALUES (NEW.id, NEW.child_id, NEW.from_on, NEW.to_on);
ELSIF NEW.to_on IS DISTINCT FROM OLD.to_on THEN
    UPDATE staff_restrictedperson SET to_on = NEW.to_on
    WHERE restriction_id = NEW.id AND to_on IS NOT DISTINCT FROM OLD.to_on;
END IF;
RETURN NULL;
"""


@track_rows()
class Restriction(models.Model):
    """A record that shows nothing at all to anybody but those named (by an object permission).

    `child` is whom it began with; RestrictedPerson has everybody whom it hides, brothers, sisters and adults alike.
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="restrictions")
    kind = models.CharField(max_length=20, choices=codes.RestrictionKind, default=codes.RestrictionKind.OTHER)
    reason = models.CharField(max_length=500)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    # Who answers for it: is told of matches, and reviews it.
    keeper = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # By when somebody looks for the first time whether it is still needed; blank means the council's interval.
    review_on = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=500, blank=True)

    class Meta:
        permissions = [("open_restricted_record", "May open this restricted record")]
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(to_on__isnull=True), name="restriction_one_open"),
            ends_after_start("restriction_ends_after_start"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="hides_its_child",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("to_on"),
                func=_HIDES_ITS_CHILD,
            )
        ]

    def __str__(self) -> str:
        return f"Restricted since {self.from_on}"


@track_rows()
class RestrictedPerson(models.Model):
    """Somebody whom a restriction hides: invisible to all but those named, in every list, figure, match and family."""

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="restricted_by")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(to_on__isnull=True), name="restrictedperson_one_open"
            ),
            ends_after_start("restrictedperson_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.restriction}"


@track_rows()
class RestrictionReview(models.Model):
    """Somebody looked whether a restriction is still needed: it goes on until the next review, or was lifted."""

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="reviews")
    held_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    next_review_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"Reviewed {self.held_on:%-d %B %Y}"


class BarQuerySet(models.QuerySet["ConflictOfInterest"]):
    def open(self):
        """Those that hold today."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=timezone.localdate()))


@track_rows()
class ConflictOfInterest(models.Model):
    """Bars one worker from one person's record, a worker's own family: beats every role, team and grant."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="bars")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bars")
    reason = models.CharField(max_length=500)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=500, blank=True)

    objects = BarQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="conflictofinterest_says_why"),
            models.UniqueConstraint(
                fields=["user", "person"], condition=Q(to_on__isnull=True), name="conflictofinterest_once_while_open"
            ),
            ends_after_start("conflictofinterest_ends_after_start"),
        ]
        indexes = [models.Index(fields=["user", "person"], name="conflictofinterest_barred")]

    def __str__(self) -> str:
        return f"{self.user} barred from {self.person}"


class WorkerHome(models.Model):
    """Where a worker lives, as a fingerprint that can be compared and not read back. Only the nightly look uses it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="home")
    fingerprint = models.CharField(max_length=64)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Home of {self.user}"
