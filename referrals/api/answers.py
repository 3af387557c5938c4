"""What the API says of contacts: to the partner that sent one, and to the council's own staff."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from referrals.models import Contact, ContactChild
from referrals.outcomes import ChildOutcome, status_of


class ChildOutcomeSerializer(serializers.Serializer):
    """One child as the sender named it, and what was decided. Nothing of any record."""

    reference = serializers.CharField(help_text="Our number for this child on this contact.")
    forename = serializers.CharField()
    surname = serializers.CharField()
    outcome = serializers.CharField(
        help_text="Empty until it is decided; then nfa, advice, early_help, referral or strategy_discussion."
    )
    outcome_title = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    told_to_referrer = serializers.CharField(help_text="What the front door wants you to know.")


class OwnContactSerializer(serializers.ModelSerializer):
    """A partner's own contact."""

    status = serializers.SerializerMethodField(help_text="waiting, partly_decided or decided")
    children = serializers.SerializerMethodField()

    class Meta:
        model = Contact
        fields = ["id", "received_at", "partner_reference", "status", "children"]
        read_only_fields = fields

    def get_status(self, contact: Contact) -> str:
        return status_of(contact.children.all())

    @extend_schema_field(ChildOutcomeSerializer(many=True))
    def get_children(self, contact: Contact) -> Any:
        rows = [ChildOutcome.of(row) for row in contact.children.all()]
        return ChildOutcomeSerializer(rows, many=True).data


class WaitingChildSerializer(serializers.ModelSerializer):
    """One child who waits for a decision at the front door."""

    child_id = serializers.IntegerField()
    child = serializers.CharField(source="child.name")
    contact_id = serializers.IntegerField()
    received_at = serializers.DateTimeField()
    urgency = serializers.CharField(source="contact.urgency")
    source = serializers.CharField(source="contact.source")  # type: ignore[assignment]  # a field; the base class has an attribute of this name
    agency = serializers.SerializerMethodField()
    checks_asked = serializers.SerializerMethodField()
    checks_open = serializers.SerializerMethodField()
    due_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        model = ContactChild
        fields = [
            "id",
            "child_id",
            "child",
            "newly_known",
            "contact_id",
            "received_at",
            "due_at",
            "urgency",
            "source",
            "agency",
            "checks_asked",
            "checks_open",
        ]
        read_only_fields = fields

    def get_agency(self, row: ContactChild) -> str | None:
        return row.contact.agency.name if row.contact.agency else None

    def get_checks_asked(self, row: ContactChild) -> int:
        return row.checks_asked or 0

    def get_checks_open(self, row: ContactChild) -> int:
        return row.checks_open or 0
