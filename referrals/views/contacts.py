"""Logging and reading a contact."""

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from referrals import queries, services
from referrals.forms.contact import ContactForm
from referrals.forms.mash import UrgencyForm
from referrals.match_panel import NEW, panel_for, typed_query
from referrals.policies import (
    can_decide,
    check_can_log_contact,
    contact_child_for,
    contact_for,
    may_log_contact,
    passed_on,
)
from staff.policies import check_may, children_visible_to, people_visible_to
from staff.roles import Permission
from timescales.queries import clocks_of
from ui.posting import read_key
from ui.views import FormPage, once

PAGE_SIZE = 50


class LogContact(FormPage):
    """One page, in the order of a telephone call."""

    form_class = ContactForm
    template_name = "referrals/contact_new.html"
    heading = "Log a contact"
    submit_text = "Log this contact"
    success_message = "Contact logged. The front door has one working day to decide."

    def load(self) -> None:
        # A partner has a page of its own, which shows nothing of the record.
        check_may(self.request.user, Permission.LOG_CONTACT)

    def draft_key(self) -> str:
        return "contact:new"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def save(self, form: ContactForm) -> str:
        contact = services.record_contact(by=self.request.user, **form.for_service())
        return reverse("contact", args=[contact.pk])


@require_POST
def matches(request: HttpRequest) -> HttpResponse:
    """The people who may be the one typed in one row; asked by POST so that no name stands in an address.

    htmx says which row it asks for by the box that the answer goes into: "id_children-0-person".
    """
    check_may(request.user, Permission.LOG_CONTACT)
    typed = {key: request.POST.get(key, "") for key in request.POST}
    target = re.fullmatch(r"id_((?:children|adults)-\d+)-person", request.headers.get("HX-Target", ""))
    found = target.group(1) if target else "children-0"
    panel = panel_for(
        request.user,
        typed_query(typed, found, {**typed, "phone": typed.get("adults-0-phone", "")}),
        prefix=found,
        picked=typed.get(f"{found}-person", ""),
        ticked=request.POST.getlist(f"{found}-siblings"),
    )
    return render(request, "referrals/_matches.html", {"panel": panel, "announce": True})


def queue(request: HttpRequest) -> HttpResponse:
    """Each child who waits for a decision, what is due first on top."""
    check_may(request.user, Permission.SEE_FRONT_DOOR)
    page = Paginator(queries.queue_for(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "referrals/queue.html",
        {
            "page": page,
            "counts": queries.queue_counts(request.user),
            "may_log": may_log_contact(request.user),
        },
    )


def decided(request: HttpRequest) -> HttpResponse:
    """What was decided lately, the latest first."""
    check_may(request.user, Permission.SEE_FRONT_DOOR)
    page = Paginator(queries.decided_lately(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "referrals/decided.html", {"page": page})


def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact: what was said, the children on it, the checks, the decisions."""
    gone = passed_on(request.user, pk)
    if gone and not request.user.may(Permission.SEND_CONTACT):
        return render(request, "referrals/passed_on.html", {"contact": gone})
    row = contact_for(request.user, pk, page="contact")
    children = list(queries.children_on(row))
    open_to = set(children_visible_to(request.user).filter(contacts__contact=row).values_list("pk", flat=True))
    due = {clock.subject_id: clock for one in children for clock in clocks_of("contact_child", one.pk)}
    for one in children:
        one.clock = due.get(one.pk)
        one.may_open = one.child_id in open_to
        one.may_decide = can_decide(request.user, one)
        one.decide_url = reverse("contact-decide", args=[one.pk])
        one.candidates = queries.likely_same(request.user, one) if one.newly_known and not one.decided else []
    return render(
        request,
        "referrals/contact.html",
        {
            "contact": row,
            "children": children,
            "checks": queries.checks_on(row),
            "urgency_changes": row.urgency_changes.select_related("by"),
            "may_ask": request.user.may(Permission.ASK_CHECKS) and any(not one.decided for one in children),
            "may_log": may_log_contact(request.user),
        },
    )


class ChangeUrgency(FormPage):
    form_class = UrgencyForm
    heading = "Change how urgent it is"
    submit_text = "Change urgency"
    success_message = "Urgency changed."

    def load(self) -> None:
        self.contact = contact_for(self.request.user, self.kwargs["pk"], page="change urgency")
        check_can_log_contact(self.request.user)
        self.cancel_url = reverse("contact", args=[self.contact.pk])

    def get_initial(self) -> dict[str, Any]:
        return {"urgency": self.contact.urgency}

    def save(self, form: UrgencyForm) -> str:
        services.change_urgency(contact=self.contact, by=self.request.user, **form.cleaned_data)
        return self.cancel_url


@require_POST
def same_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a new child on a contact is somebody known, or indeed new."""
    row = contact_child_for(request.user, pk, page="match a child")
    back = reverse("contact", args=[row.contact_id])
    answer = request.POST.get("known", "")
    key = read_key(answer)
    known = people_visible_to(request.user).filter(pk=key).first() if key else None

    def do() -> str:
        if known:
            services.match_contact_child(contact_child=row, known=known, by=request.user)
            messages.success(request, f"The contact is now on the record of {known.name}.")
        else:
            services.confirm_new_child(contact_child=row, by=request.user)
            messages.success(request, f"{row.child.name} is a new person.")
        return back

    return once(request, do) if known or answer == NEW else redirect(back)
