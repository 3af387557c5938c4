"""The enquiry under Children Act 1989 s47, and every time that a child had to tell it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.tracking import track_rows
from casework.models import NeedEpisode
from people.models import Child
from safeguarding import codes
from safeguarding.models.strategy import StrategyDiscussion


class Section47EnquiryQuerySet(models.QuerySet):
    def open(self):
        return self.filter(authorised_at__isnull=True)


@track_rows()
class Section47Enquiry(models.Model):
    """One open for a case at a time (census rule 8839). The discussion that started it is the one that counts."""

    episode = models.ForeignKey(NeedEpisode, on_delete=models.PROTECT, related_name="section47_enquiries")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="section47_enquiries")
    discussion = models.ForeignKey(StrategyDiscussion, on_delete=models.PROTECT, related_name="enquiries")
    kind = models.CharField(max_length=10, choices=codes.EnquiryKind)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField("when the child was seen", null=True, blank=True)
    seen_alone = models.BooleanField(null=True)
    why_not_seen = models.CharField(max_length=300, blank=True)
    who_else_was_seen = models.TextField(blank=True)
    child_words = models.TextField("what the child said", blank=True)
    medical_on = models.DateField("when the medical was", null=True, blank=True)
    medical = models.TextField("what the medical found", blank=True)
    findings = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=codes.EnquiryOutcome, blank=True)
    # Only where a conference would have followed: the risk goes on, and yet none is needed.
    conference_not_required = models.BooleanField(default=False)
    why_no_conference = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_because = models.TextField(blank=True)
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = Section47EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "section 47 enquiry"
        verbose_name_plural = "section 47 enquiries"
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(authorised_at__isnull=True), name="section47enquiry_one_open"
            ),
            models.UniqueConstraint(fields=["child", "discussion"], name="section47enquiry_once_a_discussion"),
            models.CheckConstraint(
                condition=Q(authorised_at__isnull=True) | (~Q(outcome="") & Q(authorised_by__isnull=False)),
                name="section47enquiry_authorised_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(authorised_by__isnull=True) | ~Q(authorised_by=F("submitted_by")),
                name="section47enquiry_authorised_by_another",
            ),
            models.CheckConstraint(
                condition=Q(authorised_at__isnull=True) | Q(conference_not_required=False) | ~Q(why_no_conference=""),
                name="section47enquiry_no_conference_says_why",
            ),
        ]
        indexes = [models.Index(fields=["episode"], name="section47enquiry_episode")]

    def __str__(self) -> str:
        return f"Section 47 enquiry of {timezone.localtime(self.discussion.held_at):%-d %B %Y}"

    @property
    def needs_conference(self) -> bool:
        """The children at continuing risk are brought to a conference: Working Together."""
        return self.outcome == codes.EnquiryOutcome.CONTINUING_RISK and not self.conference_not_required


class InterviewQuerySet(models.QuerySet):
    def held(self):
        return self.filter(held_at__isnull=False)


@track_rows()
class Interview(models.Model):
    """A time when the child was, or will be, asked to tell what happened. The police may sit beside the social worker
    (achieving best evidence), or it was a teacher whom the child told first: each is once more that it had to be told.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="interviews")
    enquiry = models.ForeignKey(
        Section47Enquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="interviews"
    )
    joint = models.BooleanField("with the police (achieving best evidence)", default=False)
    planned_for = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    by_whom = models.CharField("who asked, or who was told", max_length=300)
    why_again = models.TextField("why the child has to tell it again", blank=True)
    child_words = models.TextField("what the child said", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["held_at", "planned_for", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_for__isnull=False) | Q(held_at__isnull=False), name="interview_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | Q(cancelled_because=""),
                name="interview_not_both_held_and_called_off",
            ),
        ]
        indexes = [models.Index(fields=["child", "held_at"], name="interview_child")]

    def __str__(self) -> str:
        return "Joint interview with the police" if self.joint else "Interview"
