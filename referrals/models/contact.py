"""What came in at the front door, about whom, and what was decided for each child."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.tracking import track_rows
from casework.codes import ReferralSource
from people.models import Child
from referrals import codes
from staff.models import Agency


class ContactQuerySet(models.QuerySet):
    def undecided(self):
        """Contacts with at least one child for whom nothing is decided yet."""
        waiting = ContactChild.objects.filter(
            contact=models.OuterRef("pk"), undecided=True, child__merged_into__isnull=True
        )
        return self.filter(models.Exists(waiting))


@track_rows()
class Contact(models.Model):
    """Somebody told the department about one child or several of a family."""

    received_at = models.DateTimeField()
    method = models.CharField(max_length=20, choices=codes.ContactMethod, default=codes.ContactMethod.TELEPHONE)
    source = models.CharField(max_length=2, choices=ReferralSource)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    referrer_name = models.CharField(max_length=200, blank=True)
    referrer_contact = models.CharField(max_length=200, blank=True)
    referrer_may_be_named = models.BooleanField(null=True)
    concern = models.TextField()
    consent = models.CharField(max_length=20, choices=codes.Consent)
    consent_reason = models.CharField(max_length=500, blank=True)
    urgency = models.CharField(max_length=5, choices=codes.Urgency)
    # The partner's own number for it: the same notification sent twice is one contact.
    partner_reference = models.CharField(max_length=100, blank=True)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(concern=""), name="contact_says_what_is_the_matter"),
            models.CheckConstraint(condition=Q(received_at__lte=F("logged_at")), name="contact_received_before_logged"),
            models.UniqueConstraint(
                fields=["agency", "partner_reference"],
                condition=~Q(partner_reference=""),
                name="contact_partner_reference_once",
            ),
        ]
        indexes = [models.Index(fields=["-received_at"], name="contact_received")]

    def __str__(self) -> str:
        return f"Contact of {timezone.localtime(self.received_at):%-d %B %Y}"


@track_rows()
class UrgencyChange(models.Model):
    """Each colour a contact had, with who set it and why."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="urgency_changes")
    urgency = models.CharField(max_length=5, choices=codes.Urgency)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_urgency_display()


class ContactChildQuerySet(models.QuerySet["ContactChild"]):
    def one_a_child(self):
        """Without rows of a record that was merged into another child's on the same contact."""
        return self.filter(child__merged_into__isnull=True)


# Whatever is written into the column, what it says is whether there is a decision.
_SAYS_WHETHER_DECIDED = """
NEW.undecided := NOT EXISTS (SELECT 1 FROM referrals_thresholddecision WHERE contact_child_id = NEW.id);
RETURN NEW;
"""
# A decision taken or taken away: the rows that it was or is about look again.
_LETS_THE_CHILD_LOOK = """
IF TG_OP <> 'INSERT' THEN
    UPDATE referrals_contactchild SET undecided = true WHERE id = OLD.contact_child_id;
END IF;
IF TG_OP <> 'DELETE' THEN
    UPDATE referrals_contactchild SET undecided = false WHERE id = NEW.contact_child_id;
END IF;
RETURN NULL;
"""


# Whether it is undecided follows from the decisions, which have a history of their own.
@track_rows(exclude=["undecided"])
class ContactChild(models.Model):
    """One child on a contact. Each gets a decision of its own."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="contacts")
    newly_known = models.BooleanField(default=False)
    # No decision yet. Kept by the database itself: the absence of a row in another table cannot be indexed.
    undecided = models.BooleanField(default=True, editable=False)

    objects = ContactChildQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "child"], name="contactchild_once")]
        indexes = [
            # The queue of the front door and its counts, and a child's contacts that wait (who may see the child).
            models.Index(fields=["child", "contact"], condition=Q(undecided=True), name="contactchild_undecided"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="says_whether_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("undecided"),
                func=_SAYS_WHETHER_DECIDED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.child}: {self.contact}"

    @property
    def decided(self) -> bool:
        return hasattr(self, "decision")


@track_rows()
class ThresholdDecision(models.Model):
    """What was decided for one child on one contact. Taken once and never overwritten."""

    contact_child = models.OneToOneField(ContactChild, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20, choices=codes.ContactOutcome)
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    # The decider says that the history was read; what it showed at that moment is kept. Nothing is blocked by it.
    history_read = models.BooleanField(default=False)
    history_shown = models.JSONField(default=dict)
    told_to_referrer = models.TextField("what the referrer is told", blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="thresholddecision_says_why")]
        indexes = [models.Index(fields=["-decided_at"], name="thresholddecision_when")]
        triggers = [
            pgtrigger.Trigger(
                name="lets_the_child_look",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("contact_child_id"),
                func=_LETS_THE_CHILD_LOOK,
            )
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


@track_rows()
class PartnerCheck(models.Model):
    """A question to a partner about a contact: asked, answered or refused, by a named person."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="checks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="checks")
    question = models.TextField(blank=True)
    lawful_basis = models.CharField(max_length=20, choices=codes.LawfulBasis)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_kind = models.CharField(max_length=20, choices=codes.CheckAnswer, blank=True)
    answer = models.TextField(blank=True)
    shared_by = models.CharField("who shared it", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "agency"], condition=Q(answered_at__isnull=True), name="partnercheck_once_while_open"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer_kind="")
                | (Q(answered_at__gte=F("asked_at")) & ~Q(answer_kind="") & ~Q(shared_by="")),
                name="partnercheck_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.contact}"
