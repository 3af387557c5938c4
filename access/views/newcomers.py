"""Who came into a family that is restricted, or from which a worker is kept."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from access import services
from access.forms import NewcomersForm
from access.models import NewInFamily
from access.services.newcomers import newcomers_beside, newcomers_to
from access.views.restriction import RestrictionForm
from casework.views.pages import ChildForm
from staff.roles import Permission
from ui.forms import GovForm


def of_a_restriction(row: NewInFamily) -> str:
    """Baby Clarke, born 3 November 2026"""
    born = row.person.date_of_birth
    return f"{row.person.name}, born {born:%-d %B %Y}" if born else row.person.name


def of_a_bar(row: NewInFamily) -> str:
    """Lena Novak is kept from Baby Clarke"""
    assert row.bar is not None
    return f"{row.bar.user} is kept from {of_a_restriction(row)}"


class Hide(RestrictionForm):
    """The keeper hides them with the rest of the family, or leaves them."""

    form_class = NewcomersForm
    page = "new in a restricted family"
    heading = "New in the family"
    intro = (
        "They came into the family after the record was restricted. Whoever can find them may find the others through "
        "them. Those whom you leave are not asked about again."
    )
    submit_text = "Save"
    success_message = "Your answer is saved."

    def begin(self) -> HttpResponse | None:
        refused = super().begin()
        self.rows = newcomers_to(self.restriction, self.request.user)
        if refused is None and self.request.method != "POST" and not self.rows.exists():
            return HttpResponseRedirect(self.back_url())
        return refused

    def get_form_kwargs(self) -> Mapping[str, Any]:
        return {"label": "Who is hidden as well?", "rows": self.rows, "name": of_a_restriction}

    def get_initial(self) -> Mapping[str, Any]:
        return {"chosen": [str(row.pk) for row in self.rows]}

    def save(self, form: GovForm) -> str:
        services.extend_restriction(
            restriction=self.restriction, by=self.request.user, rows=form.cleaned_data["chosen"]
        )
        return self.back_url()


class Keep(ChildForm):
    """A manager keeps the worker from them too, or leaves it."""

    form_class = NewcomersForm
    page = "new in a family with a conflict of interest"
    tab = "child"
    back = "conflicts"
    permission = Permission.ALLOCATE
    heading = "New in the family"
    intro = "They came after the worker was kept from the family. Those whom you leave are not asked about again."
    submit_text = "Save"
    success_message = "Your answer is saved."

    def begin(self) -> HttpResponse | None:
        self.rows = newcomers_beside(self.child, self.request.user)
        if self.request.method != "POST" and not self.rows.exists():
            return HttpResponseRedirect(self.back_url())
        return None

    def get_form_kwargs(self) -> Mapping[str, Any]:
        return {"label": "Whom may the worker not know of?", "rows": self.rows, "name": of_a_bar}

    def get_initial(self) -> Mapping[str, Any]:
        return {"chosen": [str(row.pk) for row in self.rows]}

    def save(self, form: GovForm) -> str:
        services.extend_bars(child=self.child, by=self.request.user, rows=form.cleaned_data["chosen"])
        return self.back_url()
