"""Why something was done late: asked for afterwards, and never a reason to stop anybody's work."""

from django.http import Http404

from people.models import Child
from staff.roles import Permission
from timescales.models import Clock
from timescales.queries import late_without_reason
from timescales.services import give_late_reason
from timescales.services.late_reasons import check_can_explain
from ui.fields import LongTextField
from ui.forms import GovForm
from workspace.queries.late import only
from workspace.views.record_form import RecordForm


class LateReasonForm(GovForm):
    reason = LongTextField(
        label="Why was it late?",
        noun="why it was late",
        rows=4,
        hint="One sentence is enough. It stands on the record.",
    )


class GiveLateReason(RecordForm):
    form_class = LateReasonForm
    page = "reason for being late"
    heading = "Say why it was late"
    submit_text = "Save the reason"
    success_message = "The reason is on the record."
    # The front door explains its own decisions here as well.
    permission = Permission.LOG_CONTACT
    child: Child
    clock: Clock

    def begin(self) -> None:
        clock = late_without_reason(only(self.child)).filter(pk=self.kwargs["pk"]).first()
        if clock is None:
            raise Http404
        check_can_explain(by=self.request.user, clock=clock)
        self.clock = clock
        done = f"{clock.stopped_at:%-d %B %Y}" if clock.stopped_at else ""
        self.intro = f"{clock.title}: due {clock.due_on:%-d %B %Y}, done {done}."

    def save(self, form: GovForm) -> str:
        give_late_reason(clock=self.clock, by=self.request.user, reason=form.cleaned_data["reason"])
        return self.cancel_url
