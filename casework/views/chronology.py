"""A worker says what in the chronology matters. The chronology itself stands in the workspace."""

from typing import Any

from django.http import Http404, HttpResponse

from audit.queries import events_for_child
from casework import queries, services
from casework.forms.note import MarkForm
from casework.views.pages import ChildForm, child_url
from people.merged import ids_of
from ui.forms import GovForm
from ui.words import moment


class ChronologyMark(ChildForm):
    """Mark one entry, with a note."""

    form_class = MarkForm
    heading = "Mark an entry in the chronology"
    success_message = "Entry marked."
    page = "chronology, to mark"
    tab = back = "chronology"

    def begin(self) -> HttpResponse | None:
        self.event = events_for_child(*ids_of(self.child)).filter(pk=self.kwargs["event_id"]).first()
        if self.event is None:
            raise Http404
        self.intro = f"{moment(self.event.occurred_at)}: {self.event.summary}"
        return None

    def get_initial(self) -> dict[str, Any]:
        mark = queries.mark_on(self.child, self.kwargs["event_id"])
        return {"significant": mark.significant if mark else True, "note": mark.note if mark else ""}

    def save(self, form: GovForm) -> str:
        services.mark_event(
            child=self.child,
            event_id=self.kwargs["event_id"],
            significant=form.cleaned_data["significant"],
            note=form.cleaned_data["note"],
            by=self.request.user,
        )
        return child_url("chronology", self.child)
