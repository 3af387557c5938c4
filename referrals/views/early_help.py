"""Early help, step up and step down."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casework.queries import open_episode_for
from referrals import queries, services
from referrals.forms.early_help import CloseEarlyHelpForm, EarlyHelpForm, StepDownForm, StepUpForm
from referrals.models import EarlyHelpAssessment
from referrals.policies import early_help_for, early_help_visible_to
from staff.policies import check_may, child_for
from staff.roles import Permission
from timescales.queries import clocks_of
from ui.views import FormPage

PAGE_SIZE = 50


def early_help_list(request: HttpRequest) -> HttpResponse:
    """Early help of the last year: how many each agency wrote, and each of them."""
    check_may(request.user, Permission.LOG_CONTACT)
    since = timezone.localdate() - timedelta(days=365)
    rows = early_help_visible_to(request.user).order_by("closed_on", "-started_on", "-pk")
    return render(
        request,
        "referrals/early_help_list.html",
        {
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "by_agency": queries.early_help_by_agency(request.user, since),
            "since": since,
        },
    )


def early_help(request: HttpRequest, pk: int) -> HttpResponse:
    row = early_help_for(request.user, pk, page="early help")
    clock = next(iter(clocks_of("early_help", row.pk)), None)
    may_write = request.user.may(Permission.LOG_CONTACT) and row.closed_on is None
    return render(request, "referrals/early_help.html", {"row": row, "clock": clock, "may_write": may_write})


class StartEarlyHelp(FormPage):
    form_class = EarlyHelpForm
    heading = "Record an early help assessment"
    submit_text = "Save early help"
    success_message = "Early help recorded."

    def load(self) -> None:
        self.child = child_for(self.request.user, self.kwargs["child_pk"], page="start early help")
        check_may(self.request.user, Permission.LOG_CONTACT)
        self.caption = self.child.name
        self.cancel_url = reverse("child", args=[self.child.pk])

    def draft_key(self) -> str:
        return f"early-help-new:{self.child.pk}"

    def save(self, form: EarlyHelpForm) -> str:
        row = services.start_early_help(child=self.child, by=self.request.user, **form.cleaned_data)
        return reverse("early-help", args=[row.pk])


class EarlyHelpPage(FormPage):
    """What the pages on one early help assessment share."""

    def load(self) -> None:
        self.early_help = early_help_for(self.request.user, self.kwargs["pk"], page="early help")
        check_may(self.request.user, Permission.LOG_CONTACT)
        self.caption = self.early_help.child.name
        self.cancel_url = reverse("early-help", args=[self.early_help.pk])

    def draft_key(self) -> str:
        return f"{type(self).__name__.lower()}:{self.early_help.pk}"


class EditEarlyHelp(EarlyHelpPage):
    form_class = EarlyHelpForm
    heading = "Early help assessment"
    success_message = "Saved."

    def get_record(self) -> EarlyHelpAssessment:
        return self.early_help

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.early_help, name) for name in self.form_class.base_fields}

    def save(self, form: EarlyHelpForm) -> str:
        services.save_early_help(early_help=self.record, by=self.request.user, **form.cleaned_data)
        return self.cancel_url


class CloseEarlyHelp(EarlyHelpPage):
    form_class = CloseEarlyHelpForm
    heading = "End early help"
    submit_text = "End early help"
    success_message = "Early help has ended."

    def get_initial(self) -> dict[str, Any]:
        return {"closed_on": timezone.localdate()}

    def save(self, form: CloseEarlyHelpForm) -> str:
        data = form.cleaned_data
        services.close_early_help(
            early_help=self.early_help, end=data["end"], note=data["note"], on=data["closed_on"], by=self.request.user
        )
        return self.cancel_url


class StepUp(EarlyHelpPage):
    form_class = StepUpForm
    heading = "Step up to social care"
    intro = "This sends everything in the early help assessment to the front door. You do not type it again."
    submit_text = "Step up"
    success_message = "Sent to the front door."

    def save(self, form: StepUpForm) -> str:
        services.step_up(early_help=self.early_help, by=self.request.user, **form.cleaned_data)
        return self.cancel_url


class StepDown(FormPage):
    form_class = StepDownForm
    heading = "Step down to early help"
    intro = "This closes the case. The early help assessment starts with what the assessment and the plan say."
    submit_text = "Close the case and step down"
    success_message = "Stepped down to early help."

    def load(self) -> None:
        self.child = child_for(self.request.user, self.kwargs["child_pk"], page="step down")
        check_may(self.request.user, Permission.CLOSE_CASE)
        episode = open_episode_for(self.child)
        if episode is None:
            raise Http404
        self.episode = episode
        self.caption = self.child.name
        self.cancel_url = reverse("child", args=[self.child.pk])

    def draft_key(self) -> str:
        return f"step-down:{self.child.pk}"

    def save(self, form: StepDownForm) -> str:
        row = services.step_down(episode=self.episode, by=self.request.user, **form.cleaned_data)
        return reverse("early-help", args=[row.pk])
