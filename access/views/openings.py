"""Records opened from outside: what a manager answers, and what the auditor sees of it."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from access.forms import OpeningForm
from access.queries import openings_for_auditor
from staff.openings import answer_opening, opening_to_answer, openings_to_answer
from staff.policies import check_may, child_outside_team_for
from staff.roles import Permission
from ui.forms import GovForm
from ui.views import FormPage

A_PAGE = 50


@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for this manager's answer."""
    check_may(request.user, Permission.ALLOCATE)
    page = Paginator(openings_to_answer(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "access/openings.html", {"page": page})


class Answer(FormPage):
    form_class = OpeningForm
    template_name = "access/opening_answer.html"
    heading = "Was it right to open this record?"
    submit_text = "Save the answer"
    success_message = "Your answer is saved."

    def load(self) -> None:
        self.grant = opening_to_answer(self.request.user, self.kwargs["pk"])
        self.child = child_outside_team_for(self.request.user, self.grant.child_id)
        self.caption = self.child.name
        self.cancel_url = reverse("openings")

    def get_context(self) -> Mapping[str, Any]:
        return {"grant": self.grant, "child": self.child}

    def save(self, form: GovForm) -> str:
        answer_opening(grant=self.grant, by=self.request.user, **form.cleaned_data)
        return reverse("openings")


@never_cache
@require_safe
def for_auditor(request: HttpRequest) -> HttpResponse:
    """Openings that nobody answered in time, and those that were not right."""
    check_may(request.user, Permission.AUDIT_ACCESS)
    late, wrong = openings_for_auditor(request.user)
    return render(request, "access/openings_auditor.html", {"late": late, "wrong": wrong})
