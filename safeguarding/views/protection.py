"""All of a child's protection on one page, and the acts that begin it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit import as_known
from casework.due import due_words
from casework.policies import allowed
from casework.queries import open_episode_for, siblings_for
from casework.views.pages import ChildForm, child_url, show
from safeguarding import queries, services
from safeguarding.forms.strategy import (
    CorrectStrategyForm,
    EndImmediateForm,
    ExtendForm,
    ImmediateForm,
    PlanInterviewForm,
    RecordInterviewForm,
    StrategyForm,
    TransferForm,
)
from safeguarding.policies import check_can_decide_on_enquiry, check_can_hold_discussion
from safeguarding.rules.strategy import LEAST
from staff.policies import child_for
from staff.roles import Permission
from timescales.queries import open_clocks_for
from ui.forms import GovForm

KINDS = ("section47_enquiry", "transfer_in", "immediate_protection", "conference_child", "protection_plan")


@never_cache
@require_safe
def protection(request: HttpRequest, child_pk: int) -> HttpResponse:
    """What stands now, then everything that led to it."""
    child = child_for(request.user, child_pk, page="protection")
    clocks = open_clocks_for(child).filter(subject_kind__in=KINDS).exclude(rule_id="cp.twoyears")
    enquiries = list(queries.enquiries_of(child))
    plan = queries.plan_of(child)
    interviews = list(queries.interviews_of(child))
    names: dict[str, Any] = {
        "due": [(clock.title, due_words(clock)) for clock in clocks],
        "discussions": queries.discussions_of(child),
        "enquiries": enquiries,
        "open_enquiry": next((one for one in enquiries if not one.authorised_at), None),
        "may_decide": any(allowed(check_can_decide_on_enquiry, request.user, one) for one in enquiries),
        "conferences": queries.conferences_of(child),
        "protections": queries.protections_of(child),
        "transfers": queries.transfers_of(child),
        "interviews": interviews,
        "told": sum(1 for one in interviews if one.held_at),
        "plan": plan,
        "standing": queries.plan_up_to_date(plan) if plan and not plan.ended_on else None,
        "episode": open_episode_for(child),
        "may_hold": allowed(check_can_hold_discussion, request.user, [child]),
        "wanted_since": queries.discussion_wanted_since(child),
        "today": as_known.today(),
    }
    return show(request, "safeguarding/protection.html", child, "protection", **names)


class Protecting(ChildForm):
    """A form that leads back to the page of the child's protection."""

    tab = back = "protection"


class StrategyNew(Protecting):
    """Record a strategy discussion that was held."""

    form_class = StrategyForm
    heading = "Record a strategy discussion"
    submit_text = "Save discussion"
    success_message = "Discussion saved."
    page = "strategy discussion, to record"
    permission = Permission.HOLD_STRATEGY

    def begin(self) -> HttpResponse | None:
        self.siblings = siblings_for(self.request.user, self.child)
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"child": self.child, "siblings": self.siblings}

    def get_initial(self) -> dict[str, Any]:
        """The least of those who take part stand there already."""
        name = self.request.user.get_full_name()
        here = {"agency": "social_care", "name": name, "role": self.request.user.role_definition.title}
        return {"attendances": [here, *({"agency": agency.value} for agency in LEAST[1:])]}

    def draft_key(self) -> str:
        return f"strategy-new:{self.child.pk}"

    def save(self, form: GovForm) -> str:
        assert isinstance(form, StrategyForm)
        typed = form.cleaned_data
        services.hold_strategy_discussion(
            children=form.decided(),
            held_at=typed["held_at"],
            concern=typed["concern"],
            attendances=form.attendances(),
            agreed=typed["agreed"],
            why_missing=typed["why_missing"],
            by=self.request.user,
        )
        return self.back_url()


