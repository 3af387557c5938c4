"""Checks, urgency and decisions."""

from typing import Any

from django.db.models import QuerySet

from casework.codes import PrimaryNeed
from referrals import codes
from referrals.models import ContactChild
from staff.models import Agency, Team, User
from staff.queries import agencies, case_holding_teams
from ui.fields import ChoiceField, LongTextField, RecordField, RecordsField, TextField, TickField
from ui.forms import GovForm


class UrgencyForm(GovForm):
    urgency = ChoiceField(label="How urgent is it now?", choices=codes.Urgency.choices)
    reason = LongTextField(label="Why does it change?", rows=3, max_length=500)


class AskChecksForm(GovForm):
    agencies = RecordsField(label="Whom do you ask?", records=None)
    question = LongTextField(
        label="What do you ask?",
        rows=3,
        required=False,
        hint="Left empty, each is asked what they know about the children and the adults in the home.",
    )
    lawful_basis = ChoiceField(label="Why may they share it?", choices=codes.LawfulBasis.choices)

    def __init__(self, *args: Any, asked: QuerySet[Agency], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies().exclude(pk__in=asked)


class AnswerForm(GovForm):
    answer_kind = ChoiceField(label="What did they say?", choices=codes.CheckAnswer.choices)
    answer = LongTextField(label="What they shared, or why they did not", rows=6, required=False)
    shared_by = TextField(label="Who shared it?", hint="Name and job.", max_length=200)


class DecisionForm(GovForm):
    """One decision for one child, and for brothers and sisters on the same contact if it is the same for them."""

    outcome = ChoiceField(
        label="What do you decide?",
        choices=codes.ContactOutcome.choices,
        reveals={
            codes.ContactOutcome.EARLY_HELP: ["agency", "lead_practitioner"],
            codes.ContactOutcome.REFERRAL: ["team"],
            codes.ContactOutcome.STRATEGY_DISCUSSION: ["strategy_team"],
        },
    )
    agency = RecordField(label="Agency that leads the early help", noun="the agency", records=None)
    lead_practitioner = TextField(label="Lead practitioner, if known", required=False, max_length=200)
    team = RecordField(label="Team that takes the referral", noun="the team that takes the referral", records=None)
    strategy_team = RecordField(
        label="Team that holds the strategy discussion", noun="the team that holds the discussion", records=None
    )
    reason = LongTextField(label="Why?", rows=4, hint="The reason stands on the child's record.")
    told_to_referrer = LongTextField(
        label="What is the referrer told?",
        rows=2,
        required=False,
        hint="A partner agency sees this and the outcome. Nothing else.",
    )
    also = RecordsField(label="Decide the same for", records=None, required=False)
    history_read = TickField(label="I have read the history on this page", required=False)

    def __init__(self, *args: Any, others: QuerySet[ContactChild], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies()
        self.fields["team"].queryset = case_holding_teams()
        self.fields["strategy_team"].queryset = case_holding_teams()
        if others:
            self.fields["also"].queryset = others
            self.fields["also"].name_of = lambda row: row.child.name
        else:
            del self.fields["also"]

    def chosen_team(self) -> Team | None:
        return self.cleaned_data.get("team") or self.cleaned_data.get("strategy_team")


class AcceptForm(GovForm):
    """Accepting a referral: who holds the case and what the main need is."""

    worker = RecordField(label="Who will hold the case?", records=None)
    primary_need = ChoiceField(
        label="Main reason why the child needs help", choices=[("", "Choose one"), *PrimaryNeed.choices]
    )

    def __init__(self, *args: Any, workers: QuerySet[User], held: dict[int, int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.held = held
        self.fields["worker"].queryset = workers
        self.fields["worker"].name_of = self._name_and_load

    def _name_and_load(self, worker: User) -> str:
        held = self.held.get(worker.pk, 0)
        return f"{worker} – holds {held} {'child' if held == 1 else 'children'}"


class DeclineForm(GovForm):
    reason = LongTextField(label="Why is no further action taken?", rows=4, hint="The referrer is told.")
