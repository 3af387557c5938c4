"""An assessment goes to the manager, is looked at half-way, sent back or authorised."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone

from casework import policies, queries, services
from casework.clocks import assessment_clock
from casework.forms.assessment import CheckpointForm, DecisionForm, SubmitForm
from casework.models import Assessment
from casework.rules.assessment import cautions, missing_for_submission, stops
from casework.rules.dates import words
from casework.views.assessment import chosen, page_of, written_names
from casework.views.pages import ChildForm
from staff.roles import Permission
from ui.forms import GovForm


class AboutAssessment(ChildForm):
    """A short form about one assessment."""

    tab = "assessment"
    back = "assessment"
    assessment: Assessment

    def begin(self) -> HttpResponse | None:
        found = chosen(self.child, self.kwargs.get("pk"))
        if found is None:
            raise Http404
        self.assessment = found
        self.cancel_url = page_of(found)
        return self.ready()

    def ready(self) -> HttpResponse | None:
        """May it be done now?"""
        return None

    def get_context(self) -> dict[str, Any]:
        return {**super().get_context(), "assessment": self.assessment}


class AssessmentSubmit(AboutAssessment):
    """Lists what is missing, each with a link to its box; what is only a caution asks for a sentence."""

    form_class = SubmitForm
    template_name = "casework/assessment_submit.html"
    heading = "Send the assessment to your manager"
    submit_text = "Send to manager"
    success_message = "Sent to your manager."
    page = "assessment, to submit"
    permission = Permission.WRITE_ASSESSMENT

    def ready(self) -> HttpResponse | None:
        self.gaps = missing_for_submission(self.assessment, queries.about_child(self.assessment), timezone.localdate())
        check = policies.check_can_submit_assessment
        return self.check(check, self.request.user, self.assessment, otherwise=self.cancel_url)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"ask_why": bool(cautions(self.gaps))}

    def get_context(self) -> dict[str, Any]:
        return {**super().get_context(), "stops": stops(self.gaps), "cautions": cautions(self.gaps)}

    def draft_key(self) -> str:
        return f"assessment-submit:{self.assessment.pk}"

    def save(self, form: GovForm) -> str:
        services.submit_assessment(assessment=self.assessment, by=self.request.user, note=form.cleaned_data["note"])
        return page_of(self.assessment)


class AssessmentDecide(AboutAssessment):
    """The manager decides on the page where the text stands."""

    form_class = DecisionForm
    template_name = "casework/assessment_decide.html"
    heading = "Decide on the assessment"
    submit_text = "Save decision"
    page = "assessment, to decide"
    permission = Permission.AUTHORISE

    def ready(self) -> HttpResponse | None:
        return self.check(
            policies.check_can_return_assessment, self.request.user, self.assessment, otherwise=self.cancel_url
        )

    def get_record(self) -> Assessment:
        return self.assessment

    def get_form_kwargs(self) -> dict[str, Any]:
        clock = assessment_clock(self.assessment)
        late = clock is not None and timezone.localdate() > clock.due_on
        due = f"It was due on {words(clock.due_on)}." if clock and late and not clock.late_reason else ""
        return {"author": self.assessment.author, "due": due}

    def get_context(self) -> dict[str, Any]:
        return {**super().get_context(), **written_names(self.request.user, self.assessment)}

    def draft_key(self) -> str:
        return f"assessment-decide:{self.assessment.pk}"

    def save(self, form: GovForm) -> str:
        typed, by = form.cleaned_data, self.request.user
        if typed["decision"] == "return":
            services.return_assessment(assessment=self.assessment, by=by, reason=typed["look_again"])
            messages.success(self.request, f"Sent back to {self.assessment.author or 'the author'}.")
        else:
            services.authorise_assessment(
                assessment=self.assessment, by=by, reason=typed["reason"], late_reason=typed.get("late_reason") or ""
            )
            messages.success(self.request, "Assessment authorised.")
        return page_of(self.assessment)


class AssessmentCheckpoint(AboutAssessment):
    """The manager's look half-way through."""

    form_class = CheckpointForm
    heading = "Look at the assessment half-way"
    submit_text = "Record that I looked"
    success_message = "Your look at the assessment is recorded."
    page = "assessment, half-way"
    permission = Permission.AUTHORISE

    def ready(self) -> HttpResponse | None:
        return self.check(policies.check_can_look_midway, self.request.user, self.assessment, otherwise=self.cancel_url)

    def draft_key(self) -> str:
        return f"assessment-checkpoint:{self.assessment.pk}"

    def save(self, form: GovForm) -> str:
        services.look_midway(assessment=self.assessment, by=self.request.user, note=form.cleaned_data["note"])
        return page_of(self.assessment)
