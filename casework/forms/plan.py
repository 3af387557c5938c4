"""The child in need plan and what becomes of it; closing a case."""

from typing import Any

from django.utils import timezone

from casework.codes import ReasonForClosure, ReviewDecision
from ui.fields import ChoiceField, DateField, LongTextField, TextField
from ui.forms import GovForm
from ui.rows import Rows


class OutcomeRow(GovForm):
    """One thing that will be different, and the first step towards it. More steps are added on the plan's page."""

    outcome = TextField(label="What will be different?", noun="what will be different", max_length=500)
    action = TextField(label="First action", noun="the first action", max_length=500, required=False)
    owner = TextField(label="Who does it?", noun="who does it", max_length=200, required=False, width=20)
    due_on = DateField(label="By when?", noun="the date", required=False)


class ActionRow(GovForm):
    action = TextField(label="What will be done?", noun="what will be done", max_length=500)
    owner = TextField(label="Who does it?", noun="who does it", max_length=200, width=20)
    due_on = DateField(label="By when?", noun="the date", required=False)


class PlanWords(GovForm):
    """The words of a plan."""

    summary = LongTextField(label="What needs to change", rows=5, hint="In words that the family uses.")
    family_views = LongTextField(label="What the child and family say about it", rows=5, required=False)
    if_things_get_worse = LongTextField(
        label="If things get worse", rows=4, required=False, hint="What will happen then, and who decides."
    )


class StartPlanForm(PlanWords):
    started_on = DateField(
        label="When does the plan start?", noun="the start of the plan", past=True, initial=timezone.localdate
    )

    rows = {"outcomes": Rows(OutcomeRow, heading="Outcomes", one="outcome", minimum=1, maximum=12)}
    field_order = ["started_on", "summary", "family_views", "if_things_get_worse"]

    def outcomes(self) -> list[tuple[str, list[tuple[str, str, Any]]]]:
        """What was typed, as the service takes it."""
        return [(row["outcome"], _actions(row)) for row in self.cleaned_data["outcomes"]]


class ChangePlanForm(PlanWords):
    started_on = DateField(label="When did the plan start?", noun="the start of the plan", past=True)


class OutcomeForm(OutcomeRow):
    """One more outcome."""

    def actions(self) -> list[tuple[str, str, Any]]:
        return _actions(self.cleaned_data)


class ActionsForm(GovForm):
    rows = {"actions": Rows(ActionRow, one="action", minimum=1, maximum=12)}

    def actions(self) -> list[tuple[str, str, Any]]:
        return [action for row in self.cleaned_data["actions"] for action in _actions(row)]


def _actions(row: dict[str, Any]) -> list[tuple[str, str, Any]]:
    if not any(row[name] for name in ("action", "owner", "due_on")):
        return []
    return [(row["action"], row["owner"], row["due_on"])]


class DoneForm(GovForm):
    """The day on which an action was done, or an outcome reached."""

    on = DateField(label="On which day?", noun="the day", past=True, initial=timezone.localdate)


class ReviewForm(GovForm):
    held_on = DateField(
        label="When was the review?", noun="the date of the review", past=True, initial=timezone.localdate
    )
    present = TextField(label="Who was there?", noun="who was there", max_length=500)
    child_views = LongTextField(label="What the child said or showed", rows=4, required=False)
    progress = LongTextField(label="What has changed", noun="what has changed", rows=6)
    decision = ChoiceField(label="What did the review decide?", noun="what the review decided", choices=ReviewDecision)


class EndPlanForm(GovForm):
    on = DateField(label="When does the plan end?", noun="the end of the plan", past=True, initial=timezone.localdate)
    because = LongTextField(label="Why does it end?", noun="why it ends", rows=3)


class CloseCaseForm(GovForm):
    """The Department's reasons. Stepping down to early help has a page of its own, and its reason goes with it."""

    closed_on = DateField(
        label="When does the case close?", noun="the closing date", past=True, initial=timezone.localdate
    )
    reason = ChoiceField(
        label="Why does it close?",
        noun="why it closes",
        choices=[one for one in ReasonForClosure.choices if one[0] != ReasonForClosure.AFTER_ASSESSMENT_EARLY_HELP],
    )
    note = LongTextField(label="Your reasons", noun="your reasons", rows=4, hint="What makes it safe to close now.")
