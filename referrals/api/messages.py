"""What a partner sends: the shape of it. What it may say is in referrals.sent."""

from typing import Any

from rest_framework import serializers

from casework.codes import ReferralSource
from people.codes import Sex
from referrals import codes, sent
from referrals.api.fields import Code, Day, Moment, Text, YesNo

SAY = {"required": "Say what you are worried about.", "blank": "Say what you are worried about."}
CHILDREN = {
    "required": "Name at least one child.",
    "empty": "Name at least one child.",
    "null": "Name at least one child.",
    "not_a_list": "Send a list of children.",
}


class SentChildSerializer(serializers.Serializer):
    """One child. Give a date of birth, or for an unborn child the expected date; a surname alone is enough."""

    forename = Text(100)
    surname = Text(100)
    date_of_birth = Day()
    expected_date_of_birth = Day()
    sex = Code(Sex, default=Sex.UNKNOWN, help_text="F, M, or U where it is not known; always U for an unborn child.")
    nhs_number = Text(20, help_text="Ten digits, with or without spaces.")
    upn = Text(20, help_text="Unique pupil number.")


class SentAdultSerializer(serializers.Serializer):
    """An adult of the family."""

    forename = Text(100)
    surname = Text(100)
    relationship = Code(sent.ADULTS, default="other", help_text="Who the adult is to the children.")
    phone = Text(40)
    parental_responsibility = YesNo()


class SentHomeSerializer(serializers.Serializer):
    """Where the family lives."""

    line1 = Text(200, help_text="House and street.")
    town = Text(100)
    postcode = Text(10)


class MessageSerializer(serializers.Serializer):
    """A contact from a partner agency."""

    concern = serializers.CharField(
        max_length=sent.LONGEST_CONCERN,
        error_messages=SAY,
        help_text="What you are worried about, in your own words.",
    )
    children = serializers.ListField(
        child=SentChildSerializer(), allow_empty=False, max_length=sent.MOST_CHILDREN, error_messages=CHILDREN
    )
    urgency = Code(codes.Urgency, error_messages={"required": "Say how urgent it is: red, amber, green or blue."})
    consent = Code(codes.Consent, error_messages={"required": "Say whether the family knows and agrees."})
    consent_reason = Text(
        500, help_text="Why the family was not asked, or why you go on without their agreement. Needed in both cases."
    )
    source = Code(  # type: ignore[assignment]  # a field; the base class has an attribute of this name
        ReferralSource,
        required=False,
        allow_blank=True,
        default="",
        help_text="The census code of who told you. Left out: the usual code of your agency.",
    )
    received_at = Moment(help_text="When you took the contact. Left out: now. Not in the future.")
    method = Code(codes.ContactMethod, default=codes.ContactMethod.NOTIFICATION)
    referrer_name = Text(200)
    referrer_contact = Text(200, help_text="Telephone or e-mail of the person who knows more.")
    referrer_may_be_named = YesNo(help_text="Whether the family may be told who the referrer is.")
    partner_reference = Text(
        100, help_text="Your own number for it. The same number sent again gives the first contact, never a second."
    )
    household = SentHomeSerializer(required=False, allow_null=True, default=None)
    adults = serializers.ListField(
        child=SentAdultSerializer(), required=False, default=list, max_length=sent.MOST_ADULTS
    )

    def message(self) -> sent.Message:
        """What was sent, as the service takes it. Call after `is_valid`."""
        data: dict[str, Any] = dict(self.validated_data)
        home = data.pop("household") or {}
        children = [sent.SentChild(**one) for one in data.pop("children")]
        adults = [sent.SentAdult(**one) for one in data.pop("adults")]
        return sent.Message(**data, children=children, adults=adults, home=sent.SentHome(**home))
