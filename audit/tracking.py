"""Row history by database triggers, the same for every table that holds a child's record."""

from typing import Any

import pghistory


def track_rows(**options: Any):
    """Keep every version of every row: inserts, updates and deletes, whatever code path made them.

    The history table has no constraint back to the live one, so that it never holds live data back.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+", db_index=True),
        context_field=pghistory.ContextForeignKey(related_name="+"),
        append_only=True,
        **options,
    )


def track_only(*names: str, beside: tuple[str, ...], history: str):
    """Keep what these fields said before, in a table whose other fields follow from the record. Inserts have none yet.

    `beside` are the fields that say which row it was, `history` is the name of the history's model.
    """
    return pghistory.track(
        pghistory.UpdateEvent(condition=pghistory.AnyChange(*names)),
        fields=[*beside, *names],
        model_name=history,
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+", db_index=True),
        context_field=pghistory.ContextForeignKey(related_name="+"),
        append_only=True,
    )
