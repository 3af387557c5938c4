"""The child in need plan, its outcomes, actions and reviews."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.tracking import track_rows
from casework import codes
from casework.models.episode import NeedEpisode
from people.models import Child


class ChildInNeedPlanQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_on__isnull=True)


@track_rows()
class ChildInNeedPlan(models.Model):
    """One open for a child at a time."""

    episode = models.ForeignKey(NeedEpisode, on_delete=models.PROTECT, related_name="child_in_need_plans")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="child_in_need_plans")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    summary = models.TextField("what needs to change", blank=True)
    family_views = models.TextField("what the child and family say about it", blank=True)
    if_things_get_worse = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ChildInNeedPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(ended_on__isnull=True), name="childinneedplan_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="childinneedplan_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"Child in need plan of {self.child}"


@track_rows()
class PlanOutcome(models.Model):
    """What will be different for the child."""

    plan = models.ForeignKey(ChildInNeedPlan, on_delete=models.CASCADE, related_name="outcomes")
    text = models.CharField(max_length=500)
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="planoutcome_says_something")]

    def __str__(self) -> str:
        return self.text


@track_rows()
class PlanAction(models.Model):
    """Who does what by when."""

    outcome = models.ForeignKey(PlanOutcome, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=500)
    # A parent, a teacher, a nurse: often nobody who logs in here.
    owner = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text


@track_rows()
class PlanReview(models.Model):
    """A review that was held, and what it decided."""

    plan = models.ForeignKey(ChildInNeedPlan, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    present = models.CharField("who was there", max_length=500, blank=True)
    child_views = models.TextField(blank=True)
    progress = models.TextField()
    decision = models.CharField(max_length=10, choices=codes.ReviewDecision)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "held_on"], name="planreview_one_a_day")]

    def __str__(self) -> str:
        return f"Review of {self.held_on:%-d %B %Y}"
