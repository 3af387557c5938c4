"""The journal of a merge, read backwards."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from people.merging.journal import columns_of, kept
from people.models import MergeChange, PersonMerge
from people.models.merging import ChangeKind

Field = Any


def values_of(model: type[Model], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as the model holds them, from what the journal holds."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: _value(fields[name], value) for name, value in stored.items() if name in fields}


def _value(field: Field, value: Any) -> Any:
    target: Any = getattr(field, "target_field", field)
    return None if value is None else target.to_python(value)


def rows_back(merge: PersonMerge) -> list[str]:
    """Rows made go, and rows moved belong to whom they did. Answers in words what stays, as it was changed since."""
    left = [words for one in _of_kind(merge, ChangeKind.MADE) for words in _unmake(one)]
    _move_back(_of_kind(merge, ChangeKind.MOVED))
    return left


def values_back(merge: PersonMerge) -> list[str]:
    """Columns hold what they held, and rows taken return: only where the row is still as the merge left it."""
    rows: dict[tuple[str, int], list[MergeChange]] = {}
    for one in _of_kind(merge, ChangeKind.CHANGED):
        rows.setdefault((one.table, one.row_id), []).append(one)
    left = [words for changes in rows.values() for words in _change_back(changes)]
    return left + [words for one in _of_kind(merge, ChangeKind.TAKEN) for words in _return(one)]


@contextmanager
def asked_at_the_end(merge: PersonMerge) -> Iterator[None]:
    """Within the block rows may change places; then the database is asked.

    Raises ValidationError where something written since cannot stand beside what comes back.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        try:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except IntegrityError as error:
            raise ValidationError(
                "Something written since the merge, such as a case opened meanwhile, cannot stand beside what comes "
                "back to the same record. "
                f"Let it go to the other one: record {merge.survivor_id} or {merge.absorbed_id}."
            ) from error


def _of_kind(merge: PersonMerge, kind: ChangeKind) -> list[MergeChange]:
    """The latest first."""
    return list(merge.changes.filter(kind=kind).order_by("-pk"))


def _model(change: MergeChange) -> type[Model]:
    return apps.get_model(change.table)


def _unmake(change: MergeChange) -> Iterable[str]:
    row = _model(change)._base_manager.filter(pk=change.row_id).first()
    if row is None:
        return
    if columns_of(row) == change.after:
        with suppress(IntegrityError), transaction.atomic():
            _model(change)._base_manager.filter(pk=row.pk).delete()
            return
    yield f"{row!s}: stays where it is, because it has been changed since"


def _move_back(changes: list[MergeChange]) -> None:
    """One statement for each column and each way."""
    ways: dict[tuple[str, str, Any, Any], list[int]] = defaultdict(list)
    for one in changes:
        ways[one.table, one.column, one.before, one.after].append(one.row_id)
    for (table, column, before, after), ids in ways.items():
        rows = apps.get_model(table)._base_manager.filter(pk__in=ids, **{column: after})
        rows.update(**{column: before})


def _change_back(changes: Sequence[MergeChange]) -> Iterable[str]:
    """What was changed in one row, together: a date and the reason that goes with it cannot return one by one."""
    model = _model(changes[0])
    row = model._base_manager.filter(pk=changes[0].row_id).first()
    if row is None:
        return
    names = []
    for one in changes:  # the latest first
        if kept(getattr(row, one.column)) == one.after:
            setattr(row, one.column, values_of(model, {one.column: one.before})[one.column])
            names.append(one.column)
    fields = [model._meta.get_field(name).name for name in dict.fromkeys(names)]
    whole = len(names) == len(changes)
    if fields:
        try:
            with transaction.atomic():
                row.save(update_fields=fields)
        except IntegrityError:
            whole = False
    if not whole and changes[0].table != "people.person":
        yield f"{row!s}: stays as it is now, because it has been changed since"


def _return(change: MergeChange) -> Iterable[str]:
    model = _model(change)
    try:
        with transaction.atomic():
            model(**values_of(model, change.before or {})).save(force_insert=True)
    except IntegrityError:
        yield f"{model._meta.verbose_name} {change.row_id}: not put back, because the same is on record already"
