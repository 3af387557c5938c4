"""The protection plan between conferences."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit import as_known
from casework.due import due_words
from casework.forms.plan import DoneForm
from casework.queries import answers_at, siblings_for
from casework.views.pages import ChildForm, child_url, show
from safeguarding import queries, services
from safeguarding.forms.plan import CoreGroupForm, EndProtectionForm, PlanForm, ProtectionOutcomeForm
from safeguarding.models import ChildProtectionPlan
from safeguarding.rules.plan import LOOK_AGAIN_AFTER, TWO_YEARS, months_open
from staff.policies import child_for
from staff.queries import open_lead_allocation, workers_of
from timescales.queries import clocks_of
from ui.forms import GovForm

FIELDS = ("lead_practitioner", "lead_practitioner_name", "concerns", "contingency")


@never_cache
@require_safe
def protection_plan(request: HttpRequest, child_pk: int, pk: int | None = None) -> HttpResponse:
    """The open plan, or an earlier one."""
    child = child_for(request.user, child_pk, page="protection plan")
    plan = queries.plan_of(child, pk)
    today = as_known.today()
    names: dict[str, Any] = {"plan": plan, "today": today, "others": []}
    if plan:
        clocks = clocks_of("protection_plan", plan.pk).filter(stopped_at__isnull=True).exclude(rule_id="cp.twoyears")
        months = months_open(plan.started_on, plan.ended_on or today)
        names |= {
            "due": [(clock.title, due_words(clock)) for clock in clocks],
            "standing": None if plan.ended_on else queries.plan_up_to_date(plan, today),
            "core_groups": queries.core_groups_of(plan),
            "others": [one for one in queries.plans_of(child) if one.pk != plan.pk],
            "months": months,
            "over_two_years": months >= TWO_YEARS,
            "over_fifteen_months": months >= LOOK_AGAIN_AFTER,
        }
    return show(request, "safeguarding/plan.html", child, "protection", **names)


class AboutProtectionPlan(ChildForm):
    """A form about the open plan."""

    tab = "protection"
    back = "protection-plan"
    plan: ChildProtectionPlan

    def begin(self) -> HttpResponse | None:
        found = queries.plan_of(self.child)
        if found is None or found.ended_on:
            raise Http404
        self.plan = found
        return None


class ProtectionPlanEdit(AboutProtectionPlan):
    form_class = PlanForm
    heading = "Change the protection plan"
    submit_text = "Save plan"
    success_message = "Plan saved."
    page = "protection plan, to change"

    def get_form_kwargs(self) -> dict[str, Any]:
        lead = open_lead_allocation(self.child)
        return {"workers": workers_of(lead.team if lead else self.request.user.team)}

    def get_record(self) -> ChildProtectionPlan:
        return self.plan

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.record, name) for name in FIELDS}

    def answers_at(self, version: int) -> dict[str, Any] | None:
        return answers_at(self.record, version, FIELDS)

    def draft_key(self) -> str:
        return f"protection-plan:{self.plan.pk}"

    def save(self, form: GovForm) -> str:
        services.change_protection_plan(plan=self.plan, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class ProtectionOutcomeAdd(AboutProtectionPlan):
    form_class = ProtectionOutcomeForm
    heading = "Add an outcome"
    submit_text = "Add outcome"
    page = "protection plan, to add an outcome"

    def draft_key(self) -> str:
        return f"protection-outcome:{self.plan.pk}"

    def save(self, form: GovForm) -> str:
        assert isinstance(form, ProtectionOutcomeForm)
        text = form.cleaned_data["outcome"]
        services.add_protection_outcome(plan=self.plan, text=text, actions=form.actions(), by=self.request.user)
        return self.back_url()


class ProtectionActionDone(AboutProtectionPlan):
    form_class = DoneForm
    heading = "Mark as done"
    submit_text = "Mark as done"
    page = "protection plan, action done"

    def begin(self) -> HttpResponse | None:
        super().begin()
        self.action = queries.action_of(self.child, self.kwargs["pk"])
        self.intro = self.action.text
        return None

    def save(self, form: GovForm) -> str:
        services.complete_protection_action(action=self.action, done_on=form.cleaned_data["on"], by=self.request.user)
        return self.back_url()


class CoreGroupNew(AboutProtectionPlan):
    form_class = CoreGroupForm
    heading = "Record a core group"
    submit_text = "Save core group"
    success_message = "Core group saved."
    page = "core group, to record"

    def begin(self) -> HttpResponse | None:
        super().begin()
        self.others = queries.siblings_on_plans(siblings_for(self.request.user, self.child))
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"siblings": [plan.child for plan in self.others]}

    def draft_key(self) -> str:
        return f"core-group:{self.plan.pk}"

    def save(self, form: GovForm) -> str:
        typed = dict(form.cleaned_data)
        ticked = set(typed.pop("also", None) or [])
        plans = [self.plan, *(one for one in self.others if str(one.child_id) in ticked)]
        services.record_core_group(plans=plans, by=self.request.user, **typed)
        return self.back_url()


class ProtectionPlanEnd(AboutProtectionPlan):
    form_class = EndProtectionForm
    heading = "End the plan without a conference"
    submit_text = "End plan"
    submit_kind = "warning"
    success_message = "Plan ended."
    page = "protection plan, to end"

    def draft_key(self) -> str:
        return f"protection-plan-end:{self.plan.pk}"

    def save(self, form: GovForm) -> str:
        services.end_protection_plan(plan=self.plan, by=self.request.user, **form.cleaned_data)
        return child_url("protection-plan", self.child)
