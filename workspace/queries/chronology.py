"""Everything that happened to a child, with the marks that workers put on it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from audit.models import Event
from audit.queries import events_for_child
from casework.models import ChronologyMark
from people.merged import ids_of
from people.models import Child
from workspace.event_kinds import GROUPS, LEFT_OUT, SIGNIFICANT, group_of
from workspace.queries.withheld import NOTHING, Withheld


@dataclass(frozen=True)
class Entry:
    """One line: the event as it was written, and what a worker said of it."""

    event: Event
    summary: str
    detail: str
    mark: ChronologyMark | None
    group: str

    @property
    def significant(self) -> bool:
        """A worker's mark decides; without one, the kind of event."""
        return self.mark.significant if self.mark else self.event.kind in SIGNIFICANT


def events_shown(
    child: Child, *, group: str = "", significant_only: bool = False, withheld: Withheld = NOTHING
) -> QuerySet[Event]:
    """The child's events, newest first, of one group or of all."""
    events = withheld.shown(events_for_child(*ids_of(child)).exclude(kind__in=LEFT_OUT))
    if group in GROUPS:
        events = events.filter(kind__in=GROUPS[group].kinds)
    if significant_only:
        marks = ChronologyMark.objects.filter(child=child)
        marked, unmarked = marks.filter(significant=True), marks.filter(significant=False)
        wanted = Q(kind__in=SIGNIFICANT) | Q(pk__in=marked.values("event_id"))
        events = events.filter(wanted).exclude(pk__in=unmarked.values("event_id"))
    return events


def with_marks(child: Child, events: list[Event], withheld: Withheld = NOTHING) -> list[Entry]:
    """The events of a page with their marks, without words that the reader may not read. One query."""
    rows = ChronologyMark.objects.filter(child=child, event_id__in=[event.pk for event in events])
    marks = {row.event_id: row for row in rows.select_related("marked_by")}
    return [
        Entry(
            event,
            withheld.out_of(event.summary),
            withheld.out_of(event.detail),
            marks.get(event.pk),
            group_of(event.kind),
        )
        for event in events
    ]
