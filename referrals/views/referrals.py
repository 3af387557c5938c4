"""Referrals that wait for a team, and their acceptance."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from referrals import services
from referrals.forms.mash import AcceptForm, DeclineForm
from referrals.history import history_of
from referrals.policies import referral_for, referrals_waiting_for
from staff.policies import check_may
from staff.queries import children_held, workers_of
from staff.roles import Permission
from timescales.queries import clocks_of, due_date
from ui.views import FormPage


def waiting(request: HttpRequest) -> HttpResponse:
    """Referrals for the person's teams that nobody has accepted yet."""
    check_may(request.user, Permission.ALLOCATE)
    rows = list(referrals_waiting_for(request.user))
    for row in rows:
        row.assessment_due = due_date("assessment", row.received_on)
    return render(request, "referrals/waiting.html", {"referrals": rows})


class AcceptReferral(FormPage):
    form_class = AcceptForm
    template_name = "referrals/accept.html"
    submit_text = "Accept and allocate"
    success_message = "Accepted. The case is open and the assessment has started."

    def load(self) -> None:
        self.referral = referral_for(self.request.user, self.kwargs["pk"], page="accept a referral")
        self.heading = "Accept this referral"
        self.caption = self.referral.child.name
        self.cancel_url = reverse("referrals-waiting")
        if self.request.method == "GET":
            check_may(self.request.user, Permission.ALLOCATE)

    def get_form_kwargs(self) -> dict[str, Any]:
        workers = workers_of(self.referral.team)
        return {"workers": workers, "held": children_held([one.pk for one in workers], self.request.user)}

    def get_context(self) -> dict[str, Any]:
        return {
            "referral": self.referral,
            "contact": self.referral.threshold_decision.contact_child.contact,
            "history": history_of(self.referral.child, seen_by=self.request.user),
            "due": due_date("assessment", self.referral.received_on),
            "clock": next(iter(clocks_of("referral", self.referral.pk)), None),
        }

    def save(self, form: AcceptForm) -> str:
        services.accept_referral(referral=self.referral, by=self.request.user, **form.cleaned_data)
        return reverse("child", args=[self.referral.child_id])


class DeclineReferral(FormPage):
    form_class = DeclineForm
    heading = "End this referral with no further action"
    submit_text = "End the referral"
    submit_kind = "warning"
    success_message = "The referral has ended."

    def load(self) -> None:
        self.referral = referral_for(self.request.user, self.kwargs["pk"], page="decline a referral")
        self.caption = self.referral.child.name
        self.cancel_url = reverse("referral-accept", args=[self.referral.pk])
        if self.request.method == "GET":
            check_may(self.request.user, Permission.DECIDE_CONTACT)

    def draft_key(self) -> str:
        return f"decline:{self.referral.pk}"

    def save(self, form: DeclineForm) -> str:
        services.decline_referral(referral=self.referral, by=self.request.user, **form.cleaned_data)
        return reverse("referrals-waiting")
