"""The record as it was known at a past moment: for one block of code, the tables themselves answer for that moment.

Inside `known_at` each table of a room that has a past is hidden by a temporary view of the same name over its row
history, and the events by those known by then. So the very same queries and pages serve the past, and nothing in it
can be written. Who may see what is always decided by today's rows: staff, their teams, allocations and restrictions
have no past here. docs/decisions/as-known-then.md says why it is done this way.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Exists, Field, GeneratedField, Model, OuterRef, QuerySet
from django.utils import timezone

from audit.models import Event

# For a child and a moment, the rows of a table that has no history of its own because it follows from others.
Derive = Callable[[int, datetime], list[Any]]

_moment: ContextVar[datetime | None] = ContextVar("the moment whose knowledge is shown", default=None)
_rooms: list[str] = []
_derived: dict[type[Model], Derive] = {}
_tightened: dict[tuple[str, str], str] = {}


def has_a_past(room: str) -> None:
    """Let the tracked tables of a room be shown as they were. Never a room whose rows decide who may see what."""
    _rooms.append(room)


def derive(model: type[Model], rows: Derive) -> None:
    """Let a table be worked out again for the past, inside the block, from the rows as they were known."""
    _derived[model] = rows


def tighten(model: type[Model], column: str, condition: str) -> None:
    """A protection that was put on a row later holds for its past too: the column is true where `condition` is.

    `condition` is SQL over `then`, the row as it was, with today's tables under their schema's name.
    """
    _tightened[model._meta.db_table, column] = condition


def moment_shown() -> datetime | None:
    """The past moment whose knowledge is shown; None in the present."""
    return _moment.get()


def now() -> datetime:
    """What a page about a record calls now. What is decided about people and their access asks the real clock."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The same as a day in London."""
    return timezone.localdate(now())


@contextmanager
def known_at(moment: datetime, child_id: int) -> Iterator[None]:
    """Show what was known at a moment. One transaction, which can write nothing and is rolled back at its end.

    Tables that are worked out (clocks) hold this child's rows. The connection is as before afterwards, whatever
    happened inside: the views, the read-only mode and the rows worked out go with the transaction.
    """
    token = _moment.set(moment)
    try:
        with transaction.atomic(), _views_group_by_every_column():
            try:
                _hide_the_present(moment, child_id)
                yield
            finally:
                transaction.set_rollback(True)
    finally:
        _moment.reset(token)


def versions_known_at(model: type[Model], moment: datetime) -> QuerySet[Any]:
    """The rows of a tracked table as they were known at a moment, as rows of its history, which has the same fields."""
    history = model.pgh_event_model.objects.filter(pgh_created_at__lte=moment)  # type: ignore[attr-defined]
    later = history.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    return history.filter(~Exists(later)).exclude(pgh_label="delete")


def tables_with_a_past() -> list[type[Model]]:
    """Every table that the past hides with a view of its history."""
    models = [model for room in _rooms for model in apps.get_app_config(room).get_models()]
    return [model for model in models if hasattr(model, "pgh_event_model") and not _is_derived_or_proxy(model)]


def _is_derived_or_proxy(model: type[Model]) -> bool:
    return bool(model._meta.proxy) or model in _derived


def _hide_the_present(moment: datetime, child_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_views(), {"at": moment})
    for model, rows in _derived.items():
        found = rows(child_id, moment)
        for number, row in enumerate(found, 1):
            row.pk = row.pk or number
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE {table} (LIKE public.{table}) ON COMMIT DROP")
        model._default_manager.bulk_create(found)
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")


@cache
def _views() -> str:
    """The statements that hide the present; the same for every moment but for the moment itself."""
    return ";\n".join([_events(), *(_view_of(model) for model in tables_with_a_past())])


def _events() -> str:
    table = Event._meta.db_table
    return f"CREATE TEMP VIEW {table} AS SELECT * FROM public.{table} WHERE known_at <= %(at)s"


def _view_of(model: type[Model]) -> str:
    """The last version of each row that was known then, unless it had been taken away.

    NOT EXISTS, rather than DISTINCT ON, lets a condition on the child reach the history's own index.
    """
    table = model._meta.db_table
    history = model.pgh_event_model._meta  # type: ignore[attr-defined]
    kept = {field.column for field in history.concrete_fields}
    columns = ", ".join(_column(table, field, kept) for field in model._meta.concrete_fields)
    return (
        f'CREATE TEMP VIEW {table} AS SELECT {columns} FROM {history.db_table} AS "then" '
        f"WHERE pgh_created_at <= %(at)s AND pgh_label <> 'delete' AND NOT EXISTS ("
        f'SELECT 1 FROM {history.db_table} AS later WHERE later.pgh_obj_id = "then".pgh_obj_id '
        f'AND later.pgh_id > "then".pgh_id AND later.pgh_created_at <= %(at)s)'
    )


def _column(table: str, field: "Field[Any, Any]", kept: set[str]) -> str:
    """A column as the history has it; one that the history does not keep reads as empty."""
    name = field.column
    if field.primary_key:
        # The same number under which the history is indexed.
        return f'"then"."pgh_obj_id" AS "{name}"'
    if isinstance(field, GeneratedField) or name not in kept:
        return f'NULL::{field.db_type(connection)} AS "{name}"'
    if (condition := _tightened.get((table, str(name)))) is not None:
        return f'("then"."{name}" OR {condition}) AS "{name}"'
    return f'"then"."{name}"'


@contextmanager
def _views_group_by_every_column() -> Iterator[None]:
    """A view has no primary key, so that GROUP BY its key does not stand for its other columns."""
    features = connection.features
    features.allows_group_by_selected_pks = False
    try:
        yield
    finally:
        del features.allows_group_by_selected_pks
