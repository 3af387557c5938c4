"""Naming a relative: somebody who may be on record already."""

from collections.abc import Callable
from typing import Any

from people import codes
from people.matching import Candidate, PersonQuery
from people.models import Person
from ui import words
from ui.fields import ChoiceField, DateField, LongTextField, TextField, TickField, YesNoField
from ui.forms import GovForm

NEW = "new"
SON_OR_DAUGHTER = "child"
KINDS = [*codes.RelationshipKind.choices, (SON_OR_DAUGHTER, "Son or daughter")]
Find = Callable[[PersonQuery], list[Candidate]]


class PersonForm(GovForm):
    """Names of somebody. Where people on record may be the same, the form asks which before it goes on.

    After validation `cleaned_data["person"]` is the one chosen, or None for somebody new.
    """

    forename = TextField(label="Forename", max_length=100, required=False)
    surname = TextField(label="Surname", max_length=100, required=False)
    date_of_birth = DateField(label="Date of birth", past=True, required=False, hint="If it is known")
    sex = ChoiceField(label="Sex", choices=codes.Sex.choices, initial=codes.Sex.UNKNOWN, required=False)

    def __init__(self, *args: Any, find: Find, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.find = find

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["person"] = None
        if not cleaned.get("forename") and not cleaned.get("surname"):
            if not self.has_error("forename") and not self.has_error("surname"):
                self.add_error("forename", "Enter a forename or a surname")
            return cleaned
        known = {str(one.person.pk): one for one in self.find(self._query(cleaned))}
        if known:
            cleaned["person"] = self._ask_who(known)
        return cleaned

    def _query(self, cleaned: dict[str, Any]) -> PersonQuery:
        return PersonQuery(
            forename=cleaned.get("forename") or "",
            surname=cleaned.get("surname") or "",
            date_of_birth=cleaned.get("date_of_birth"),
            sex=cleaned.get("sex") or "",
        )

    def _ask_who(self, known: dict[str, Candidate]) -> Person | None:
        """Put the question first on the page. The person chosen, or None for somebody new or no answer yet."""
        who = ChoiceField(
            label="Is this one of the people we know?",
            noun="whether this is one of these people",
            choices=[*((pk, one.person.name) for pk, one in known.items()), (NEW, "No, this is somebody new")],
            hints={pk: ". ".join(one.reasons) for pk, one in known.items()},
        )
        words.say_it_plainly(who, "who")
        self.fields = {"who": who, **self.fields}
        chosen = self.data.get(self.add_prefix("who"), "")
        if chosen != NEW and chosen not in known:
            self.add_error("who", "Say whether this is one of these people, or somebody new")
            return None
        return None if chosen == NEW else known[chosen].person


class RelativeForm(PersonForm):
    """A relative, or another adult who matters, and what the person is to the child."""

    kind = ChoiceField(label="Who is this to the child?", noun="who this is to the child", choices=KINDS)
    parental_responsibility = YesNoField(
        label="Parental responsibility?",
        hint="A mother has it. A father or another carer has it by the birth certificate, an agreement or an order.",
        not_known=True,
        required=False,
    )
    safe_to_contact = YesNoField(label="Is it safe to contact this person?", not_known=True, required=False)
    lives_here = TickField(label="Lives with the child", required=False)
    phone = TextField(label="Telephone", kind="tel", width=20, max_length=30, required=False)
    from_on = DateField(label="Since when?", hint="For a partner or a carer", past=True, required=False)
    note = TextField(label="Anything to remember about this", max_length=300, required=False)


class IdentifyForm(PersonForm):
    """An adult whom nobody had named is named."""

    parental_responsibility = YesNoField(label="Parental responsibility?", not_known=True, required=False)


class RelationshipForm(GovForm):
    """What holds between the child and a relative, as known now."""

    parental_responsibility = YesNoField(label="Parental responsibility?", not_known=True, required=False)
    safe_to_contact = YesNoField(label="Is it safe to contact this person?", not_known=True, required=False)
    note = TextField(label="Anything to remember about this", max_length=300, required=False)
    ended_on = DateField(label="Ended on", hint="Only if it holds no longer", past=True, required=False)


class UnknownAdultForm(GovForm):
    """Somebody who matters to the child and whom nobody has named yet."""

    role = ChoiceField(label="Who is missing from the record?", noun="who is missing", choices=codes.AdultRole.choices)
    what_is_known = TextField(
        label="What is known", max_length=500, required=False, hint="For example a first name, a car, or where he works"
    )


class CloseUnknownAdultForm(GovForm):
    because = LongTextField(
        label="Why does nobody need to find out any more?", noun="the reason", max_length=300, rows=3
    )
