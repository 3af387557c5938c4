"""The child in need plan: read, started, changed, reviewed, ended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit import as_known
from casework import queries, services
from casework.due import due_words
from casework.forms.plan import ChangePlanForm, EndPlanForm, ReviewForm, StartPlanForm
from casework.models import ChildInNeedPlan
from casework.views.pages import ChildForm, child_url, show
from staff.policies import child_for
from staff.roles import Permission
from timescales.queries import clocks_of
from ui.forms import GovForm

FIELDS = tuple(ChangePlanForm.base_fields)


@never_cache
@require_safe
def plan(request: HttpRequest, child_pk: int, pk: int | None = None) -> HttpResponse:
    """The open plan, or an earlier one: outcomes, actions, reviews, and when the next of each is due."""
    child = child_for(request.user, child_pk, page="plan")
    found = queries.plan_of(child, pk)
    clocks = clocks_of("child_in_need_plan", found.pk).open() if found else []
    names = {
        "plan": found,
        "others": [one for one in queries.plans_of(child) if found and one.pk != found.pk],
        "episode": queries.open_episode_for(child),
        "due": [(clock.title, due_words(clock)) for clock in clocks],
        "may_close": request.user.may(Permission.CLOSE_CASE),
        "today": as_known.today(),
    }
    return show(request, "casework/plan.html", child, "plan", **names)


class PlanStart(ChildForm):
    """Start a plan, with what the assessment said already in it."""

    form_class = StartPlanForm
    heading = "Start a child in need plan"
    submit_text = "Start plan"
    success_message = "Plan started."
    page = "plan, to start"
    tab = back = "plan"

    def begin(self) -> HttpResponse | None:
        self.episode = queries.open_episode_for(self.child)
        if self.episode is None:
            messages.info(self.request, "A plan needs an open case. A referral opens one.")
            return HttpResponseRedirect(child_url("plan", self.child))
        return None

    def get_initial(self) -> dict[str, Any]:
        assessment = queries.current_assessment(self.child)
        if assessment is None:
            return {}
        return {"summary": assessment.next_steps, "family_views": assessment.family_views}

    def draft_key(self) -> str:
        return f"plan-new:{self.child.pk}"

    def save(self, form: GovForm) -> str:
        assert isinstance(form, StartPlanForm)
        typed = form.cleaned_data
        services.start_child_in_need_plan(
            episode=self.episode,
            started_on=typed["started_on"],
            summary=typed["summary"],
            outcomes=form.outcomes(),
            family_views=typed["family_views"],
            if_things_get_worse=typed["if_things_get_worse"],
            by=self.request.user,
        )
        return child_url("plan", self.child)


class AboutPlan(ChildForm):
    """A form about the open plan."""

    tab = back = "plan"
    plan: ChildInNeedPlan

    def begin(self) -> HttpResponse | None:
        found = queries.plan_of(self.child)
        if found is None:
            raise Http404
        if found.ended_on:
            messages.info(self.request, "This plan has ended.")
            return HttpResponseRedirect(child_url("plan", self.child))
        self.plan = found
        return None

    def get_context(self) -> dict[str, Any]:
        return {**super().get_context(), "plan": self.plan}


class PlanEdit(AboutPlan):
    """Change the plan's words, or correct its start."""

    form_class = ChangePlanForm
    heading = "Change the plan"
    submit_text = "Save plan"
    success_message = "Plan saved."
    page = "plan, to change"

    def get_record(self) -> ChildInNeedPlan:
        return self.plan

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.record, name) for name in FIELDS}

    def answers_at(self, version: int) -> dict[str, Any] | None:
        return queries.answers_at(self.record, version, FIELDS)

    def draft_key(self) -> str:
        return f"plan:{self.plan.pk}"

    def save(self, form: GovForm) -> str:
        services.change_child_in_need_plan(plan=self.plan, by=self.request.user, **form.cleaned_data)
        return child_url("plan", self.child)


class PlanReviewNew(AboutPlan):
    """Record a review that was held."""

    form_class = ReviewForm
    template_name = "casework/plan_review.html"
    heading = "Record a review of the plan"
    submit_text = "Save review"
    success_message = "Review saved."
    page = "plan, to review"

    def draft_key(self) -> str:
        return f"plan-review:{self.plan.pk}"

    def save(self, form: GovForm) -> str:
        services.record_plan_review(plan=self.plan, by=self.request.user, **form.cleaned_data)
        return child_url("plan", self.child)


class PlanEnd(AboutPlan):
    """End the plan while the case goes on."""

    form_class = EndPlanForm
    heading = "End the plan"
    submit_text = "End plan"
    submit_kind = "warning"
    success_message = "Plan ended."
    page = "plan, to end"

    def draft_key(self) -> str:
        return f"plan-end:{self.plan.pk}"

    def save(self, form: GovForm) -> str:
        services.end_child_in_need_plan(plan=self.plan, by=self.request.user, **form.cleaned_data)
        return child_url("plan", self.child)
