"""How the rows of each tracked table lead to a child, and how a change in them is told. Each room registers its own.

A tracked table is in one of two lists: those with a trail, whose changes stand in the history of a child's record, and
those that are not told there, each with the reason. A test holds that there is no third kind.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet

# For the numbers under which a record stands, which rows of the table's history are about it.
ToChild = Callable[[Collection[int]], Q]
# For a reader, a condition on those rows: a contact that names somebody restricted shows nothing of itself.
SeenBy = Callable[[Any], Q]


@dataclass(frozen=True)
class Trail:
    """`name` is what a row is to a worker; `labels` name fields where the model's own words would not do.

    `people` are the fields that name somebody: where that is a person hidden from the reader, the row is not told.
    """

    model: type[Model]
    name: str
    to_child: ToChild
    labels: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    people: tuple[str, ...] = ()
    seen_by: SeenBy | None = None

    @property
    def history(self) -> QuerySet[Any]:
        return history_of(self.model)

    def rows(self, reader: Any, child_ids: Collection[int], hidden: Collection[int]) -> QuerySet[Any]:
        """The rows of the history that are about the child and that the reader may see."""
        found = self.history.filter(self.to_child(child_ids))
        if self.seen_by is not None:
            found = found.filter(self.seen_by(reader))
        for name in self.people if hidden else ():
            found = found.exclude(**{f"{name}__in": hidden})
        return found


_trails: list[Trail] = []
_not_told: dict[type[Model], str] = {}
_named: list[type[Model]] = []


def register_trail(trail: Trail) -> None:
    _trails.append(trail)


def not_told(model: type[Model], why: str) -> None:
    """A tracked table whose changes stand in no child's history."""
    _not_told[model] = why


def names_things(*models: type[Model]) -> None:
    """Tables whose rows are told by their name where another row points to them. All others stay unsaid."""
    _named.extend(models)


def trails() -> list[Trail]:
    return list(_trails)


def tables_not_told() -> dict[type[Model], str]:
    return dict(_not_told)


def is_named(model: Any) -> bool:
    return any(issubclass(model, one) for one in _named)


def history_of(model: type[Model]) -> QuerySet[Any]:
    """Every version of every row of a tracked table."""
    return model.pgh_event_model._default_manager.order_by()  # type: ignore[attr-defined]


def through(model: type[Model], *, child: str, key: str = "pgh_obj") -> Callable[[Collection[int]], QuerySet[Any]]:
    """The keys found by way of another table's history: of `model`'s rows whose field `child` is the child."""
    return lambda ids: history_of(model).filter(**{f"{child}__in": list(ids)}).values(key)


def own(field_name: str) -> ToChild:
    """The row names the child itself."""
    return lambda ids: Q(**{f"{field_name}__in": list(ids)})


def by_way_of(field_name: str, keys: Callable[[Collection[int]], QuerySet[Any]]) -> ToChild:
    """The row points to one that leads to the child."""
    return lambda ids: Q(**{f"{field_name}__in": keys(ids)})
