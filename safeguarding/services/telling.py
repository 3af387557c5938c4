"""What every service of this room does at its end: the event on the child's record."""

from datetime import datetime
from typing import Any

from audit.services import record_event
from staff.models import User


def tell(
    child_id: int,
    kind: str,
    summary: str,
    *,
    subject: tuple[str, int],
    by: User,
    at: datetime,
    detail: str = "",
    **data: Any,
) -> None:
    """Write what was done into the child's events."""
    record_event(kind=kind, summary=summary, by=by, child_id=child_id, subject=subject, at=at, detail=detail, **data)
