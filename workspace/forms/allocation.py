"""Who holds the child, and why a record outside the team is opened."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from staff.models import Team
from ui.fields import ChoiceField, LongTextField, RecordField, TextField
from ui.forms import GovForm


class WorkerField(ChoiceField):
    """Workers by team, each with what they hold today: all of them stand on the page, however many."""

    component = "radios"


class AllocateForm(GovForm):
    worker = WorkerField(label="Who takes the child?", noun="a worker", choices=[])
    reason = TextField(label="Reason", max_length=300, required=False, hint="It stands in the child’s chronology")

    def __init__(
        self,
        *args: Any,
        workers: Sequence[tuple[str, Sequence[tuple[int, str]]]],
        hints: Mapping[str, str],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = workers
        self.fields["worker"].hints = hints


class JointWorkerForm(AllocateForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["worker"].label = "Who works with the child as well?"
        del self.fields["reason"]


class TeamForm(GovForm):
    team = RecordField(label="Which team takes the child?", noun="a team", records=None)
    reason = TextField(label="Reason", max_length=300)

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams


class ReasonForm(GovForm):
    reason = LongTextField(
        label="Why do you need to open this record?",
        noun="why you need to open this record",
        hint="Say it in a sentence. The manager of the team reads it at once.",
        max_length=500,
        rows=3,
    )
