"""A visit is a visit, whatever it is for: one table, so that "last seen" is one question for every child."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.tracking import track_rows
from casework import codes
from people.models import Address, Child


class VisitQuerySet(models.QuerySet):
    def booked(self):
        return self.filter(took_place_at__isnull=True, cancelled_at__isnull=True)

    def done(self):
        return self.filter(took_place_at__isnull=False)


@track_rows()
class Visit(models.Model):
    """Booked, then done or called off. One visit, a result for each child."""

    purpose = models.CharField(max_length=20, choices=codes.VisitPurpose)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    booked_for = models.DateTimeField(null=True, blank=True)
    # Where the worker means to go. When the child's current address is another, the page says so.
    address = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    took_place_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    account = models.TextField("what happened", blank=True)
    version = models.PositiveIntegerField(default=1)

    # Put there by casework.queries: whether the child has moved since it was booked.
    moved: str

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(booked_for__isnull=False) | Q(took_place_at__isnull=False), name="visit_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(took_place_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="visit_not_both_done_and_called_off",
            ),
        ]
        indexes = [
            models.Index(
                fields=["worker", "booked_for"],
                condition=Q(took_place_at__isnull=True, cancelled_at__isnull=True),
                name="visit_booked_by_worker",
            )
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()


@track_rows()
class VisitChild(models.Model):
    """What the visit was for one child. Only a child who was seen has been visited."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="visit_results")
    seen = models.BooleanField(null=True)
    seen_alone = models.BooleanField(null=True)
    bedroom_seen = models.BooleanField(null=True)
    why_not_seen = models.CharField(max_length=300, blank=True)
    child_words = models.TextField("what the child said", blank=True)
    # Copied from the visit, so that "last seen" is one index.
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "child"], name="visitchild_once"),
            models.CheckConstraint(
                condition=~Q(seen_alone=True) | Q(seen=True), name="visitchild_alone_only_when_seen"
            ),
            models.CheckConstraint(
                # Said so that an unknown answer is never let through: SQL takes "unknown" for a pass.
                condition=(Q(seen_at__isnull=True) | Q(seen=True, seen__isnull=False))
                & (Q(seen__isnull=True) | Q(seen=False) | Q(seen_at__isnull=False)),
                name="visitchild_seen_has_a_time",
            ),
        ]
        indexes = [
            # When was this child last seen, and last seen alone.
            models.Index(fields=["child", "-seen_at"], condition=Q(seen=True), name="visitchild_last_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.child}: {self.visit}"
