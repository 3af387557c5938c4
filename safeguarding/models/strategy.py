"""The strategy discussion: the moment from which the conference's 15 working days run."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.tracking import track_rows
from people.models import Child
from safeguarding import codes


@track_rows()
class StrategyDiscussion(models.Model):
    """Held about one child or several of a family. What it decides stands for each child by itself."""

    held_at = models.DateTimeField()
    concern = models.TextField("what led to it")
    chaired_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed = models.TextField("what was agreed", blank=True)
    # Children's social care, police and health are the least: Working Together.
    why_missing = models.TextField("why police or health were not there", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(concern=""), name="strategydiscussion_says_why"),
            models.CheckConstraint(condition=Q(held_at__lte=F("recorded_at")), name="strategydiscussion_was_held"),
        ]

    def __str__(self) -> str:
        return f"Strategy discussion of {timezone.localtime(self.held_at):%-d %B %Y}"


@track_rows()
class StrategyDiscussionChild(models.Model):
    """What the discussion decided for one child, and why."""

    discussion = models.ForeignKey(StrategyDiscussion, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="strategy_discussions")
    enquiry = models.CharField(max_length=10, choices=codes.Enquiry)
    immediate_protection = models.BooleanField(default=False)
    reason = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "child"], name="strategydiscussionchild_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="strategydiscussionchild_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.child}: {self.get_enquiry_display()}"


@track_rows()
class StrategyAttendance(models.Model):
    """Who took part, for which agency."""

    discussion = models.ForeignKey(StrategyDiscussion, on_delete=models.CASCADE, related_name="attendances")
    agency = models.CharField(max_length=20, choices=codes.TakesPart)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_agency_display()}"


class ImmediateProtectionQuerySet(models.QuerySet):
    def running(self):
        return self.filter(ended_at__isnull=True)


@track_rows()
class ImmediateProtection(models.Model):
    """Police protection (Children Act 1989 s46, 72 hours) or an emergency protection order (s44, 8 days)."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="immediate_protections")
    discussion = models.ForeignKey(
        StrategyDiscussion, on_delete=models.PROTECT, null=True, blank=True, related_name="immediate_protections"
    )
    power = models.CharField(max_length=20, choices=codes.ProtectionPower)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    how_ended = models.CharField(max_length=300, blank=True)
    # An emergency protection order may be extended once, by up to 7 days (s45(5), (6)).
    extended_on = models.DateField(null=True, blank=True)
    where = models.CharField("where the child is", max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ImmediateProtectionQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "power"], condition=Q(ended_at__isnull=True), name="immediateprotection_one_running"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="immediateprotection_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True) | Q(power=codes.ProtectionPower.EMERGENCY_PROTECTION_ORDER),
                name="immediateprotection_only_an_order_is_extended",
            ),
        ]

    def __str__(self) -> str:
        return self.get_power_display()
