"""The referral, and early help beside it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.tracking import track_rows
from casework.codes import PrimaryNeed, ReferralSource
from casework.models import NeedEpisode
from people.models import Child
from referrals import codes
from referrals.models.contact import ContactChild, ThresholdDecision
from staff.models import Agency, Team


class ReferralQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(decision="")


@track_rows()
class Referral(models.Model):
    """A contact that met the threshold. It waits until a manager accepts it, which opens the need episode."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="referrals")
    threshold_decision = models.OneToOneField(ThresholdDecision, on_delete=models.PROTECT, related_name="referral")
    # The day the contact came in: the 45 working days run from here, whenever it was decided.
    received_on = models.DateField()
    source = models.CharField(max_length=2, choices=ReferralSource)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="referrals")
    strategy_discussion_wanted = models.BooleanField(default=False)
    decision = models.CharField(max_length=10, choices=codes.ReferralDecision, blank=True)
    primary_need = models.CharField(max_length=2, choices=PrimaryNeed, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    episode = models.OneToOneField(
        NeedEpisode, on_delete=models.PROTECT, null=True, blank=True, related_name="referral"
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(decision=""), name="referral_one_waiting"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, episode__isnull=True)
                | Q(decision="accepted", decided_at__isnull=False, episode__isnull=False)
                | Q(decision__in=["nfa", "merged"], decided_at__isnull=False, episode__isnull=True),
                name="referral_accepted_opens_an_episode",
            ),
        ]
        indexes = [models.Index(fields=["child", "-received_on"], name="referral_child")]

    def __str__(self) -> str:
        return f"Referral of {self.child}"


class EarlyHelpQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on__isnull=True)


@track_rows()
class EarlyHelpAssessment(models.Model):
    """Early help, by whichever agency leads it. Agreed with the family: without consent there is none."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="early_help")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="early_help")
    lead_practitioner = models.CharField(max_length=200)
    started_on = models.DateField()
    consent_given_on = models.DateField(null=True, blank=True)
    needs = models.TextField("what the family needs", blank=True)
    strengths = models.TextField("what is going well", blank=True)
    plan = models.TextField("what everybody will do", blank=True)
    closed_on = models.DateField(null=True, blank=True)
    end = models.CharField(max_length=20, choices=codes.EarlyHelpEnd, blank=True)
    end_note = models.TextField(blank=True)
    from_decision = models.OneToOneField(
        ThresholdDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="early_help"
    )
    stepped_down_from = models.OneToOneField(
        NeedEpisode, on_delete=models.PROTECT, null=True, blank=True, related_name="stepped_down_to"
    )
    stepped_up_to = models.OneToOneField(
        ContactChild, on_delete=models.PROTECT, null=True, blank=True, related_name="stepped_up_from"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = EarlyHelpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(closed_on__isnull=True), name="earlyhelp_one_open"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, end="") | (Q(closed_on__gte=F("started_on")) & ~Q(end="")),
                name="earlyhelp_ends_after_start_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["agency", "started_on"], name="earlyhelp_agency")]

    def __str__(self) -> str:
        return f"Early help for {self.child}"
