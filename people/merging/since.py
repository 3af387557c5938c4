"""What was written on the one record since two became one, and to whom each new thing seems to belong."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from people.merging.facts import FACTS, Fact
from people.merging.journal import kept
from people.merging.owners import Owner, owners
from people.merging.registry import Rule, rule_for
from people.models import MergeChange, Person, PersonMerge
from people.models.merging import ChangeKind

Row = tuple[type[Model], int]


@dataclass(frozen=True)
class NewRow:
    """One row written since the merge. `offered` is "survivor" or "absorbed": where it fits."""

    owner: Owner
    rule: Rule
    row: Any
    offered: str

    @property
    def key(self) -> str:
        """casework.visitchild.child_id:12"""
        return f"{self.owner.label}:{self.row.pk}"

    @property
    def words(self) -> str:
        return self.rule.words(self.row)


def changed_facts(merge: PersonMerge, survivor: Person) -> list[Fact]:
    """The facts that somebody changed on the survivor since the merge."""
    left = merge.left_as
    return [
        fact
        for fact in FACTS
        if any(kept(getattr(survivor, column)) != left[column] for column in fact.columns if column in left)
    ]


def names_before(merge: PersonMerge) -> tuple[str, str]:
    """What each of the two was called before they became one: the survivor's name, and the other's."""
    rows = merge.changes.filter(table="people.person", row_id=merge.survivor_id, kind=ChangeKind.CHANGED)
    former = dict(rows.order_by("-pk").values_list("column", "before"))
    parts = [former.get(name, merge.left_as.get(name)) for name in ("forename", "middle_names", "surname")]
    return " ".join(part for part in parts if part), merge.absorbed.formal_name


def written_since(merge: PersonMerge) -> list[NewRow]:
    """Every row of the survivor that is neither the survivor's own of that day nor moved or made by a merge."""
    going = _going_back(merge)
    found: list[tuple[Owner, Rule, Any]] = []
    for owner in owners():
        rule = rule_for(owner)
        if rule is None or not rule.choosable:
            continue
        rows = owner.model._base_manager.filter(**{owner.column: merge.survivor_id})
        rows = rows.exclude(pk__in=merge.held.get(owner.label, [])).exclude(pk__in=_by_merges(merge, owner))
        found += [(owner, rule, row) for row in rows.select_related(*rule.related).order_by("pk")]
    return [NewRow(owner, rule, row, side) for owner, rule, row, side in _placed(found, going)]


def _by_merges(merge: PersonMerge, owner: Owner) -> Iterable[int]:
    """Rows that this merge, or a later one into the same record, brought or made."""
    merges = PersonMerge.objects.live().filter(survivor=merge.survivor_id, pk__gte=merge.pk)
    rows = MergeChange.objects.filter(
        merge__in=merges,
        table=owner.model._meta.label_lower,
        kind__in=[ChangeKind.MOVED, ChangeKind.MADE],
        column__in=["", owner.column],
    )
    return rows.values_list("row_id", flat=True)


def _going_back(merge: PersonMerge) -> set[Row]:
    """Rows of the absorbed record: those that were moved, and those that stayed under its number."""
    by_table = {owner.model._meta.label_lower: owner.model for owner in owners()}
    moved = merge.changes.filter(kind=ChangeKind.MOVED, before=merge.absorbed_id).values_list("table", "row_id")
    going: set[Row] = {(by_table[table], pk) for table, pk in moved if table in by_table}
    for owner in owners():
        stayed = owner.model._base_manager.filter(**{owner.column: merge.absorbed_id})
        going |= {(owner.model, pk) for pk in stayed.values_list("pk", flat=True)}
    return going


def _placed(found: list[tuple[Owner, Rule, Any]], going: set[Row]) -> Iterable[tuple[Owner, Rule, Any, str]]:
    """What hangs on something of the absorbed record goes with it, and what hangs on that as well."""
    again = True
    while again:
        new = {(owner.model, row.pk) for owner, _, row in found if _hangs_on(row, going)} - going
        going |= new
        again = bool(new)
    for owner, rule, row in found:
        yield owner, rule, row, "absorbed" if (owner.model, row.pk) in going else "survivor"


def _hangs_on(row: Model, going: set[Row]) -> bool:
    for field in row._meta.concrete_fields:
        related = field.related_model
        if isinstance(related, type) and (related._meta.concrete_model, getattr(row, field.attname)) in going:
            return True
    return False
