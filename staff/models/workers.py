"""Who works here, in which team and under whom."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from audit import as_known
from audit.tracking import track_rows
from staff import codes
from staff.roles import READING, ROLE_CHOICES, ROLES, Permission, Role


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


def front_door_of(user: Any, team: Any) -> Q:
    """The MASH teams in which a person works, that the person manages or for whose service the person answers."""
    return Q(kind=codes.TeamKind.MASH) & (Q(pk=team) | Q(manager=user) | Q(service_manager=user))


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
        return Team.objects.filter(front_door_of(self.pk, self.team_id)).exists()

    def may(self, permission: Permission) -> bool:
        """Whether the person's role does this kind of work, now. Which children: staff.policies.

        On a record as it was known in the past nobody does any but reading.
        """
        if as_known.moment_shown() and permission not in READING:
            return False
        return self.is_active and permission in self.role_definition.permissions
