"""Conferences: booked, put off, held."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from casework.forms.visit import called, child_choices
from people.models import Child
from safeguarding.codes import CategoryOfAbuse, ConferenceDecision, ConferenceKind, Participation, PlanEnd, TakesPart
from safeguarding.models import ConferenceInvitation
from safeguarding.rules.conference import ENDS_AT_CONFERENCE, MAY_DECIDE
from safeguarding.services import Result
from ui.fields import (
    ChecklistField,
    ChoiceField,
    DateField,
    DateTimeField,
    LongTextField,
    RecordField,
    RecordsField,
    TextField,
    TickField,
    WholeNumberField,
)
from ui.forms import GovForm

LENGTHS = [("60", "1 hour"), ("90", "1 hour and a half"), ("120", "2 hours"), ("180", "3 hours")]


class SlotForm(GovForm):
    """When, where, and who chairs."""

    starts_at = DateTimeField(label="When does it start?", noun="the time of the conference", now=False)
    length = ChoiceField(label="How long is the room kept?", noun="how long", choices=LENGTHS, initial="120")
    room = RecordField(label="Which room?", noun="the room", records=None, required=False)
    place = TextField(label="Or where else?", noun="where it will be", max_length=200, required=False)
    chair = RecordField(label="Who chairs?", noun="who chairs", records=None)

    def __init__(self, *args: Any, rooms: Any, chairs: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset, self.fields["chair"].queryset = rooms, chairs

    def slot(self) -> dict[str, Any]:
        typed = self.cleaned_data
        starts_at: datetime = typed["starts_at"]
        ends_at = starts_at + timedelta(minutes=int(typed["length"]))
        return {
            "starts_at": starts_at,
            "ends_at": ends_at,
            "room": typed["room"],
            "place": typed["place"],
            "chair": typed["chair"],
        }


class BookForm(SlotForm):
    kind = ChoiceField(label="Which conference?", noun="which conference", choices=ConferenceKind)
    field_order = ["kind", "starts_at", "length", "room", "place", "chair"]

    def __init__(self, *args: Any, siblings: Sequence[Child], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.siblings = list(siblings)
        if self.siblings:
            self.fields["also"] = ChecklistField(
                label="Which other children in the same sitting?", choices=child_choices(self.siblings), required=False
            )

    def also(self) -> list[Child]:
        ticked = set(self.cleaned_data.get("also") or [])
        return [one for one in self.siblings if str(one.pk) in ticked]


class PostponeForm(SlotForm):
    because = LongTextField(label="Why is it put off?", noun="why it is put off", rows=3)


class CancelForm(GovForm):
    because = TextField(label="Why is it called off?", noun="why it is called off", max_length=300)


class InviteForm(GovForm):
    name = TextField(label="Name", noun="the name", max_length=200)
    what = TextField(
        label="Who are they?", noun="who they are", max_length=200, hint="For example: mother, health visitor."
    )
    agency = ChoiceField(label="Agency", choices=[("", "Family or friend"), *TakesPart.choices], required=False)
    report_wanted = TickField(label="Ask for a report", required=False)


class ReportForm(GovForm):
    received_on = DateField(label="When did the report come?", noun="the day", past=True)
    shared_with_family_on = DateField(
        label="When did the family have it?", noun="the day the family had it", past=True, required=False
    )


class HoldForm(GovForm):
    """What the sitting decided for each child."""

    held_on = DateField(label="When was it held?", noun="the day", past=True)
    came = RecordsField(label="Who came?", noun="who came", records=None, required=False)
    why_not_quorate = LongTextField(
        label="If fewer came than it needs: why did it go ahead?",
        noun="why it went ahead",
        rows=3,
        required=False,
        hint="It needs children’s social care and two more agencies.",
    )
    discussion = LongTextField(label="What was said", rows=10, required=False)

    def __init__(self, *args: Any, kind: str, children: Sequence[Child], invitations: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind, self.children = kind, list(children)
        self.fields["came"].queryset = invitations
        asked = [(child.name, self._ask_about(child)) for child in self.children]
        self._sections = [("The sitting", ["held_on", "came", "why_not_quorate", "discussion"]), *asked]

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        return self._sections

    def _ask_about(self, child: Child) -> list[str]:
        key, name = child.pk, called(child)
        ends = [(one.value, one.label) for one in ENDS_AT_CONFERENCE]
        follows = {
            ConferenceDecision.PLAN.value: [
                f"category_{key}",
                f"previous_{key}",
                f"concerns_{key}",
                f"contingency_{key}",
            ],
            ConferenceDecision.CONTINUE.value: [f"category_{key}"],
            ConferenceDecision.END.value: [f"end_{key}"],
        }
        choices = [(one.value, one.label) for one in MAY_DECIDE[self.kind]]
        self.fields[f"participation_{key}"] = ChoiceField(
            label=f"How did {name} take part?", noun=f"how {name} took part", choices=Participation
        )
        self.fields[f"child_views_{key}"] = LongTextField(label=f"What {name} says", rows=3, required=False)
        self.fields[f"family_views_{key}"] = LongTextField(label="What the parents say", rows=3, required=False)
        self.fields[f"decision_{key}"] = ChoiceField(
            label=f"What was decided for {name}?",
            noun=f"what was decided for {name}",
            choices=choices,
            reveals={value: follows[value] for value, _ in choices if value in follows},
        )
        self.fields[f"category_{key}"] = ChoiceField(
            label="Category", noun=f"the category for {name}", choices=CategoryOfAbuse
        )
        self.fields[f"previous_{key}"] = WholeNumberField(
            label="Plans before this one, in any authority",
            noun="the number of plans",
            min_value=0,
            max_value=20,
            required=False,
        )
        self.fields[f"concerns_{key}"] = LongTextField(label="What has to change", rows=4, required=False)
        self.fields[f"contingency_{key}"] = LongTextField(label="If things get worse", rows=3, required=False)
        self.fields[f"end_{key}"] = ChoiceField(label="Why does it end?", noun=f"why {name}’s plan ends", choices=ends)
        self.fields[f"reason_{key}"] = LongTextField(label="Why was it decided so?", noun=f"why, for {name}", rows=4)
        self.fields[f"dissent_{key}"] = LongTextField(label="Who did not agree, and why", rows=2, required=False)
        if self.kind == ConferenceKind.REVIEW:
            for part in ("previous", "concerns", "contingency"):
                del self.fields[f"{part}_{key}"]
        else:
            del self.fields[f"end_{key}"]
        parts = ["participation", "child_views", "family_views", "decision", "reason", "dissent"]
        return [f"{part}_{key}" for part in parts]

    def results(self) -> list[Result]:
        """One for each child: call it when the form is valid."""
        return [self._result(child) for child in self.children]

    def _result(self, child: Child) -> Result:
        def typed(part: str) -> Any:
            return self.cleaned_data.get(f"{part}_{child.pk}") or ""

        plan = {"concerns": typed("concerns"), "contingency": typed("contingency")}
        return Result(
            child,
            typed("decision"),
            typed("reason"),
            category=typed("category"),
            participation=typed("participation"),
            child_views=typed("child_views"),
            family_views=typed("family_views"),
            dissent=typed("dissent"),
            end_reason=typed("end"),
            plan={**plan, "previous_plans": typed("previous") or 0},
        )

    def who_came(self) -> list[ConferenceInvitation]:
        return list(self.cleaned_data["came"])


class SentForm(GovForm):
    to = RecordsField(label="To whom was it sent?", noun="to whom it was sent", records=None)
    on = DateField(label="When?", noun="the day", past=True, initial=timezone.localdate)

    def __init__(self, *args: Any, invitations: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = invitations


class CorrectDayForm(GovForm):
    held_on = DateField(label="When was it held?", noun="the day", past=True)
    because = TextField(label="Why is the day corrected?", noun="why it is corrected", max_length=300)


PLAN_ENDS = [(one.value, one.label) for one in (PlanEnd.TRANSFERRED, PlanEnd.TURNED_18, PlanEnd.DIED)]
