"""How people prove who they are, besides their password; and how often somebody has failed to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class AuthenticatorApp(models.Model):
    """A telephone's authenticator app that shows the codes of one account."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="authenticator")
    # Sealed with the SECRET_KEY (sign_in.sealed): a stolen copy of the database alone makes no codes.
    secret = models.CharField(max_length=300)
    # The half-minute of the latest code that was taken: no code counts twice.
    last_step = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Authenticator app of {self.user}"


class RecoveryCode(models.Model):
    """One of the codes on paper for the day when the telephone is lost. Good once; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    code = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"Recovery code of {self.user}"


class CouncilIdentity(models.Model):
    """Who somebody is to the council's own sign-on: bound at the first sign-on, and looked up by it ever after."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="council_identity")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "council identities"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="council_identity_one_account")]

    def __str__(self) -> str:
        return f"{self.user} at {self.issuer}"


class AttemptCount(models.Model):
    """How often somebody has tried and failed: with an account, from a place. sign_in.attempts says what counts where.

    `account` is a keyed hash of the name that was typed, known here or not: people type passwords into that box.
    """

    kind = models.CharField(max_length=10)
    account = models.CharField(max_length=64, blank=True)
    place = models.CharField(max_length=64, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "account", "place"], name="attempt_count_one_row"),
            models.CheckConstraint(
                condition=Q(locked_until__isnull=True) | Q(locked_until__gt=F("last_at")),
                name="attempt_count_lock_ends_later",
            ),
        ]
        indexes = [
            models.Index(fields=["account"], name="attempt_count_account"),
            models.Index(fields=["last_at"], name="attempt_count_last"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.failures} failures"
