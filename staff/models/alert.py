"""What people are told."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from staff.models.workers import User


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
