"""The way into a record as it was known at a past moment."""

from django.http import HttpResponse
from django.urls import reverse

from staff.policies import child_for
from ui.addresses import staying_under
from ui.forms import GovForm
from workspace.forms.past import MomentForm
from workspace.past.moments import prefix_of
from workspace.views.record_form import RecordForm


class ChooseMoment(RecordForm):
    """For everybody who may see the record: nothing more is shown of the past than of today."""

    form_class = MomentForm
    page = "as known, to choose a moment"
    heading = "The record as it was known"
    intro = "Every page as it stood at a moment in the past: what had been written down by then, and no more."
    submit_text = "Show it"

    def load(self) -> HttpResponse | None:
        self.child = child_for(self.request.user, self.kwargs["child_pk"], page=self.page)
        self.cancel_url = reverse("child", args=[self.child.pk])
        return None

    def draft_key(self) -> str:
        return ""

    def save(self, form: GovForm) -> str:
        with staying_under(prefix_of(form.cleaned_data["then"])):
            return reverse("child", args=[self.child.pk])
