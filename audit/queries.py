"""Reading the logs. Callers have checked that the reader may see the child."""

from django.db.models import QuerySet

from audit.models import Event, RecordOpening


def events_for_child(child_id: int) -> QuerySet[Event]:
    """All that happened to a child, newest first."""
    return Event.objects.filter(child_id=child_id).order_by("-occurred_at", "-id")


def openings_for_child(child_id: int) -> QuerySet[RecordOpening]:
    """Everybody who looked at a child's record, newest first."""
    return RecordOpening.objects.filter(child_id=child_id).order_by("-opened_at")
