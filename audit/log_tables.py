"""The tables of the two logs, worked out from the models: a new history table belongs to them by itself."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from pghistory.models import Event as HistoryRow

from audit.models import Event, RecordOpening, Seal

CONTEXTS = "pghistory_context"
SEALS = Seal._meta.db_table


@dataclass(frozen=True)
class LogTable:
    """One table of a log. `key` counts upwards as rows are written.

    `says` is the column in which a row says when it was written, `since` the one that is hardest to get wrong.
    """

    name: str
    key: str
    columns: tuple[str, ...]
    says: str
    since: str


def history_models() -> list[type[HistoryRow]]:
    """Every table that pghistory's triggers write to."""
    found = (model for model in apps.get_models(include_auto_created=True) if issubclass(model, HistoryRow))
    return sorted((m for m in found if m._meta.managed and not m._meta.proxy), key=lambda m: m._meta.db_table)


def log_tables() -> list[LogTable]:
    """All that is sealed: events, openings, the history of every row, and who and where (pghistory's contexts).

    A context's own key is a random one, so a migration gives it a number as well.
    """
    return [
        _table(Event, "recorded_at", "known_at"),
        _table(RecordOpening, "opened_at", "opened_at"),
        LogTable(
            CONTEXTS, "number", ("number", "id", "created_at", "updated_at", "metadata"), "created_at", "created_at"
        ),
        *(_table(model, "pgh_created_at", "pgh_created_at") for model in history_models()),
    ]


def _table(model: type[Model], says: str, since: str) -> LogTable:
    columns = tuple(str(field.column) for field in model._meta.local_concrete_fields)
    return LogTable(model._meta.db_table, str(model._meta.pk.column), columns, says, since)


def protected_tables() -> list[str]:
    """Every table in which no row may change: the logs, and the seals over them."""
    return [*(table.name for table in log_tables()), SEALS]
