"""The only two ways into the logs."""

from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from audit.models import Event, RecordOpening


class Actor(Protocol):
    """Whoever acted: a user of the system."""

    pk: Any

    def get_full_name(self) -> str: ...


def record_event(
    *,
    kind: str,
    summary: str,
    by: Actor | None,
    child_id: int | None = None,
    subject: tuple[str, int] | None = None,
    at: datetime | None = None,
    job: str = "",
    detail: str = "",
    **data: Any,
) -> Event:
    """Write what was done. `subject` is (kind, id), for example ("assessment", 12); `data` holds before and after.

    Raises IntegrityError when neither a person nor a job is named: nothing happens by nobody.
    """
    return Event.objects.create(
        kind=kind,
        summary=summary[:500],
        detail=detail,
        child_id=child_id,
        subject_kind=subject[0] if subject else "",
        subject_id=subject[1] if subject else None,
        actor_id=by.pk if by else None,
        actor_name=by.get_full_name() if by else "",
        job=job,
        data=data,
        occurred_at=at or timezone.now(),
    )


def record_opening(*, user: Actor, child_id: int, page: str, reason: str = "") -> RecordOpening:
    """Write down that a person looked at a child's record."""
    return RecordOpening.objects.create(
        user_id=user.pk, user_name=user.get_full_name(), child_id=child_id, page=page, reason=reason
    )
