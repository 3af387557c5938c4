"""Who may be a restricted person: for the keeper and those named, and for nobody else."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from access import services
from access.codes import MatchAnswer
from access.forms import MatchForm, TakeOverForm
from access.policies import check_may_answer_matches
from access.queries import is_about_a_number, match_for, matches_for, recorded_by
from access.services.match_alerts import match_to_take_over
from audit.services import record_opening
from ui.forms import GovForm
from ui.views import FormPage


@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for an answer."""
    check_may_answer_matches(request.user)
    return render(request, "access/matches.html", {"matches": matches_for(request.user)})


class Answer(FormPage):
    """The contact beside the restricted person."""

    form_class = MatchForm
    template_name = "access/match.html"
    heading = "Somebody restricted may have been met again"
    submit_text = "Save"

    def load(self) -> HttpResponse | None:
        self.match = match_for(self.request.user, self.kwargs["pk"])
        if self.match.person.is_child:
            record_opening(user=self.request.user, child_id=self.match.person_id, page="match with a new record")
        self.cancel_url = reverse("blind-matches")
        self.caption = self.match.person.name
        if self.match.answer and self.request.method != "POST":
            return HttpResponseRedirect(self._afterwards())
        return None

    def get_context(self) -> Mapping[str, Any]:
        return {"match": self.match, "recorded": recorded_by(self.match), "in_question": is_about_a_number(self.match)}

    def _afterwards(self) -> str:
        if self.match.answer == MatchAnswer.SAME and self.match.contact_id:
            return reverse("contact", args=[self.match.contact_id])
        return reverse("blind-matches")

    def save(self, form: GovForm) -> str:
        self.match = services.answer_match(match=self.match, by=self.request.user, **form.cleaned_data)
        self.success_message = (
            "The contact belongs to the restricted record now. Only those named see it."
            if self.match.answer == MatchAnswer.SAME
            else "It stays with the front door, who know nothing of this."
        )
        return self._afterwards()


class TakeOver(FormPage):
    """Nobody named can answer: a service manager is named first, and only then reads whose record it is."""

    form_class = TakeOverForm
    heading = "Answer for a restricted record"
    intro = (
        "Somebody was recorded who may be on a restricted record. Nobody who is named on it can answer. "
        "If you take it over, you are named, you answer for the restriction from now on, and its history says so."
    )
    submit_text = "Take it over"
    success_message = "You answer for this restriction now. Say whether it is the same person."

    def load(self) -> None:
        self.match = match_to_take_over(self.request.user, self.kwargs["pk"])
        self.cancel_url = reverse("home")

    def save(self, form: GovForm) -> str:
        services.take_over(match=self.match, by=self.request.user, **form.cleaned_data)
        return reverse("blind-match", args=[self.match.pk])
