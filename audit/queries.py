"""Reading the logs. Callers have checked that the reader may see the child."""

from django.db.models import QuerySet

from audit.models import Event, RecordOpening


def events_for_child(*child_ids: int) -> QuerySet[Event]:
    """All that happened to a child, newest first: under each number that the record has (`people.merged.ids_of`)."""
    return Event.objects.filter(child_id__in=child_ids).order_by("-occurred_at", "-id")


def openings_for_child(*child_ids: int) -> QuerySet[RecordOpening]:
    """Everybody who looked at a child's record, newest first: under each number that the record has."""
    return RecordOpening.objects.filter(child_id__in=child_ids).order_by("-opened_at")


def events_about(subject_kind: str, subject_id: int) -> QuerySet[Event]:
    """What is told of one thing, for example ("visit", 12), oldest first."""
    return Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("id")
