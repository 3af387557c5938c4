"""Child protection conferences: booked in the diary, held about one child or several, a decision for each."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from audit.tracking import track_rows
from people.models import Child
from safeguarding import codes
from safeguarding.models.enquiry import Section47Enquiry


@track_rows()
class ConferenceRoom(models.Model):
    name = models.CharField(max_length=100, unique=True)
    seats = models.PositiveSmallIntegerField(default=12)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@track_rows()
class TransferIn(models.Model):
    """A child on a plan elsewhere has moved here for good: the other authority's written notice."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="transfers_in")
    notice_received_on = models.DateField()
    from_authority = models.CharField(max_length=200)
    plan_began_on = models.DateField("when the plan there began", null=True, blank=True)
    category = models.CharField(max_length=3, choices=codes.CategoryOfAbuse, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-notice_received_on", "-pk"]

    def __str__(self) -> str:
        return f"Moved here from {self.from_authority}"


class Span(Func):
    """The half-open span from a start for so many minutes."""

    template = "tstzrange(%(expressions)s)"
    output_field = DateTimeRangeField()


class ConferenceQuerySet(models.QuerySet):
    def booked(self):
        return self.filter(held_on__isnull=True, cancelled_at__isnull=True)

    def held(self):
        return self.filter(held_on__isnull=False)


@track_rows()
class Conference(models.Model):
    """One sitting. A room and a chair are in one place at a time: the database refuses a second."""

    kind = models.CharField(max_length=12, choices=codes.ConferenceKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.ForeignKey(
        ConferenceRoom, on_delete=models.PROTECT, null=True, blank=True, related_name="conferences"
    )
    place = models.CharField("where, if in none of the rooms", max_length=200, blank=True)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conferences_chaired")
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(default=timezone.now)
    moved_because = models.TextField("why it was put off", blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    held_on = models.DateField(null=True, blank=True)
    quorate = models.BooleanField(null=True)
    why_not_quorate = models.TextField("why it went ahead without a quorum", blank=True)
    discussion = models.TextField("what was said", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="conference_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | Q(cancelled_at__isnull=True),
                name="conference_not_both_held_and_called_off",
            ),
            models.CheckConstraint(
                # Census rule 8875: a conference on a weekend is an error.
                condition=Q(held_on__isnull=True) | Q(held_on__iso_week_day__lte=5),
                name="conference_never_on_a_weekend",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | Q(quorate__isnull=False),
                name="conference_held_says_whether_quorate",
            ),
            # What a plan's start points at: no other day than that of its conference (census rule 2885).
            models.UniqueConstraint(fields=["id", "held_on"], name="conference_and_its_day"),
            ExclusionConstraint(
                name="conference_room_taken_once",
                expressions=[("room", RangeOperators.EQUAL), (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at__isnull=True, room__isnull=False),
            ),
            ExclusionConstraint(
                name="conference_chair_in_one_place",
                expressions=[("chair", RangeOperators.EQUAL), (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {timezone.localtime(self.starts_at):%-d %B %Y}"


@track_rows()
class ConferenceChild(models.Model):
    """One child at a sitting: why it is here, how it took part, what was decided."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="conferences")
    # An initial conference follows an enquiry; a transfer-in conference follows a notice.
    enquiry = models.ForeignKey(
        Section47Enquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="conferences"
    )
    transfer = models.ForeignKey(
        TransferIn, on_delete=models.PROTECT, null=True, blank=True, related_name="conferences"
    )
    participation = models.CharField(max_length=3, choices=codes.Participation, blank=True)
    child_views = models.TextField(blank=True)
    family_views = models.TextField(blank=True)
    decision = models.CharField(max_length=10, choices=codes.ConferenceDecision, blank=True)
    category = models.CharField(max_length=3, choices=codes.CategoryOfAbuse, blank=True)
    reason = models.TextField(blank=True)
    dissent = models.TextField("who did not agree, and why", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "child"], name="conferencechild_once"),
            models.CheckConstraint(
                condition=Q(enquiry__isnull=True) | Q(transfer__isnull=True),
                name="conferencechild_an_enquiry_or_a_transfer",  # census rule 2884
            ),
        ]
        indexes = [models.Index(fields=["child"], name="conferencechild_child")]

    def __str__(self) -> str:
        return f"{self.child}: {self.conference}"


@track_rows()
class ConferenceInvitation(models.Model):
    """Somebody asked to a conference: whether a report came in time, whether the family had it in time, who came."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=200)
    agency = models.CharField(max_length=20, choices=codes.TakesPart, blank=True)  # empty for the family
    what = models.CharField("who they are", max_length=200, blank=True)
    report_wanted = models.BooleanField(default=False)
    report_received_on = models.DateField(null=True, blank=True)
    shared_with_family_on = models.DateField(null=True, blank=True)
    attended = models.BooleanField(null=True)
    sent_on = models.DateField(null=True, blank=True)
    minutes_sent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
