"""The changes of rows that belong to some moments of a record, in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import ForeignKey, IntegerField, Model, OuterRef, QuerySet, Subquery, Value

from audit.trails import Trail
from ui.comparing import Piece, compare
from workspace.history.values import Names, base_of, label_of, said, says_something, told_fields
from workspace.queries.withheld import Withheld

LONG = 60


@dataclass(frozen=True)
class FieldChange:
    """One field: what it said before and says now. A long text comes in pieces, with those marked that differ."""

    label: str
    before: str
    after: str
    pieces_before: list[Piece] = field(default_factory=list)
    pieces_after: list[Piece] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        return bool(self.pieces_before or self.pieces_after)


@dataclass(frozen=True)
class RowChange:
    """One row: what it is to a worker, what became of it ("insert", "update", "delete"), and its fields."""

    name: str
    what: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class Found:
    """A row of the history with the one before it, and who changed it where, as far as anybody knows."""

    trail: Trail
    row: Any
    before: Any

    @property
    def moment(self) -> datetime:
        return self.row.pgh_created_at

    @property
    def context(self) -> dict[str, Any]:
        return self.row.pgh_context.metadata if self.row.pgh_context else {}


def found_at(rows: Iterable[tuple[Trail, QuerySet[Any]]], moments: Collection[datetime]) -> list[Found]:
    """Every row that was changed in these moments. One query for all tables, and two for each in which there is one."""
    numbered = list(rows)
    if not moments or not numbered:
        return []
    keys: dict[int, list[int]] = defaultdict(list)
    parts = [
        found.filter(pgh_created_at__in=moments)
        .annotate(trail_number=Value(number, output_field=IntegerField()))
        .values_list("trail_number", "pgh_id")
        for number, (_, found) in enumerate(numbered)
    ]
    for number, key in parts[0].union(*parts[1:]):
        keys[number].append(key)
    return [one for number, wanted in sorted(keys.items()) for one in _fetched(numbered[number][0], wanted)]


def _fetched(trail: Trail, keys: list[int]) -> list[Found]:
    earlier = trail.history.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    rows = list(
        trail.history.filter(pk__in=keys)
        .select_related("pgh_context")
        .annotate(before_id=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))
        .order_by("pgh_id")
    )
    before = trail.history.in_bulk([row.before_id for row in rows if row.before_id])
    return [Found(trail, row, before.get(row.before_id)) for row in rows]


def names_for(found: Iterable[Found], hidden: Collection[int]) -> Names:
    """The names of whatever the rows point to: one query for each kind of thing."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for one in found:
        for told in told_fields(one.trail):
            if isinstance(told, ForeignKey):
                versions = [version for version in (one.row, one.before) if version]
                wanted[base_of(told)].update(getattr(version, told.attname) or 0 for version in versions)
    return {
        (model, pk): str(row)
        for model, keys in wanted.items()
        for pk, row in model._base_manager.in_bulk([key for key in keys if key and key not in hidden]).items()
    }


def told(one: Found, names: Names, withheld: Withheld) -> RowChange | None:
    """A change in words; None where nothing changed that a worker would know."""
    label = one.row.pgh_label
    before = None if label == "insert" else (one.row if label == "delete" else one.before)
    after = None if label == "delete" else one.row
    fields = [
        _compared(
            label_of(one.trail, field),
            withheld.out_of(said(field, getattr(before, field.attname, None), names)),
            withheld.out_of(said(field, getattr(after, field.attname, None), names)),
        )
        for field in told_fields(one.trail)
        if _is_told(field, before, after)
    ]
    return RowChange(one.trail.name, label, fields) if fields else None


def _is_told(field: Any, before: Any, after: Any) -> bool:
    if before is not None and after is not None:
        return getattr(before, field.attname) != getattr(after, field.attname)
    return says_something(field, getattr(before or after, field.attname))


def _compared(label: str, before: str, after: str) -> FieldChange:
    if max(len(before), len(after)) <= LONG:
        return FieldChange(label, before, after)
    return FieldChange(label, before, after, *compare(before, after))
