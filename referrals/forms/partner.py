"""The page on which a partner agency sends a contact. Nobody is looked up: a partner learns nothing of any record."""

from django.core.exceptions import ValidationError

from casework.codes import ReferralSource
from people.codes import Sex
from referrals import codes, sent
from ui.fields import ChoiceField, DateField, DateTimeField, LongTextField, TextField, YesNoField
from ui.forms import GovForm
from ui.rows import Rows

URGENCY = codes.Urgency
MOST_URGENT_FIRST = [(one.value, one.label) for one in (URGENCY.RED, URGENCY.AMBER, URGENCY.GREEN, URGENCY.BLUE)]
HOME = ("line1", "town", "postcode")


class SentChildRow(GovForm):
    """One child, as the partner knows it."""

    forename = TextField(label="First name", max_length=100, required=False, width=20)
    surname = TextField(label="Last name", max_length=100, required=False, width=20)
    date_of_birth = DateField(label="Date of birth", past=True, required=False)
    expected_date_of_birth = DateField(label="Expected date of birth", hint="For an unborn child.", required=False)
    sex = ChoiceField(label="Sex", choices=Sex.choices, required=False, inline=True)
    nhs_number = TextField(label="NHS number", hint="If you have it.", required=False, width=20, max_length=20)
    upn = TextField(label="Unique pupil number (UPN)", hint="If you have it.", required=False, width=20, max_length=20)

    def for_service(self) -> sent.SentChild:
        return sent.SentChild(**{**self.cleaned_data, "sex": self.cleaned_data["sex"] or Sex.UNKNOWN})


class SentAdultRow(GovForm):
    """An adult of the family."""

    forename = TextField(label="First name", max_length=100, required=False, width=20)
    surname = TextField(label="Last name", max_length=100, required=False, width=20)
    relationship = ChoiceField(
        label="Who they are to the children", choices=[("", "Choose one"), *sent.ADULTS.items()], required=False
    )
    phone = TextField(label="Telephone", kind="tel", required=False, width=20, max_length=40)

    def for_service(self) -> sent.SentAdult:
        return sent.SentAdult(**{**self.cleaned_data, "relationship": self.cleaned_data["relationship"] or "other"})


class SendContactForm(GovForm):
    """What a partner wants the front door to know."""

    concern = LongTextField(
        label="What are you worried about?",
        rows=8,
        max_length=sent.LONGEST_CONCERN,
        hint="What happened, when, and who was there. What the child said, in the child's words.",
    )
    urgency = ChoiceField(label="How urgent is it?", choices=MOST_URGENT_FIRST)
    consent = ChoiceField(
        label="Does the family know and agree?",
        choices=codes.Consent.choices,
        reveals={"refused": ["consent_reason"], "not_sought_risk": ["consent_reason"]},
    )
    consent_reason = LongTextField(
        label="Why the family was not asked, or why you go on without their agreement",
        rows=2,
        max_length=500,
        required=False,
    )
    line1 = TextField(label="House and street", required=False, max_length=200)
    town = TextField(label="Town", required=False, max_length=100, width=20)
    postcode = TextField(label="Postcode", required=False, max_length=10, width=10)
    referrer_name = TextField(label="Your name", max_length=200, required=False, width=20)
    referrer_contact = TextField(label="Telephone or e-mail", max_length=200, required=False, width=20)
    referrer_may_be_named = YesNoField(label="May the family be told who you are?", required=False)
    source = ChoiceField(
        label="Who told you?",
        hint="Leave this if your agency saw it itself.",
        choices=[("", "Choose one"), *ReferralSource.choices],
        required=False,
    )
    received_at = DateTimeField(label="When did you learn of it?", past=True, noun="the time you learned of it")
    partner_reference = TextField(
        label="Your own reference",
        hint="For example the number of the incident. The same number is taken once only.",
        max_length=100,
        required=False,
        width=20,
    )

    rows = {
        "children": Rows(SentChildRow, one="child", minimum=1, maximum=sent.MOST_CHILDREN),
        "adults": Rows(SentAdultRow, one="adult", maximum=sent.MOST_ADULTS),
    }
    sections = [
        ("Who it is about", ["children"]),
        ("What it is about", ["concern", "urgency", "consent"]),
        ("Where the family lives", HOME),
        ("Adults in the family", ["adults"]),
        ("Who is telling us", ["referrer_name", "referrer_contact", "referrer_may_be_named", "source"]),
        ("When, and your own number", ["received_at", "partner_reference"]),
    ]

    def for_service(self) -> sent.Message:
        """The answers as referrals.services.receive_contact takes them."""
        data = {name: self.cleaned_data[name] for name in self.fields}
        home = sent.SentHome(**{name: data.pop(name) for name in HOME})
        return sent.Message(
            **data,
            method=codes.ContactMethod.FORM,
            home=home,
            children=[row.for_service() for row in self.row_sets["children"].answered],
            adults=[row.for_service() for row in self.row_sets["adults"].answered],
        )

    def put_back(self, error: ValidationError) -> None:
        """The service names a child's problem "children.0.upn": it is shown beside that child's box."""
        for name, problems in getattr(error, "error_dict", {}).items():
            part, _, rest = name.partition(".")
            if part in self.row_sets and rest:
                place, _, box = rest.partition(".")
                row = self.row_sets[part].answered[int(place)]
                row.add_error(box if box in row.fields else None, problems)
            else:
                super().put_back(ValidationError({rest or name: problems}))
        if not hasattr(error, "error_dict"):
            super().put_back(error)
