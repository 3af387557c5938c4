"""The assessment, and each decision on it as a row of its own."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.tracking import track_rows
from casework import codes
from casework.models.episode import NeedEpisode
from casework.rules.states import WORDS, State, state_of
from people.models import Child


class AssessmentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(authorised_at__isnull=True)

    def waiting_for_a_manager(self):
        return self.open().filter(submitted_at__isnull=False)


@track_rows()
class Assessment(models.Model):
    """A child and family assessment, by the three sides of the assessment framework.

    `counts_from` is where the 45 working days start: the referral, or the assessment's own start for a further
    one on an open case. Whether the child was seen comes from the visits, so that nobody types it twice.
    """

    episode = models.ForeignKey(NeedEpisode, on_delete=models.PROTECT, related_name="assessments")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="assessments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    counts_from = models.DateField()
    started_on = models.DateField()
    why_now = models.TextField("why this assessment", blank=True)
    child_words = models.TextField("in the child's own words", blank=True)
    developmental_needs = models.TextField(blank=True)
    parenting_capacity = models.TextField(blank=True)
    family_and_environment = models.TextField(blank=True)
    family_views = models.TextField("what the family thinks", blank=True)
    analysis = models.TextField(blank=True)
    factors = ArrayField(models.CharField(max_length=3, choices=codes.AssessmentFactor), default=list, blank=True)
    outcome = models.CharField(max_length=20, choices=codes.AssessmentOutcome, blank=True)
    next_steps = models.TextField(blank=True)
    # The manager's look half-way, where the council asks for one (census element AssessmentInternalReviewDate).
    checkpoint_on = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(authorised_at__isnull=True), name="assessment_one_open"
            ),  # census rule 8896
            models.CheckConstraint(
                condition=Q(authorised_at__isnull=True) | ~Q(authorised_by=F("author")),
                name="assessment_not_authorised_by_author",
            ),
            models.CheckConstraint(
                condition=Q(authorised_at__isnull=True, authorised_by__isnull=True)
                | Q(authorised_at__isnull=False, authorised_by__isnull=False, submitted_at__isnull=False),
                name="assessment_authorised_by_somebody",
            ),
            models.CheckConstraint(condition=Q(counts_from__lte=F("started_on")), name="assessment_start_in_order"),
        ]
        indexes = [
            models.Index(fields=["author"], condition=Q(authorised_at__isnull=True), name="assessment_open_by_author"),
            # What waits for a manager: few among all that were ever written.
            models.Index(
                fields=["child"],
                condition=Q(authorised_at__isnull=True, submitted_at__isnull=False),
                name="assessment_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"Assessment of {self.child}"

    @property
    def state(self) -> State:
        return state_of(self.submitted_at, self.returned_at, self.authorised_at)

    @property
    def state_words(self) -> str:
        """Waiting for a manager"""
        return WORDS[self.state]


@track_rows()
class AssessmentDecision(models.Model):
    """Submitted, looked at, sent back or authorised: by whom, when and why. Never overwritten."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=codes.DecisionKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    late_reason = models.TextField("why it is late", blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="returned", reason=""), name="assessmentdecision_sent_back_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(kind="authorised"), name="assessmentdecision_authorised_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.by}"
