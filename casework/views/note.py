"""A child's case notes."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework import queries, services
from casework.forms.note import CaseNoteForm
from casework.views.pages import ChildForm, child_url, show
from casework.views.visit import chosen_children
from staff.policies import child_for
from ui.forms import GovForm
from ui.posting import read_key
from ui.words import moment

A_PAGE = 25


@never_cache
@require_safe
def case_notes(request: HttpRequest, child_pk: int) -> HttpResponse:
    """The notes, the latest first, a page at a time."""
    child = child_for(request.user, child_pk, page="case notes")
    notes = Paginator(queries.notes_of(request.user, child), A_PAGE).get_page(request.GET.get("page"))
    return show(request, "casework/case_notes.html", child, "notes", notes=notes)


class CaseNoteNew(ChildForm):
    """Write a note; with `?corrects=12`, one that puts an earlier note right."""

    form_class = CaseNoteForm
    heading = "Write a case note"
    submit_text = "Save note"
    success_message = "Note saved."
    page = "case note, to write"
    tab = "notes"
    back = "case-notes"

    def begin(self) -> HttpResponse | None:
        key = read_key(self.request.GET.get("corrects", ""))
        self.corrects = queries.note_of(self.request.user, self.child, key) if key else None
        self.siblings = queries.siblings_for(self.request.user, self.child)
        if self.corrects:
            self.heading = "Put a case note right"
            written = moment(self.corrects.written_at)
            self.intro = f"The note by {self.corrects.written_by} of {written} stays as it is, with this one beside it."
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"siblings": self.siblings}

    def get_initial(self) -> dict[str, Any]:
        if self.corrects is None:
            return {}
        return {
            "kind": self.corrects.kind,
            "happened_at": self.corrects.happened_at,
            "text": self.corrects.text,
            "also": [str(row.child_id) for row in self.corrects.others],
        }

    def draft_key(self) -> str:
        return f"case-note:{self.child.pk}" + (f":{self.corrects.pk}" if self.corrects else "")

    def save(self, form: GovForm) -> str:
        typed = form.cleaned_data
        services.write_case_note(
            children=[self.child, *chosen_children(self.siblings, typed)],
            kind=typed["kind"],
            happened_at=typed["happened_at"],
            text=typed["text"],
            corrects=self.corrects,
            by=self.request.user,
        )
        return child_url("case-notes", self.child)
