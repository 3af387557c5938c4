"""Who works here, in which team and under whom; which children they hold; who may see what in spite of that."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from audit.tracking import track_rows
from people.models import Child, CurrentQuerySet, ends_after_start, span
from staff import codes
from staff.roles import ROLE_CHOICES, ROLES, Permission, Role


@track_rows()
class Locality(models.Model):
    name = models.CharField(max_length=100, unique=True)

    class Meta:
        verbose_name_plural = "localities"

    def __str__(self) -> str:
        return self.name


@track_rows()
class Agency(models.Model):
    """A partner organisation: asked for checks, sends contacts, writes early help assessments."""

    name = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=20, choices=codes.AgencyKind)
    email = models.EmailField(blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@track_rows()
class Team(models.Model):
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=codes.TeamKind)
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, blank=True, related_name="teams")
    manager = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="managed_teams"
    )
    service_manager = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="service_teams"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@track_rows(exclude=["password", "last_login"])
class User(AbstractUser):
    """Somebody who logs in: a member of a team, or of a partner agency."""

    role = models.CharField(max_length=30, choices=ROLE_CHOICES, default="social_worker")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    # The demonstration's logins carry a password that everybody knows: they work nowhere else.
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(role="partner_agency") | Q(agency__isnull=False), name="user_partner_has_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return super().get_full_name() or self.username

    @property
    def role_definition(self) -> Role:
        return ROLES[self.role]

    @cached_property
    def answers_for_front_door(self) -> bool:
        """Whether the person works in the MASH team, manages it or answers for its service."""
        mine = Q(pk=self.team_id) | Q(manager=self) | Q(service_manager=self)
        return Team.objects.filter(mine, kind=codes.TeamKind.MASH).exists()

    def may(self, permission: Permission) -> bool:
        """Whether the person's role does this kind of work. Which children: staff.policies."""
        return self.is_active and permission in self.role_definition.permissions


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


@track_rows()
class AccessGrant(models.Model):
    """A record outside one's team, opened with a stated reason, for a while."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_grants")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="access_grants")
    reason = models.CharField(max_length=500)
    granted_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("granted_at")), name="accessgrant_ends_after_start"),
            models.CheckConstraint(condition=~Q(reason=""), name="accessgrant_says_why"),
        ]
        indexes = [models.Index(fields=["user", "child", "until"], name="accessgrant_open")]

    def __str__(self) -> str:
        return f"{self.user} may open {self.child}"


@track_rows()
class Restriction(models.Model):
    """A record that shows nothing at all to anybody but those named (by an object permission)."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="restrictions")
    reason = models.CharField(max_length=500)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        permissions = [("open_restricted_record", "May open this restricted record")]
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(to_on__isnull=True), name="restriction_one_open"),
            ends_after_start("restriction_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"Restricted since {self.from_on}"


class Alert(models.Model):
    """Something a worker is told once, on the page and by an e-mail that names no child."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="alerts")
    child_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=200)
    raised_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="alert_told_once")]
        indexes = [
            models.Index(fields=["user", "-raised_at"], condition=Q(read_at__isnull=True), name="alert_unread"),
        ]

    def __str__(self) -> str:
        return self.text
