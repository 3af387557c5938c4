"""A child's visits: the list, booking, recording, calling off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit import as_known
from casework import queries, services
from casework.forms.visit import BookVisitForm, CancelVisitForm, RecordVisitForm
from casework.models import Visit
from casework.rules.visit import check_booked
from casework.services import ChildResult
from casework.views.pages import ChildForm, child_url, first_name, show
from casework.visit_purpose import usual_purpose
from people.models import Child
from staff.policies import child_for
from staff.queries import open_lead_allocation, workers_of
from timescales.queries import open_clocks_for
from ui.forms import GovForm
from ui.views import once
from ui.words import moment

A_PAGE = 20


@never_cache
@require_safe
def visits(request: HttpRequest, child_pk: int) -> HttpResponse:
    """What is booked, with a warning where the child has moved; then what took place."""
    child = child_for(request.user, child_pk, page="visits")
    done = Paginator(queries.done_visits_of(request.user, child), A_PAGE).get_page(request.GET.get("page"))
    names = {
        "booked": queries.booked_visits_of(request.user, child),
        "done": done,
        "seen": queries.last_seen([child.pk])[child.pk],
        "clock": open_clocks_for(child).filter(rule_id__endswith=".visit").first(),
        "now": as_known.now(),
    }
    return show(request, "casework/visits.html", child, "visits", **names)


class VisitBook(ChildForm):
    """Book a visit; where it goes is confirmed each time."""

    form_class = BookVisitForm
    heading = "Book a visit"
    submit_text = "Book visit"
    page = "visit, to book"
    tab = back = "visits"

    def begin(self) -> HttpResponse | None:
        self.siblings = queries.siblings_for(self.request.user, self.child)
        self.residence = self.child.current_address()
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        lead = open_lead_allocation(self.child)
        home = self.residence
        return {
            "child": self.child,
            "address": home.address if home else None,
            "address_note": "This address is confidential." if home and home.confidential else "",
            "workers": workers_of(lead.team if lead else self.request.user.team),
            "siblings": self.siblings,
        }

    def get_initial(self) -> dict[str, Any]:
        return {"worker": self.request.user.pk, "purpose": usual_purpose(self.child)}

    def draft_key(self) -> str:
        return f"visit-book:{self.child.pk}"

    def save(self, form: GovForm) -> str:
        typed = form.cleaned_data
        at_home = typed["where"] == "home"
        visit = services.book_visit(
            children=[self.child, *chosen_children(self.siblings, typed)],
            purpose=typed["purpose"],
            worker=typed["worker"],
            booked_for=typed["booked_for"],
            address=self.residence.address if at_home and self.residence else None,
            place="" if at_home else typed["place"],
            by=self.request.user,
        )
        messages.success(self.request, f"Visit booked for {moment(visit.booked_for)}.")
        return child_url("visits", self.child)


def chosen_children(siblings: list[Child], typed: dict[str, Any]) -> list[Child]:
    """The brothers and sisters whose boxes were ticked."""
    ticked = set(typed.get("also") or [])
    return [child for child in siblings if str(child.pk) in ticked]


class VisitRecord(ChildForm):
    """Record a visit: the booked one that the address names, or one that nobody had booked."""

    form_class = RecordVisitForm
    template_name = "casework/visit_record.html"
    heading = "Record a visit"
    submit_text = "Save visit"
    success_message = "Visit saved."
    page = "visit, to record"
    tab = back = "visits"
    visit: Visit | None = None

    def begin(self) -> HttpResponse | None:
        user, pk = self.request.user, self.kwargs.get("pk")
        self.visit = queries.visit_of(user, self.child, pk) if pk else None
        self.on_it = [row.child for row in self.visit.results] if self.visit else [self.child]
        keys = {child.pk for child in self.on_it}
        self.siblings = [one for one in queries.siblings_for(user, self.child) if one.pk not in keys]
        return self.check(check_booked, self.visit, otherwise=self.back_url()) if self.visit else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"children": self.on_it, "siblings": self.siblings}

    def get_initial(self) -> dict[str, Any]:
        if self.visit is None:
            return {"purpose": usual_purpose(self.child)}
        booked_for = self.visit.booked_for
        past = booked_for if booked_for and booked_for <= timezone.now() else None
        return {"purpose": self.visit.purpose, "took_place_at": past}

    def get_context(self) -> dict[str, Any]:
        moved = queries.with_moves([self.visit])[0].moved if self.visit else ""
        return {**super().get_context(), "visit": self.visit, "moved": moved}

    def draft_key(self) -> str:
        return f"visit-record:{self.visit.pk}" if self.visit else f"visit-record-new:{self.child.pk}"

    def save(self, form: GovForm) -> str:
        assert isinstance(form, RecordVisitForm)
        services.record_visit(
            visit=self.visit,
            children=[ChildResult(child, **answers) for child, answers in form.visited()],
            purpose=form.cleaned_data["purpose"],
            took_place_at=form.cleaned_data["took_place_at"],
            account=form.cleaned_data["account"],
            by=self.request.user,
        )
        return child_url("visits", self.child)


class VisitCancel(ChildForm):
    """Call a booked visit off."""

    form_class = CancelVisitForm
    heading = "Call a visit off"
    submit_text = "Call it off"
    submit_kind = "warning"
    success_message = "Visit called off."
    page = "visit, to call off"
    tab = back = "visits"

    def begin(self) -> HttpResponse | None:
        self.visit = queries.visit_of(self.request.user, self.child, self.kwargs["pk"])
        others = [row.child.name for row in self.visit.results if row.child_id != self.child.pk]
        with_whom = f", also to {' and '.join(others)}" if others else ""
        self.intro = f"The visit booked for {moment(self.visit.booked_for)}{with_whom}."
        return self.check(check_booked, self.visit, otherwise=self.back_url())

    def save(self, form: GovForm) -> str:
        services.cancel_visit(visit=self.visit, because=form.cleaned_data["because"], by=self.request.user)
        return child_url("visits", self.child)


@require_POST
def use_current_address(request: HttpRequest, child_pk: int, pk: int) -> HttpResponse:
    """One click: the booked visit goes to where the child lives now."""
    child = child_for(request.user, child_pk, page="visit, to move")
    visit = queries.visit_of(request.user, child, pk)

    def do() -> str:
        services.use_current_address(visit=visit, child=child, by=request.user)
        messages.success(request, f"The visit now goes to {first_name(child)}’s current address.")
        return reverse("visits", args=[child.pk])

    try:
        return once(request, do)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("visits", args=[child.pk]))
