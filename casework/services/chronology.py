"""The chronology writes itself; a worker only says what in it matters."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.queries import events_for_child
from audit.services import record_event
from casework.models import ChronologyMark
from casework.policies import check_can_write_for
from people.merged import ids_of
from people.models import Child
from staff.models import User


@transaction.atomic
def mark_event(
    *, child: Child, event_id: int, significant: bool, note: str = "", by: User, at: datetime | None = None
) -> ChronologyMark:
    """Mark an event of this child as significant or not, with a note. The event itself is never changed.

    Raises ValidationError when the child has no such event.
    """
    check_can_write_for(by, [child])
    at = at or timezone.now()
    event = events_for_child(*ids_of(child)).filter(pk=event_id).first()
    if event is None:
        raise ValidationError("There is no such entry in this chronology.")
    mark, _ = ChronologyMark.objects.update_or_create(
        child=child,
        event_id=event_id,
        defaults={"significant": significant, "note": note.strip(), "marked_by": by, "marked_at": at},
    )
    record_event(
        kind="chronology_marked",
        summary=f"Marked as {'' if significant else 'not '}significant: {event.summary}",
        detail=mark.note,
        by=by,
        child_id=child.pk,
        subject=("event", event_id),
        at=at,
    )
    return mark
