"""The key with which another program comes in. Only its digest is kept: who reads the database can use none of them."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from audit.tracking import track_rows


class ApiTokenQuerySet(QuerySet):
    def usable(self, at: datetime | None = None):
        """Neither withdrawn nor ended, and already in somebody's hands."""
        return self.filter(revoked_at__isnull=True, ends_at__gt=at or timezone.now(), digest__isnull=False)


@track_rows(exclude=["digest", "last_used_at"])
class ApiToken(models.Model):
    """What one program may do in the name of one account, until when.

    Without a digest it waits to be collected by its owner: nobody else ever sees the key (staff.api_tokens).
    """

    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=100)
    # The first signs of the key, by which people tell their tokens apart. Empty until it is collected.
    prefix = models.CharField(max_length=12, blank=True)
    digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  # many may wait to be collected
    scopes = ArrayField(models.CharField(max_length=40))
    made_at = models.DateTimeField(default=timezone.now)
    # Null: moved here from the earlier kind of token.
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, related_name="+")
    ends_at = models.DateTimeField()
    # To the hour: a token that is used all day costs 24 writes.
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("made_at")), name="apitoken_ends_after_it_was_made"),
            models.CheckConstraint(condition=Q(scopes__len__gt=0), name="apitoken_is_for_something"),
            models.CheckConstraint(condition=~Q(name=""), name="apitoken_has_a_purpose"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_by__isnull=False), name="apitoken_revoked_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)" if self.prefix else self.name

    @property
    def state(self) -> str:
        """waiting (to be collected), in_use, ended or withdrawn; off when its account may not log in."""
        if self.revoked_at:
            return "withdrawn"
        if self.ends_at <= timezone.now():
            return "ended"
        if not self.user.is_active:
            return "off"
        return "in_use" if self.digest else "waiting"
