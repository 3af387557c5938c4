"""The page on which a contact is logged."""

from typing import Any

from django import forms

from casework.codes import ReferralSource
from people.codes import RelationshipKind, Sex
from people.models import Person
from referrals import codes
from referrals.match_panel import NEW, MatchPanel, panel_for, typed_query
from referrals.services import Household, NewAdult, NewChild
from staff.models import User
from staff.policies import people_visible_to
from staff.queries import agencies
from ui.fields import (
    Asked,
    ChoiceField,
    DateField,
    DateTimeField,
    LongTextField,
    RecordField,
    TextField,
    YesNoField,
)
from ui.forms import GovForm
from ui.posting import read_key
from ui.rows import Rows

NAMED_IN_A_CONTACT = [
    (RelationshipKind.PARENT, "Parent"),
    (RelationshipKind.STEP_PARENT, "Step-parent"),
    (RelationshipKind.GRANDPARENT, "Grandparent"),
    (RelationshipKind.CARER, "Carer"),
    (RelationshipKind.OTHER, "Other adult"),
]


class PersonMatchField(Asked, forms.CharField):
    """Which known person a row is about: a key, "new", or nothing yet. Drawn as the list of people who may be it."""

    component = "person_match"
    panel: MatchPanel


class Sought(TextField):
    """Typed to find somebody: the row says itself when there is too little, so it is not marked as optional."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class PersonRow(GovForm):
    """A row about somebody who may be known: it looks for that person while it is typed and after it is sent."""

    def __init__(self, *args: Any, user: User, family: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        picked, ticked = self._chosen()
        query = typed_query(self._typed(), self.prefix, family)
        field = self.fields["person"]
        assert isinstance(field, PersonMatchField)
        field.panel = panel_for(user, query, prefix=self.prefix, picked=picked, ticked=ticked)

    def _source(self) -> Any:
        """What was sent, or what the draft kept, as lists of texts."""
        if self.is_bound:
            return {key: self.data.getlist(key) for key in self.data}
        return self.draft.data if self.draft else {}

    def _typed(self) -> dict[str, str]:
        return {key: values[-1] for key, values in self._source().items() if values}

    def _chosen(self) -> tuple[str, list[str]]:
        source = self._source()
        return (source.get(f"{self.prefix}-person") or [""])[-1], list(source.get(f"{self.prefix}-siblings") or [])

    @property
    def panel(self) -> MatchPanel:
        return self.fields["person"].panel

    @property
    def picked(self) -> bool:
        """Whether somebody known was chosen."""
        return self.panel.picked not in ("", NEW)


class ChildRow(PersonRow):
    """One child of the family: somebody known, picked from the list, or somebody new."""

    forename = Sought(label="First name", max_length=100, width=20)
    surname = Sought(label="Last name", max_length=100, width=20)
    date_of_birth = DateField(label="Date of birth", past=True, required=False)
    person = PersonMatchField(required=False)
    sex = ChoiceField(label="Sex", choices=Sex.choices, required=False, inline=True)
    expected_date_of_birth = DateField(label="Expected date of birth", hint="For an unborn child.", required=False)
    nhs_number = TextField(label="NHS number", required=False, width=20, max_length=20)
    upn = TextField(label="Unique pupil number (UPN)", required=False, width=20, max_length=20)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.picked:
            # A known person was picked: what was typed to find that person is not asked to be right.
            for name in ("date_of_birth", "expected_date_of_birth", "nhs_number", "upn"):
                self._errors.pop(name, None)
            data["people"] = self._known_people()
            return data
        if not data.get("forename") and not data.get("surname"):
            self.add_error("forename", "Enter the child's name. Write what you were told, also if it is only one name.")
        if self.panel.must_choose:
            self.add_error("person", "Choose the person whom this is about, or say that it is somebody new.")
        data["people"] = [NewChild(self._new_fields(data))]
        return data

    def _known_people(self) -> list[Person]:
        keys = [self.panel.picked, *(key for key in self.panel.ticked if read_key(key))]
        found = {str(row.pk): row for row in people_visible_to(self.user).filter(pk__in=keys)}
        return [found[key] for key in dict.fromkeys(keys) if key in found]

    @staticmethod
    def _new_fields(data: dict[str, Any]) -> dict[str, Any]:
        names = ("forename", "surname", "date_of_birth", "expected_date_of_birth", "sex", "nhs_number", "upn")
        return {name: data[name] for name in names if data.get(name)}


class AdultRow(PersonRow):
    """A parent, carer or other adult of whom the caller spoke."""

    forename = TextField(label="First name", max_length=100, required=False, width=20)
    surname = TextField(label="Last name", max_length=100, required=False, width=20)
    kind = ChoiceField(label="Who they are to the children", choices=NAMED_IN_A_CONTACT, required=False)
    sex = ChoiceField(label="Sex", choices=Sex.choices, required=False, inline=True)
    phone = TextField(label="Telephone", kind="tel", required=False, width=20, max_length=30)
    person = PersonMatchField(required=False)

    def is_blank(self) -> bool:
        return not (self["forename"].data or self["surname"].data or self["phone"].data)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["known"] = people_visible_to(self.user).filter(pk=int(self.panel.picked)).first() if self.picked else None
        if not self.picked and not data.get("forename") and not data.get("surname"):
            self.add_error("forename", "Enter the adult's name, or take this adult away.")
        if self.panel.must_choose:
            self.add_error("person", "Choose who this adult is, or say that it is somebody new.")
        if not data.get("kind"):
            self.add_error("kind", "Choose who this adult is to the children.")
        return data


class ContactForm(GovForm):
    """Who is telling us what about whom. One page, in the order of a telephone call."""

    source = ChoiceField(label="Who is telling us?", choices=[("", "Choose one"), *ReferralSource.choices])
    agency = RecordField(label="Agency", records=None, required=False, hint="Where they work, if at an agency.")
    referrer_name = TextField(label="Their name", required=False, max_length=200, width=20)
    referrer_contact = TextField(label="Telephone or e-mail", required=False, max_length=200, width=20)
    referrer_may_be_named = YesNoField(label="May the family be told who they are?", required=False)
    received_at = DateTimeField(label="When did it come in?", past=True, noun="the time it came in")
    method = ChoiceField(
        label="How did it come in?", choices=codes.ContactMethod.choices, initial=codes.ContactMethod.TELEPHONE
    )
    concern = LongTextField(
        label="What are they worried about?", rows=8, hint="In their words. What happened, when, and who was there."
    )
    consent = ChoiceField(
        label="Does the family know and agree?",
        choices=codes.Consent.choices,
        reveals={"not_sought_risk": ["consent_reason"]},
    )
    consent_reason = LongTextField(
        label="Why the family was not asked", noun="why the family was not asked", rows=2, max_length=500
    )
    urgency = ChoiceField(label="How urgent is it?", choices=codes.Urgency.choices)
    line1 = TextField(label="House and street", required=False, max_length=200)
    town = TextField(label="Town", required=False, max_length=100, width=20)
    postcode = TextField(label="Postcode", required=False, max_length=10, width=10)

    rows = {
        "children": Rows(ChildRow, heading="Children", one="child", minimum=1, maximum=12),
        "adults": Rows(AdultRow, heading="Adults", one="adult", maximum=8),
    }

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies()

    def row_kwargs(self, name: str) -> dict[str, Any]:
        kept = {} if self.is_bound or not self.draft else self.draft.data
        boxes = {"line1": "line1", "postcode": "postcode", "phone": "adults-0-phone"}
        family = {key: str(self.data.get(box) or (kept.get(box) or [""])[-1]) for key, box in boxes.items()}
        return {"user": self.user, "family": family}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("consent") == codes.Consent.REFUSED:
            data["consent_reason"] = data.get("consent_reason") or "The family does not agree; see the concern."
        return data

    def for_service(self) -> dict[str, Any]:
        """The answers as referrals.services.record_contact takes them."""
        data = self.cleaned_data
        names = (
            "source",
            "agency",
            "referrer_name",
            "referrer_contact",
            "referrer_may_be_named",
            "received_at",
            "method",
            "concern",
            "consent",
            "consent_reason",
            "urgency",
        )
        children = list(
            dict.fromkeys(one for row in data["children"] for one in row["people"] if isinstance(one, Person))
        )
        new = [one for row in data["children"] for one in row["people"] if isinstance(one, NewChild)]
        return {
            **{name: data[name] for name in names},
            "children": [*children, *new],
            "household": Household(data["line1"], data["town"], data["postcode"]),
            "adults": [self._adult(row) for row in data["adults"]],
        }

    @staticmethod
    def _adult(row: dict[str, Any]) -> NewAdult:
        fields = {name: row[name] for name in ("forename", "surname", "sex") if row.get(name)}
        return NewAdult(kind=row["kind"], person=row["known"], fields=fields, phone=row.get("phone", ""))
