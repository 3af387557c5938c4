"""The child protection plan, from the conference that made it to whatever ends it."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from audit.tracking import track_rows
from casework.models import NeedEpisode
from people.models import Child
from safeguarding import codes
from safeguarding.models.conference import Conference


class ChildProtectionPlanQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_on__isnull=True)


@track_rows()
class ChildProtectionPlan(models.Model):
    """One open for a child at a time, begun on the day of its conference (census rules 2885, 8935, 8940, 8840)."""

    episode = models.ForeignKey(NeedEpisode, on_delete=models.PROTECT, related_name="protection_plans")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="protection_plans")
    # The database holds `started_on` equal to the conference's day, and moves it with that day (migration 0002).
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="plans")
    started_on = models.DateField()
    initial_category = models.CharField(max_length=3, choices=codes.CategoryOfAbuse)
    category = models.CharField("category now", max_length=3, choices=codes.CategoryOfAbuse)
    # Plans at any time, in any authority, as the conference found (census element NumberOfPreviousCPP).
    previous_plans = models.PositiveSmallIntegerField(default=0)
    made_before_birth = models.BooleanField(default=False)
    # A role, not a profession: Working Together 2026. Somebody who signs in here, or a name.
    lead_practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_practitioner_name = models.CharField("lead practitioner from elsewhere", max_length=200, blank=True)
    concerns = models.TextField("what has to change", blank=True)
    contingency = models.TextField("if things get worse", blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=codes.PlanEnd, blank=True)
    end_note = models.TextField(blank=True)
    ended_by_conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, null=True, blank=True, related_name="plans_ended"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ChildProtectionPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(ended_on__isnull=True), name="childprotectionplan_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
                name="childprotectionplan_ends_after_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="childprotectionplan_ends_with_a_reason",
            ),
            ExclusionConstraint(
                name="childprotectionplan_one_at_a_time",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (
                        Func(
                            "started_on",
                            "ended_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["episode"], name="childprotectionplan_episode")]

    def __str__(self) -> str:
        return f"Child protection plan of {self.child}"


@track_rows()
class ProtectionOutcome(models.Model):
    """What will be different for the child."""

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.CASCADE, related_name="outcomes")
    text = models.CharField(max_length=500)
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="protectionoutcome_says_something")]

    def __str__(self) -> str:
        return self.text


@track_rows()
class ProtectionAction(models.Model):
    """Who does what by when."""

    outcome = models.ForeignKey(ProtectionOutcome, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=500)
    owner = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text


@track_rows()
class CoreGroup(models.Model):
    """A meeting of those who carry a plan out; brothers and sisters in one sitting."""

    held_on = models.DateField()
    present = models.CharField("who was there", max_length=500)
    progress = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"Core group of {self.held_on:%-d %B %Y}"


@track_rows()
class CoreGroupPlan(models.Model):
    """One plan that a core group worked on."""

    core_group = models.ForeignKey(CoreGroup, on_delete=models.CASCADE, related_name="plans")
    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="core_groups")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["core_group", "plan"], name="coregroupplan_once")]

    def __str__(self) -> str:
        return f"{self.core_group}: {self.plan}"
