"""What looks odd among the openings, for the auditor."""

import csv
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from access import services
from access.codes import OddKind
from access.forms import OddForm
from access.queries import in_words, odd_access_for, odd_accesses
from staff.policies import check_may
from staff.roles import Permission
from ui.forms import GovForm
from ui.views import FormPage, once

A_PAGE = 50
MOST_ROWS = 5000


@never_cache
@require_safe
def odd(request: HttpRequest) -> HttpResponse:
    """What was found and waits, or what was answered, by kind if one is chosen."""
    check_may(request.user, Permission.AUDIT_ACCESS)
    kind = request.GET.get("kind", "")
    kind = kind if kind in OddKind.values else ""
    answered = request.GET.get("answered") == "yes"
    page = Paginator(odd_accesses(request.user, answered=answered, kind=kind), A_PAGE).get_page(request.GET.get("page"))
    found = in_words(request.user, list(page.object_list))
    names = {"page": page, "found": found, "kinds": OddKind.choices, "kind": kind, "answered": answered}
    return render(request, "access/odd.html", names)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look at today's openings too, without waiting for the night."""
    check_may(request.user, Permission.AUDIT_ACCESS)

    def do() -> str:
        before = odd_accesses(request.user).count()
        services.find_odd_access()
        new = odd_accesses(request.user).count() - before
        messages.success(request, f"{new} new." if new else "Nothing new was found.")
        return reverse("odd-access")

    return once(request, do)


@never_cache
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The list as a file, with no more than the page shows."""
    check_may(request.user, Permission.AUDIT_ACCESS)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="odd-access.csv"'
    writer = csv.writer(response)
    writer.writerow(["Day", "Who", "Whom", "What", "Why", "Answer", "Words"])
    user = request.user
    rows = [*odd_accesses(user)[:MOST_ROWS], *odd_accesses(user, answered=True)[:MOST_ROWS]]
    for one in in_words(request.user, rows):
        row = one.row
        cells = [row.user, one.whom, row.get_kind_display(), one.why, row.get_answer_display(), row.answer_words]
        writer.writerow([row.day.isoformat(), *(_plain(str(cell)) for cell in cells)])
    return response


def _plain(text: str) -> str:
    """A cell that begins like a formula would be worked out by a spreadsheet."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


class Answer(FormPage):
    form_class = OddForm
    template_name = "access/odd_answer.html"
    heading = "An opening that looks odd"
    submit_text = "Save"
    success_message = "Your answer is saved."

    def load(self) -> None:
        check_may(self.request.user, Permission.AUDIT_ACCESS)
        self.found = odd_access_for(self.request.user, self.kwargs["pk"])
        self.cancel_url = reverse("odd-access")
        self.caption = in_words(self.request.user, [self.found])[0].whom

    def get_context(self) -> Mapping[str, Any]:
        return {"one": in_words(self.request.user, [self.found])[0]}

    def save(self, form: GovForm) -> str:
        services.answer_odd_access(found=self.found, by=self.request.user, **form.cleaned_data)
        return reverse("odd-access")
