"""A partner agency's own pages: what it sent, what became of it, and sending a contact."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from referrals import queries, services
from referrals.forms.partner import SendContactForm
from referrals.outcomes import STATUSES, ChildOutcome, status_of
from staff.policies import check_may
from staff.roles import Permission
from ui.views import FormPage

PAGE_SIZE = 25


def home(request: HttpRequest) -> HttpResponse:
    """The contacts of the person's agency, the newest first, each with its outcome."""
    check_may(request.user, Permission.SEND_CONTACT)
    page = Paginator(queries.own_contacts_with_outcomes(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    for contact in page.object_list:
        _with_outcomes(contact)
    return render(request, "referrals/partner/home.html", {"page": page, "agency": request.user.agency})


def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact of the person's agency. Raises Http404 for another's, as for one that is not there."""
    check_may(request.user, Permission.SEND_CONTACT)
    found = queries.own_contacts_with_outcomes(request.user).select_related("logged_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    names = {"contact": _with_outcomes(found), "breadcrumbs": [("Contacts you sent", reverse("partner-home"))]}
    return render(request, "referrals/partner/contact.html", names)


def _with_outcomes(found: Any) -> Any:
    rows = list(found.children.all())
    found.outcomes = [ChildOutcome.of(row) for row in rows]
    found.status = status_of(rows)
    found.status_title = STATUSES[found.status]
    return found


class SendContact(FormPage):
    """What the agency is worried about, on one page."""

    form_class = SendContactForm
    heading = "Send a contact"
    intro = "If a child is in danger now, ring 999 first, then the front door."
    submit_text = "Send to the front door"
    success_message = "Sent. The front door has one working day to decide, and you will see its decision here."

    def load(self) -> None:
        check_may(self.request.user, Permission.SEND_CONTACT)
        self.caption = self.request.user.agency.name
        self.cancel_url = reverse("partner-home")

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [("Contacts you sent", reverse("partner-home"))]

    def draft_key(self) -> str:
        return "partner-contact:new"

    def get_initial(self) -> dict[str, Any]:
        return {"referrer_name": self.request.user.get_full_name(), "referrer_contact": self.request.user.email}

    def save(self, form: SendContactForm) -> str:
        received = services.receive_contact(message=form.for_service(), by=self.request.user)
        return reverse("partner-contact", args=[received.contact.pk])
