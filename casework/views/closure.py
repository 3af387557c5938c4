"""Closing a case, with the family's whole history on the page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from casework import policies, queries, services
from casework.forms.plan import CloseCaseForm
from casework.models import NeedEpisode
from casework.rules.closure import what_is_open
from casework.views.pages import ChildForm, child_url
from staff.roles import Permission
from ui.forms import GovForm


class CaseClose(ChildForm):
    """Only a manager closes, and not over open work."""

    form_class = CloseCaseForm
    template_name = "casework/case_close.html"
    heading = "Close the case"
    submit_text = "Close the case"
    submit_kind = "warning"
    success_message = "Case closed."
    page = "case, to close"
    tab = back = "child"
    permission = Permission.CLOSE_CASE
    episode: NeedEpisode

    def begin(self) -> HttpResponse | None:
        found = queries.open_episode_for(self.child)
        if found is None:
            if not queries.episodes_of(self.child).exists():
                raise Http404
            messages.info(self.request, "This case is already closed.")
            return HttpResponseRedirect(child_url("child", self.child))
        self.episode = found
        return self.check(policies.check_can_close_case, self.request.user, found, otherwise=self.back_url())

    def get_context(self) -> dict[str, Any]:
        siblings = queries.siblings_for(self.request.user, self.child)
        return {
            **super().get_context(),
            "episode": self.episode,
            "obstacles": what_is_open(queries.case_of(self.episode)),
            "plan": queries.plans_of(self.child).open().first(),
            "booked": queries.booked_visits_of(self.request.user, self.child),
            "history": queries.family_history(self.request.user, [self.child, *siblings]),
            "seen": queries.last_seen([self.child.pk])[self.child.pk],
            "step_down_url": self._step_down_url(),
        }

    def _step_down_url(self) -> str:
        try:
            return reverse("step-down", args=[self.child.pk])
        except NoReverseMatch:
            return ""

    def draft_key(self) -> str:
        return f"case-close:{self.episode.pk}"

    def save(self, form: GovForm) -> str:
        services.close_case(episode=self.episode, by=self.request.user, **form.cleaned_data)
        return child_url("child", self.child)
