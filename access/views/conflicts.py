"""A worker's own family: declared by the worker, or set by a manager."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from access.forms import BarForm, DeclareForm, LiftBarForm
from access.policies import family_on_record
from access.queries import holds_a_case, workers
from access.services.newcomers import newcomers_beside
from casework.views.pages import ChildForm, show
from staff.bars import bar_worker, bars_on, declare_own_family, lift_bar
from staff.models import ConflictOfInterest
from staff.policies import check_may, child_for, child_outside_team_for
from staff.roles import Permission
from ui.forms import GovForm
from ui.views import FormPage


class MyFamily(FormPage):
    """Nothing of the record is shown: the worker knows whose it is."""

    form_class = DeclareForm
    heading = "This is my family"
    intro = (
        "From now on you will not find or open this record, nor those of the family. If you hold the case, "
        "it goes to somebody else. A manager is told. Only a manager can undo it."
    )
    submit_text = "This is my family"
    submit_kind = "warning"
    success_message = "Thank you. The record is closed to you from now on, and a manager has been told."

    def load(self) -> None:
        self.child = child_outside_team_for(self.request.user, self.kwargs["child_pk"])
        self.caption = self.child.name
        self.cancel_url = reverse("search")

    def save(self, form: GovForm) -> str:
        declare_own_family(child_id=self.child.pk, by=self.request.user, reason=form.cleaned_data["reason"])
        return reverse("home")


@never_cache
@require_safe
def conflicts(request: HttpRequest, child_pk: int) -> HttpResponse:
    """Who is kept from the record, for the managers of it."""
    child = child_for(request.user, child_pk, page="conflicts of interest")
    check_may(request.user, Permission.ALLOCATE)
    rows = [(row, holds_a_case(row.user, child)) for row in bars_on(child)]
    return show(
        request, "access/conflicts.html", child, "child", rows=rows, newcomers=newcomers_beside(child, request.user)
    )


class Bar(ChildForm):
    form_class = BarForm
    page = "bar a worker"
    tab = "child"
    back = "conflicts"
    permission = Permission.ALLOCATE
    heading = "Keep a worker from this record"
    intro = (
        "The worker will not find it, is told nothing of it, and cannot be given it. "
        "If the worker holds the case, it waits for another."
    )
    submit_text = "Keep them from it"
    submit_kind = "warning"
    success_message = "The record is closed to this worker."

    def get_form_kwargs(self) -> Mapping[str, Any]:
        family = family_on_record(self.request.user, self.child)
        return {"workers": workers().exclude(pk=self.request.user.pk or 0), "family": family}

    def get_initial(self) -> Mapping[str, Any]:
        return {"people": [str(one.pk) for one in family_on_record(self.request.user, self.child)]}

    def save(self, form: GovForm) -> str:
        bar_worker(child=self.child, by=self.request.user, **form.cleaned_data)
        return self.back_url()


class LiftBar(ChildForm):
    form_class = LiftBarForm
    page = "end a bar"
    tab = "child"
    back = "conflicts"
    permission = Permission.ALLOCATE
    heading = "Let the worker open the record again"
    submit_text = "Let them open it"
    success_message = "The worker may open the record again, as role and team allow."
    bar: ConflictOfInterest

    def begin(self) -> HttpResponse | None:
        found = next((row for row in bars_on(self.child) if row.pk == self.kwargs["pk"]), None)
        if found is None:
            raise Http404
        self.bar = found
        self.intro = f"{found.user}: {found.reason}"
        return None

    def save(self, form: GovForm) -> str:
        lift_bar(bar=self.bar, by=self.request.user, because=form.cleaned_data["because"])
        return self.back_url()
