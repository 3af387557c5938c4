"""What a merge does to rows, written down exactly as it is done, so that it can be taken back."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from audit.services import Actor
from people.merging.owners import Owner
from people.models import MergeChange, Person, PersonMerge
from people.models.merging import ChangeKind
from people.services._shared import day_of


def kept(value: Any) -> Any:
    """A column's value as JSON holds it, to the microsecond."""
    if isinstance(value, list | tuple):
        return [kept(part) for part in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def columns_of(row: Model) -> dict[str, Any]:
    """The whole row, without what the database generates."""
    return {one.attname: kept(getattr(row, one.attname)) for one in row._meta.concrete_fields if not one.generated}


@dataclass
class Merging:
    """A merge under way: the two records, what was chosen, and the only ways in which a rule may touch a row."""

    merge: PersonMerge
    survivor: Person
    absorbed: Person
    by: Actor
    at: datetime
    choices: Mapping[str, str]
    changes: list[MergeChange] = field(default_factory=list)
    stays: dict[type[Model], set[int]] = field(default_factory=lambda: defaultdict(set))
    deferred: list[str] = field(default_factory=list)

    @property
    def day(self) -> date:
        return day_of(self.at)

    def stay(self, row: Model) -> None:
        """The row cannot be true beside the survivor's: it stays under the absorbed number, as it was written."""
        self.stays[type(row)].add(row.pk)

    def change(self, row: Model, **values: Any) -> None:
        """Set columns of a row, named as on the model. What is so already is left out."""
        changed = []
        for name, value in values.items():
            column = row._meta.get_field(name).attname  # type: ignore[union-attr]
            before = getattr(row, column)
            setattr(row, name, value)
            after = getattr(row, column)
            if before != after:
                self._note(ChangeKind.CHANGED, row, column, kept(before), kept(after))
                changed.append(name)
        if changed:
            row.save(update_fields=changed)

    def move(self, row: Model, column: str, to: Person) -> None:
        """Let a single row belong to the other record; the walk over all tables moves the rest."""
        self._note(ChangeKind.MOVED, row, column, getattr(row, column), to.pk)
        type(row)._base_manager.filter(pk=row.pk).update(**{column: to.pk})
        setattr(row, column, to.pk)

    def move_all(self, model: type[Model], column: str, row_ids: Collection[int], before: int, after: int) -> None:
        """The same for many rows: one statement, and the journal in one more."""
        for pk in row_ids:
            self.changes.append(self._row(ChangeKind.MOVED, model, pk, column, before, after))
        model._base_manager.filter(pk__in=list(row_ids)).update(**{column: after})

    def make(self, row: Model) -> None:
        """Write a row that the merge needs."""
        row.save(force_insert=True)
        self._note(ChangeKind.MADE, row, "", None, columns_of(row))

    def take(self, row: Model) -> None:
        """Take away a row that says what another says; the journal keeps it whole."""
        self._note(ChangeKind.TAKEN, row, "", columns_of(row), None)
        type(row)._base_manager.filter(pk=row.pk).delete()

    def given_away(self, owner: Owner) -> set[int]:
        """Rows that a rule has given to the absorbed number in exchange for others."""
        table, column, to = owner.model._meta.label_lower, owner.column, self.absorbed.pk
        return {
            one.row_id
            for one in self.changes
            if one.kind == ChangeKind.MOVED and (one.table, one.column, one.after) == (table, column, to)
        }

    def defer(self, *constraints: str) -> None:
        """Let two rows change places: the constraints are asked when the merge is done."""
        self.deferred += constraints
        set_constraints(constraints, "DEFERRED")

    def note_gone(self, row: Model) -> None:
        """Write down a row that went by another hand, such as a clock that no longer runs."""
        self._note(ChangeKind.TAKEN, row, "", columns_of(row), None)

    def _note(self, kind: ChangeKind, row: Model, column: str, before: Any, after: Any) -> None:
        self.changes.append(self._row(kind, type(row), row.pk, column, before, after))

    def _row(self, kind: ChangeKind, model: type[Model], pk: int, column: str, before: Any, after: Any) -> MergeChange:
        table = model._meta.concrete_model._meta.label_lower if model._meta.concrete_model else ""
        return MergeChange(
            merge=self.merge, kind=kind, table=table, row_id=pk, column=column, before=before, after=after
        )

    def write(self) -> None:
        """Ask the deferred constraints now, and write the journal."""
        set_constraints(self.deferred, "IMMEDIATE")
        MergeChange.objects.bulk_create(self.changes, batch_size=1000)


def set_constraints(names: Collection[str], when: str) -> None:
    if names:
        quoted = ", ".join(connection.ops.quote_name(name) for name in names)
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {quoted} {when}")
