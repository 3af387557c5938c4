"""A field's value and name as a worker reads them: never a code, a key or a column. Pure but for the names given."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Field, ForeignKey, GeneratedField, JSONField, Model

from audit.trails import Trail, is_named
from ui import words

# The names of the things that rows point to, by table and key.
Names = Mapping[tuple[type[Model], int], str]
NOT_KNOWN_ANY_MORE = "No longer on the record"
# The child of a row is the one whose page it is.
ALWAYS_LEFT_OUT = frozenset({"id", "version", "child"})


def told_fields(trail: Trail) -> list[Field]:
    """The fields of a table that a worker would know, in the model's order."""
    kept = {field.name for field in trail.history.model._meta.concrete_fields}
    return [
        field
        for field in trail.model._meta.concrete_fields
        if field.name in kept - ALWAYS_LEFT_OUT - trail.left_out and _can_be_told(field)
    ]


def _can_be_told(field: Field) -> bool:
    if isinstance(field, GeneratedField | JSONField) or field.primary_key:
        return False
    return not isinstance(field, ForeignKey) or is_named(field.related_model)


def label_of(trail: Trail, field: Field) -> str:
    """Date of birth"""
    name = trail.labels.get(field.name) or str(field.verbose_name)
    return name[:1].upper() + name[1:]


def said(field: Field, value: Any, names: Names) -> str:
    """The value in words; empty where there is none."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(field, ForeignKey):
        return names.get((base_of(field), value), NOT_KNOWN_ANY_MORE)
    if isinstance(field, ArrayField):
        return ", ".join(said(field.base_field, one, names) for one in value)
    if isinstance(field, BooleanField):
        return "Yes" if value else "No"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return words.moment(value)
    return words.day(value) if isinstance(value, date) else str(value)


def says_something(field: Field, value: Any) -> bool:
    """Whether a new row is worth telling of for this field: not what stands in every row by itself."""
    if value in (None, "", [], False):
        return False
    return not field.choices or value != field.get_default()


def base_of(field: ForeignKey) -> type[Model]:
    """The table that a field points to: a child is a person."""
    related = field.related_model
    assert isinstance(related, type)
    return related._meta.concrete_model or related
