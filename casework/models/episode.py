"""The need episode: the census calls it CINdetails."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from audit.tracking import track_rows
from casework import codes
from people.models import Child


class NeedEpisodeQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on__isnull=True)


@track_rows()
class NeedEpisode(models.Model):
    """From a referral to closure. One open for a child at a time (census rule 8815): the database refuses a second."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="need_episodes")
    referral_date = models.DateField()
    source = models.CharField(max_length=2, choices=codes.ReferralSource)
    primary_need = models.CharField(max_length=2, choices=codes.PrimaryNeed, default=codes.PrimaryNeed.NOT_STATED)
    closed_on = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=3, choices=codes.ReasonForClosure, blank=True)
    closure_note = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = NeedEpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            # Both may be asked at the end of a transaction: a merge of two records lets two cases change places.
            ExclusionConstraint(
                name="needepisode_one_open",
                expressions=[("child", RangeOperators.EQUAL)],
                condition=Q(closed_on__isnull=True),
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("referral_date")),
                name="needepisode_closed_after_referral",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closure_reason="")
                | (Q(closed_on__isnull=False) & ~Q(closure_reason="")),
                name="needepisode_closed_with_a_reason",  # census rules 8805 and 8810
            ),
            ExclusionConstraint(
                name="needepisode_one_at_a_time",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (
                        Func(
                            "referral_date",
                            "closed_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [models.Index(fields=["child", "-referral_date"], name="needepisode_child")]

    def __str__(self) -> str:
        return f"{self.child}: in need since {self.referral_date:%-d %B %Y}"
