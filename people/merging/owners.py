"""Every column that says whose a row is, found through the model registry: a new room's are found as well."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Exists, Model, OneToOneField, OuterRef, Q, UniqueConstraint
from pghistory.models import Event

from people.models import DuplicatePair, MergeChange, Person, PersonMerge

# What tells of merges itself stays as it was written.
BOOKKEEPING: tuple[type[Model], ...] = (Person, PersonMerge, MergeChange, DuplicatePair)
# Columns without a foreign key: a room says that they name a person.
_plain_columns: list[tuple[type[Model], str]] = []


@dataclass(frozen=True)
class Owner:
    """A column, for example `child_id` of casework.VisitChild."""

    model: type[Model]
    column: str

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.column}"

    @property
    def name(self) -> str:
        """child"""
        return self.model._meta.get_field(self.column).name

    def uniques(self) -> Iterator[UniqueConstraint]:
        """The constraints by which a second row may be refused to one person."""
        for one in self.model._meta.constraints:
            if isinstance(one, UniqueConstraint) and self.name in one.fields:
                yield one

    def clashing(self, survivor: int, absorbed: int) -> list[int]:
        """Rows of the absorbed record that the database would refuse beside those of the survivor."""
        rows = self.model._base_manager.filter(**{self.column: absorbed})
        wanted = Q(pk__in=[])
        for one in self.uniques():
            others = {name: OuterRef(name) for name in one.fields if name != self.name}
            condition = one.condition or Q()
            theirs = self.model._base_manager.filter(condition, **{self.column: survivor}, **others)
            wanted |= condition & Q(Exists(theirs))
        if isinstance(self.model._meta.get_field(self.column), OneToOneField):
            wanted |= Q(Exists(self.model._base_manager.filter(**{self.column: survivor})))
        return list(rows.filter(wanted).values_list("pk", flat=True))


def add_plain_column(model: type[Model], column: str) -> None:
    """Let a table without a foreign key take part: alerts, whose child is a number."""
    if (model, column) not in _plain_columns:
        _plain_columns.append((model, column))


def owners() -> list[Owner]:
    """All of them, in the order of the registry."""
    found = []
    for model in apps.get_models():
        if issubclass(model, Event) or model in BOOKKEEPING or model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            related = field.related_model
            if field.is_relation and isinstance(related, type) and related._meta.concrete_model is Person:
                found.append(Owner(model, field.attname))
    return [*found, *(Owner(model, column) for model, column in _plain_columns)]


@dataclass(frozen=True)
class Held:
    """How many rows a record has in one column, and the latest of them."""

    count: int = 0
    latest: int = 0


def held_by(person_ids: list[int]) -> dict[tuple[str, int], Held]:
    """For each column and person what hangs there. One statement over all tables."""
    parts = [
        f"SELECT '{one.label}', {one.column}, count(*), max(id) FROM {one.model._meta.db_table} "
        f"WHERE {one.column} = ANY(%(ids)s) GROUP BY {one.column}"
        for one in owners()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), {"ids": person_ids})
        return {(label, person): Held(count, latest) for label, person, count, latest in cursor.fetchall()}
