"""A condition that is put together once and then only copied: a page asks who may see what a dozen times over.

Django makes the text of a question anew each time, and for who may see a child that costs more than the answer does.
Here the text is kept for as long as it would come out the same; the database still answers it afresh every time.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import BooleanField, Expression, F, Q, QuerySet

# In a text, where the column stands that tells whom it is about.
_WHOM = "\0whom\0"
# Django's own short names for tables within a question: U0, V12, T5. Ours must be no other question's.
_ALIAS = re.compile(r'(?<!["\w])([A-Z]{1,2}\d+)(?!["\w])')
MOST = 2000

_kept: OrderedDict[Hashable, tuple[str, tuple[Any, ...]] | bool] = OrderedDict()
_lock = Lock()


class Kept(Expression):
    """The condition, about the column `key` of whatever question it is put into."""

    conditional = True

    def __init__(self, text: str, values: tuple[Any, ...], key: str = "pk") -> None:
        super().__init__(output_field=BooleanField())
        self.text, self.values, self.key = text, values, F(key)

    def get_source_expressions(self) -> list[Any]:
        return [self.key]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.key,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        whom, _ = compiler.compile(self.key)
        return self.text.replace(_WHOM, whom), self.values


def kept(name: Hashable, rows: Callable[[], QuerySet[Any]], key: str = "pk") -> Q:
    """The condition by which `rows()` are chosen, said of `key`.

    `name` is everything that the text and its values depend on. `rows` must choose from one table, by conditions
    that mention no column of it but its key.
    """
    with _lock:
        found = _kept.get(name)
        if found is not None:
            _kept.move_to_end(name)
    if found is None:
        found = _put_together(rows())
        with _lock:
            _kept[name] = found
            if len(_kept) > MOST:
                _kept.popitem(last=False)
    if isinstance(found, bool):
        return Q() if found else Q(pk__in=[])
    return Q(Kept(*found, key))


def text_of(condition: Q, column: str) -> tuple[str, tuple[Any, ...]]:
    """A condition that `kept` gave, as SQL about a column of a statement written by hand, and its values."""
    children: list[Any] = list(condition.children) or [True]
    (inner,) = children
    if isinstance(inner, Kept):
        return inner.text.replace(_WHOM, column), inner.values
    return ("true" if inner is True else "false"), ()


def _put_together(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | bool:
    """Text and values; True or False where everything or nothing is chosen."""
    query = rows.query
    compiler = query.get_compiler(connection=connection)
    compiler.pre_sql_setup()
    try:
        text, values = compiler.compile(query.where)
    except FullResultSet:
        return True
    except EmptyResultSet:
        return False
    (table,) = [alias for alias in query.alias_map if query.alias_refcount[alias]]
    quote = connection.ops.quote_name
    text = text.replace(f"{quote(table)}.{quote(rows.model._meta.pk.column)}", _WHOM)
    if f"{quote(table)}." in text:
        raise ValueError(f"A condition that is kept may look at no more of {table} than its key: {text}")
    return _ALIAS.sub(r"kept_\1", text), tuple(values)
