"""Which children people and teams hold."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from audit.tracking import track_rows
from people.models import Child, CurrentQuerySet, ends_after_start, span
from staff import codes
from staff.models.workers import Team, User


class AllocationQuerySet(CurrentQuerySet):
    def lead(self):
        return self.filter(role=codes.AllocationRole.LEAD)

    def open(self):
        return self.filter(to_on__isnull=True)


@track_rows()
class Allocation(models.Model):
    """A child held by a team, and from a day on by a worker of it. A lead row without one waits to be allocated."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="allocations")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="allocations")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="allocations")
    role = models.CharField(max_length=20, choices=codes.AllocationRole, default=codes.AllocationRole.LEAD)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("allocation_ends_after_start"),
            models.UniqueConstraint(
                fields=["child"], condition=Q(role="lead", to_on__isnull=True), name="allocation_one_lead_open"
            ),
            ExclusionConstraint(
                name="allocation_one_lead_at_a_time",
                expressions=[("child", RangeOperators.EQUAL), (span(), RangeOperators.OVERLAPS)],
                condition=Q(role="lead"),
            ),
            models.UniqueConstraint(
                fields=["child", "worker", "role"], condition=Q(to_on__isnull=True), name="allocation_once_while_open"
            ),
            models.CheckConstraint(
                condition=Q(role="lead") | Q(worker__isnull=False), name="allocation_only_lead_may_wait_for_a_worker"
            ),
        ]
        indexes = [
            # Which children may this worker, or this team, see today.
            models.Index(fields=["worker", "child"], condition=Q(to_on__isnull=True), name="allocation_worker_open"),
            models.Index(fields=["team", "child"], condition=Q(to_on__isnull=True), name="allocation_team_open"),
        ]

    def __str__(self) -> str:
        return f"{self.child}: {self.worker or self.team}"
