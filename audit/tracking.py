"""Row history by database triggers, the same for every table that holds a child's record."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.db.models import Index, Model

Decorator = Callable[[type[Model]], type[Model]]


def track_rows(*, looked_through: bool = False, **options: Any) -> Decorator:
    """Keep every version of every row: inserts, updates and deletes, whatever code path made them.

    The history table has no constraint back to the live one, so that it never holds live data back.
    `looked_through` is for a table that is read by when its rows were written, whosever they are.
    """
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return lambda model: _tracked(model, *events, looked_through=looked_through, **options)


def track_only(*names: str, beside: tuple[str, ...], history: str) -> Decorator:
    """Keep what these fields said before, in a table whose other fields follow from the record. Inserts have none yet.

    `beside` are the fields that say which row it was, `history` is the name of the history's model.
    """
    changed = pghistory.UpdateEvent(condition=pghistory.AnyChange(*names))
    return lambda model: _tracked(model, changed, fields=[*beside, *names], model_name=history)


def _tracked(model: type[Model], *events: Any, looked_through: bool = False, **options: Any) -> type[Model]:
    """What the pages about the past ask of every history: the version of a row before this one (the history page),
    and whether a later one was known by then (a record as it was known). The moment lies in the index, so that
    a row with a thousand versions is answered from it alone.
    """
    # The name of an index has room for thirty letters.
    name = str(model._meta.model_name)[:21]
    indexes = [Index(fields=["pgh_obj", "pgh_id"], include=["pgh_created_at"], name=f"{name}_versions")]
    if looked_through:
        indexes.append(Index(fields=["pgh_created_at"], name=f"{name}_written"))
    tracked = pghistory.track(
        *events,
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+", db_index=False),
        context_field=pghistory.ContextForeignKey(related_name="+"),
        append_only=True,
        meta={"indexes": indexes},
        **options,
    )
    return tracked(model)
