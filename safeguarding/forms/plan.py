"""What becomes of a protection plan between conferences."""

from collections.abc import Sequence
from typing import Any

from casework.forms.plan import ActionRow
from casework.forms.visit import child_choices
from people.models import Child
from safeguarding.forms.conference import PLAN_ENDS
from ui.fields import ChecklistField, ChoiceField, DateField, LongTextField, RecordField, TextField
from ui.forms import GovForm
from ui.rows import Rows


class PlanForm(GovForm):
    """A lead practitioner is a role: somebody who signs in here, or a name from elsewhere."""

    lead_practitioner = RecordField(
        label="Lead practitioner", noun="the lead practitioner", records=None, required=False
    )
    lead_practitioner_name = TextField(
        label="Or somebody from elsewhere", noun="the name", max_length=200, required=False
    )
    concerns = LongTextField(label="What has to change", rows=6, required=False)
    contingency = LongTextField(label="If things get worse", rows=4, required=False)

    def __init__(self, *args: Any, workers: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["lead_practitioner"].queryset = workers


class ProtectionOutcomeForm(GovForm):
    outcome = TextField(label="What will be different?", noun="what will be different", max_length=500)
    rows = {"actions": Rows(ActionRow, heading="Actions", one="action", minimum=1, maximum=12)}

    def actions(self) -> list[tuple[str, str, Any]]:
        return [(row["action"], row["owner"], row["due_on"]) for row in self.cleaned_data["actions"]]


class CoreGroupForm(GovForm):
    held_on = DateField(label="When did it meet?", noun="the day", past=True)
    present = TextField(label="Who was there?", noun="who was there", max_length=500)
    progress = LongTextField(label="What has changed, and what comes next", noun="what has changed", rows=6)

    def __init__(self, *args: Any, siblings: Sequence[Child], **kwargs: Any):
        super().__init__(*args, **kwargs)
        if siblings:
            self.fields["also"] = ChecklistField(
                label="Whose plans did it work on as well?", choices=child_choices(siblings), required=False
            )


class EndProtectionForm(GovForm):
    on = DateField(label="When does the plan end?", noun="the end of the plan", past=True)
    reason = ChoiceField(label="Why?", noun="why it ends", choices=PLAN_ENDS)
    note = LongTextField(label="What happened", noun="what happened", rows=3)
