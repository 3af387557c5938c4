"""What a record said in an earlier version, from the row history that the database keeps."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model


def answers_at(record: Model, version: int, names: Iterable[str]) -> dict[str, Any] | None:
    """These fields as they stood in that version; None when the history does not reach back to it."""
    history = type(record).pgh_event_model.objects  # type: ignore[attr-defined]
    return history.filter(pgh_obj_id=record.pk, version=version).order_by("-pgh_id").values(*names).first()
