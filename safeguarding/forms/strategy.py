"""A strategy discussion, immediate protection, and each time the child had to tell it."""

from collections.abc import Sequence
from typing import Any

from casework.forms.visit import called, child_choices
from people.models import Child
from safeguarding.codes import CategoryOfAbuse, Enquiry, ProtectionPower, TakesPart
from safeguarding.services import DecidedFor
from ui.fields import ChecklistField, ChoiceField, DateField, DateTimeField, LongTextField, TextField, TickField
from ui.forms import GovForm
from ui.rows import Rows


class AttendanceRow(GovForm):
    agency = ChoiceField(label="Agency", choices=TakesPart)
    name = TextField(label="Name", noun="the name", max_length=200)
    role = TextField(label="Role", noun="the role", max_length=200, required=False)

    def is_blank(self) -> bool:
        """An agency without a name was not there."""
        return not (self["name"].data or self["role"].data)


class StrategyForm(GovForm):
    """What was said, who took part, and a decision for each child. Brothers and sisters are asked about when ticked."""

    held_at = DateTimeField(label="When was it held?", noun="the time of the discussion", past=True)
    concern = LongTextField(label="What led to it?", noun="what led to it", rows=5)
    agreed = LongTextField(label="What was agreed", rows=5, required=False, hint="Who does what, and by when.")
    why_missing = LongTextField(
        label="If the police or health were not there: why, and how will they be told?",
        noun="why somebody was missing",
        rows=3,
        required=False,
    )

    rows = {
        "attendances": Rows(AttendanceRow, heading="Who took part", one="person", minimum=1, maximum=20),
    }

    def __init__(self, *args: Any, child: Child, siblings: Sequence[Child], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.child, self.siblings = child, list(siblings)
        parts = self._ask_about(child)
        sections: list[tuple[str, list[str]]] = [
            ("The discussion", ["held_at", "concern", "attendances", "why_missing", "agreed"]),
            (f"What was decided for {called(child)}", parts),
        ]
        if self.siblings:
            reveals = {str(one.pk): self._ask_about(one) for one in self.siblings}
            self.fields["also"] = ChecklistField(
                label="Which other children was it about?",
                choices=child_choices(self.siblings),
                required=False,
                reveals=reveals,
            )
            sections.append(("Brothers and sisters", ["also"]))
        self._sections = sections

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        return self._sections

    def _ask_about(self, child: Child) -> list[str]:
        key, name = child.pk, called(child)
        self.fields[f"enquiry_{key}"] = ChoiceField(
            label=f"What was decided for {name}?", noun=f"what was decided for {name}", choices=Enquiry
        )
        self.fields[f"immediate_{key}"] = TickField(
            label=f"{name} is protected at once", required=False, hint="Police protection, or an order of the court."
        )
        self.fields[f"reason_{key}"] = LongTextField(label="Why?", noun=f"why, for {name}", rows=4)
        return [f"enquiry_{key}", f"immediate_{key}", f"reason_{key}"]

    def decided(self) -> list[DecidedFor]:
        """Each child it was about, with what was decided: call it when the form is valid."""
        also = set(self.cleaned_data.get("also") or [])
        chosen = [self.child, *(one for one in self.siblings if str(one.pk) in also)]
        typed = self.cleaned_data
        return [
            DecidedFor(
                one,
                typed[f"enquiry_{one.pk}"],
                typed[f"reason_{one.pk}"],
                immediate_protection=bool(typed.get(f"immediate_{one.pk}")),
            )
            for one in chosen
        ]

    def attendances(self) -> list[tuple[str, str, str]]:
        return [(row["agency"], row["name"], row["role"]) for row in self.cleaned_data["attendances"]]


class CorrectStrategyForm(GovForm):
    held_at = DateTimeField(label="When was it held?", noun="the time of the discussion", past=True, now=False)
    because = TextField(label="Why is the time corrected?", noun="why it is corrected", max_length=300)


class ImmediateForm(GovForm):
    power = ChoiceField(label="How is the child protected?", noun="how the child is protected", choices=ProtectionPower)
    began_at = DateTimeField(label="When did it begin?", noun="the time it began", past=True)
    where = TextField(label="Where is the child now?", noun="where the child is", max_length=300, required=False)


class ExtendForm(GovForm):
    on = DateField(label="When did the court extend it?", noun="the day", past=True)


class EndImmediateForm(GovForm):
    ended_at = DateTimeField(label="When did it end?", noun="the time it ended", past=True)
    how = TextField(label="How did it end, and where is the child now?", noun="how it ended", max_length=300)


class PlanInterviewForm(GovForm):
    planned_for = DateTimeField(label="When?", noun="the time of the interview", now=False)
    joint = TickField(label="Together with the police (achieving best evidence)", required=False)
    by_whom = TextField(label="Who will ask?", noun="who will ask", max_length=300)
    why_again = LongTextField(
        label="Why does the child have to tell it again?", noun="why again", rows=3, required=False
    )


class RecordInterviewForm(GovForm):
    held_at = DateTimeField(label="When did the child tell it?", noun="the time", past=True)
    joint = TickField(label="Together with the police (achieving best evidence)", required=False)
    by_whom = TextField(label="Who asked, or whom did the child tell?", noun="who asked", max_length=300)
    child_words = LongTextField(label="What the child said", rows=6, required=False, hint="In the child’s own words.")


class TransferForm(GovForm):
    notice_received_on = DateField(label="When did the written notice come?", noun="the day of the notice", past=True)
    from_authority = TextField(label="Which authority sent it?", noun="the authority", max_length=200)
    plan_began_on = DateField(label="When did the plan there begin?", noun="the day", past=True, required=False)
    category = ChoiceField(label="Category there", choices=CategoryOfAbuse, required=False)