class StrategyCorrect(Protecting):
    """It was held at another time."""

    form_class = CorrectStrategyForm
    heading = "Correct the time of a strategy discussion"
    submit_text = "Save time"
    success_message = "Time corrected."
    page = "strategy discussion, to correct"
    permission = Permission.HOLD_STRATEGY

    def begin(self) -> HttpResponse | None:
        self.discussion = queries.discussion_of(self.child, self.kwargs["pk"])
        return None

    def get_initial(self) -> dict[str, Any]:
        return {"held_at": self.discussion.held_at}

    def save(self, form: GovForm) -> str:
        services.correct_strategy_discussion(discussion=self.discussion, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class ImmediateNew(Protecting):
    form_class = ImmediateForm
    heading = "Record immediate protection"
    submit_text = "Save"
    success_message = "Saved. Its time runs."
    page = "immediate protection, to record"

    def draft_key(self) -> str:
        return f"immediate-new:{self.child.pk}"

    def save(self, form: GovForm) -> str:
        services.begin_immediate_protection(child=self.child, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class ImmediateExtend(Protecting):
    form_class = ExtendForm
    heading = "The court extended the order"
    submit_text = "Save"
    page = "immediate protection, extended"

    def begin(self) -> HttpResponse | None:
        self.protection = queries.protection_of(self.child, self.kwargs["pk"])
        return None

    def save(self, form: GovForm) -> str:
        services.extend_emergency_protection(protection=self.protection, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class ImmediateEnd(Protecting):
    form_class = EndImmediateForm
    heading = "Immediate protection ended"
    submit_text = "Save"
    page = "immediate protection, ended"

    def begin(self) -> HttpResponse | None:
        self.protection = queries.protection_of(self.child, self.kwargs["pk"])
        return None

    def draft_key(self) -> str:
        return f"immediate-end:{self.protection.pk}"

    def save(self, form: GovForm) -> str:
        services.end_immediate_protection(protection=self.protection, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class InterviewPlan(Protecting):
    """Arrange for the child to be asked: first it is said how often the child has told it."""

    form_class = PlanInterviewForm
    heading = "Arrange an interview"
    submit_text = "Save"
    page = "interview, to arrange"

    def begin(self) -> HttpResponse | None:
        told = services.times_told(self.child)
        times = {0: "not told it yet", 1: "told it once"}.get(told, f"told it {told} times")
        self.intro = f"{self.child.name} has {times}."
        return None

    def draft_key(self) -> str:
        return f"interview-plan:{self.child.pk}"

    def save(self, form: GovForm) -> str:
        enquiry = queries.enquiries_of(self.child).filter(authorised_at=None).first()
        services.plan_interview(child=self.child, enquiry=enquiry, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class InterviewRecord(Protecting):
    """The child told it."""

    form_class = RecordInterviewForm
    heading = "Record what the child told"
    submit_text = "Save"
    page = "interview, to record"

    def begin(self) -> HttpResponse | None:
        pk = self.kwargs.get("pk")
        self.planned = queries.interview_of(self.child, pk) if pk else None
        return None

    def get_initial(self) -> dict[str, Any]:
        return {"by_whom": self.planned.by_whom, "joint": self.planned.joint} if self.planned else {}

    def draft_key(self) -> str:
        return f"interview-record:{self.child.pk}:{self.planned.pk if self.planned else 'new'}"

    def save(self, form: GovForm) -> str:
        enquiry = queries.enquiries_of(self.child).filter(authorised_at=None).first()
        services.record_interview(
            child=self.child, enquiry=enquiry, planned=self.planned, by=self.request.user, **form.cleaned_data
        )
        return self.back_url()


class TransferNew(Protecting):
    form_class = TransferForm
    heading = "A child on a plan has moved here"
    submit_text = "Save"
    page = "transfer in, to record"

    def draft_key(self) -> str:
        return f"transfer-new:{self.child.pk}"

    def save(self, form: GovForm) -> str:
        services.record_transfer_in(child=self.child, by=self.request.user, **form.cleaned_data)
        return child_url("protection", self.child)
