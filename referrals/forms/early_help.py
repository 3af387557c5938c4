"""Early help, step up and step down."""

from typing import Any

from casework.codes import ReasonForClosure
from referrals import codes
from staff.queries import agencies
from ui.fields import ChoiceField, DateField, LongTextField, RecordField, TextField
from ui.forms import GovForm


class EarlyHelpForm(GovForm):
    agency = RecordField(label="Agency that writes and leads it", records=None)
    lead_practitioner = TextField(label="Lead practitioner", max_length=200)
    consent_given_on = DateField(
        label="When did the family agree?", noun="the day the family agreed", past=True, required=False
    )
    needs = LongTextField(label="What the family needs", rows=6, required=False)
    strengths = LongTextField(label="What is going well", rows=4, required=False)
    plan = LongTextField(label="What everybody will do", rows=6, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies()


class CloseEarlyHelpForm(GovForm):
    closed_on = DateField(label="When did it end?", noun="the end", past=True)
    end = ChoiceField(
        label="Why did it end?",
        choices=[one for one in codes.EarlyHelpEnd.choices if one[0] not in ("stepped_up", "merged")],
    )
    note = LongTextField(label="What is different for the child now?", rows=4, required=False)


class StepUpForm(GovForm):
    reason = LongTextField(
        label="What has changed?", rows=4, hint="The front door also gets all that the early help assessment says."
    )
    urgency = ChoiceField(label="How urgent is it?", choices=codes.Urgency.choices)


class StepDownForm(GovForm):
    agency = RecordField(label="Agency that leads the early help", records=None)
    lead_practitioner = TextField(label="Lead practitioner", max_length=200)
    consent_given_on = DateField(
        label="When did the family agree?", noun="the day the family agreed", past=True, required=False
    )
    closure_reason = ChoiceField(
        label="Why does the case close?",
        choices=[
            (code, name)
            for code, name in ReasonForClosure.choices
            if code in {ReasonForClosure.AFTER_ASSESSMENT_EARLY_HELP, ReasonForClosure.OTHER}
        ],
        initial=ReasonForClosure.AFTER_ASSESSMENT_EARLY_HELP,
    )
    note = LongTextField(label="What the child and family should know", rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies()
