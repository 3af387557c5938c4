"""A record outside one's own teams, opened with a reason; and who opened a record."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.queries import openings_for_child
from people.merged import ids_of
from staff.openings import open_with_reason
from staff.policies import child_for, child_outside_team_for
from ui.forms import GovForm
from ui.views import FormPage
from workspace.forms.allocation import ReasonForm
from workspace.policies import check_can_read_openings
from workspace.queries.holders import holders_of
from workspace.queries.search import is_open_to

A_PAGE = 100


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


@never_cache
@require_safe
def openings(request: HttpRequest, child_pk: int) -> HttpResponse:
    """Everybody who looked at the record: who, which page, when and why."""
    child = child_for(request.user, child_pk, page="who opened this record")
    check_can_read_openings(request.user, child)
    page = Paginator(openings_for_child(*ids_of(child)), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/openings.html", {"child": child, "page": page})
