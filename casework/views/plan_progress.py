"""Outcomes and actions of a plan: added, done, reached."""

from django.http import HttpResponse

from casework import queries, services
from casework.forms.plan import ActionsForm, DoneForm, OutcomeForm
from casework.views.pages import ChildForm, child_url
from casework.views.plan import AboutPlan
from ui.forms import GovForm


class OutcomeAdd(AboutPlan):
    """One more thing that will be different."""

    form_class = OutcomeForm
    heading = "Add an outcome"
    submit_text = "Add outcome"
    page = "plan, to add an outcome"

    def draft_key(self) -> str:
        return f"plan-outcome:{self.plan.pk}"

    def save(self, form: GovForm) -> str:
        assert isinstance(form, OutcomeForm)
        text = form.cleaned_data["outcome"]
        services.add_outcome(plan=self.plan, text=text, actions=form.actions(), by=self.request.user)
        return child_url("plan", self.child)


class ActionsAdd(ChildForm):
    """More to do for an outcome."""

    form_class = ActionsForm
    heading = "Add actions"
    submit_text = "Save actions"
    page = "plan, to add actions"
    tab = back = "plan"

    def begin(self) -> HttpResponse | None:
        self.outcome = queries.outcome_of(self.child, self.kwargs["pk"])
        self.intro = f"For: {self.outcome.text}"
        return None

    def draft_key(self) -> str:
        return f"plan-actions:{self.outcome.pk}"

    def save(self, form: GovForm) -> str:
        assert isinstance(form, ActionsForm)
        services.add_actions(outcome=self.outcome, actions=form.actions(), by=self.request.user)
        return child_url("plan", self.child)


class ActionDone(ChildForm):
    """An action is done."""

    form_class = DoneForm
    heading = "Mark as done"
    submit_text = "Mark as done"
    page = "plan, action done"
    tab = back = "plan"

    def begin(self) -> HttpResponse | None:
        self.action = queries.action_of(self.child, self.kwargs["pk"])
        self.intro = self.action.text
        return None

    def save(self, form: GovForm) -> str:
        services.complete_action(action=self.action, done_on=form.cleaned_data["on"], by=self.request.user)
        return child_url("plan", self.child)


class OutcomeReached(ChildForm):
    """An outcome is reached."""

    form_class = DoneForm
    heading = "Mark as reached"
    submit_text = "Mark as reached"
    page = "plan, outcome reached"
    tab = back = "plan"

    def begin(self) -> HttpResponse | None:
        self.outcome = queries.outcome_of(self.child, self.kwargs["pk"])
        self.intro = self.outcome.text
        return None

    def save(self, form: GovForm) -> str:
        services.reach_outcome(outcome=self.outcome, on=form.cleaned_data["on"], by=self.request.user)
        return child_url("plan", self.child)
