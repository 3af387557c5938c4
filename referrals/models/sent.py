"""A partner's message in its own words, beside what the record says.

A partner may learn nothing from the record, so what it is shown again is what it sent; and where the record could not
take what was sent, the front door reads it here.
"""

from django.db import models

from audit.tracking import track_rows
from referrals.models.contact import Contact, ContactChild


@track_rows()
class ChildAsSent(models.Model):
    """One child as the partner named it, and what the front door should know about how it was matched."""

    contact_child = models.OneToOneField(ContactChild, on_delete=models.CASCADE, related_name="as_sent")
    forename = models.CharField(max_length=100, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    expected_date_of_birth = models.DateField(null=True, blank=True)
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    upn = models.CharField("unique pupil number", max_length=13, blank=True)
    # For the front door alone. The sender never sees it, nor whether there is one.
    note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "children as sent"

    def __str__(self) -> str:
        return " ".join(part for part in (self.forename, self.surname) if part)


@track_rows()
class NumbersAsGiven(models.Model):
    """Numbers typed at the front door that the new record could not keep, since a hidden record has them.

    Whoever typed them is told nothing; the keeper of the hidden record is (access/services/blind.py).
    """

    contact_child = models.OneToOneField(ContactChild, on_delete=models.CASCADE, related_name="as_given")
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    upn = models.CharField("unique pupil number", max_length=13, blank=True)

    class Meta:
        verbose_name_plural = "numbers as given"

    def __str__(self) -> str:
        return f"Numbers of {self.contact_child}"


@track_rows()
class FamilyAsSent(models.Model):
    """The home and the adults that a partner named. A known child's own record is not changed by them."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="family_as_sent")
    line1 = models.CharField("house and street", max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    # [{"forename", "surname", "relationship", "phone", "parental_responsibility"}], the relationship in words.
    adults = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "families as sent"

    def __str__(self) -> str:
        return f"Family on {self.contact}"
