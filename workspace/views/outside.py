"""A record outside one's own teams, opened with a reason."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from staff.openings import open_with_reason
from staff.policies import child_outside_team_for
from ui.forms import GovForm
from ui.views import FormPage
from workspace.forms.allocation import ReasonForm
from workspace.queries.holders import holders_of
from workspace.queries.search import is_open_to


class OpenWithReason(FormPage):
    """Shows the name and who holds the case, and nothing else until a reason is given."""

    form_class = ReasonForm
    template_name = "workspace/open_with_reason.html"
    heading = "Open this record"
    submit_text = "Open the record"
    submit_kind = "warning"

    def load(self) -> HttpResponse | None:
        user = self.request.user
        self.child = child_outside_team_for(user, self.kwargs["child_pk"])
        self.caption = self.child.name
        self.cancel_url = reverse("search")
        if is_open_to(user, self.child):
            return HttpResponseRedirect(reverse("child", args=[self.child.pk]))
        return None

    def get_context(self) -> dict[str, object]:
        return {"child": self.child, "holder": holders_of([self.child.pk])[self.child.pk]}

    def save(self, form: GovForm) -> str:
        open_with_reason(child_id=self.child.pk, by=self.request.user, reason=form.cleaned_data["reason"])
        return reverse("child", args=[self.child.pk])
