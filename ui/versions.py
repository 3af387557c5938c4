"""Two people change the same record: the later one sees what the earlier one saved, and loses nothing typed."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from ui import words
from ui.forms import GovForm

Record = TypeVar("Record", bound=models.Model)


class Difference(NamedTuple):
    """One question that two people answered differently."""

    label: str
    mine: str
    theirs: str


def stale(form: GovForm, record: Any) -> bool:
    """Whether the record was changed by somebody since this form was opened."""
    return form.is_bound and form.version is not None and form.version != record.version


def differences(form: GovForm, current: Mapping[str, Any]) -> list[Difference]:
    """The questions whose answer on the form is not what the record says now. `current` is by field name."""
    found = []
    for name, field in form.fields.items():
        if name not in current or field.widget.is_hidden or field.widget.needs_multipart_form:
            continue
        mine, theirs = words.shown(field, _read(form, name)), words.shown(field, current[name])
        if mine != theirs:
            found.append(Difference(str(form[name].label), mine, theirs))
    return found


def locked(record: Record) -> Record:
    """The record read again and held until this transaction ends, so that its version cannot change under us."""
    return type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)


def _read(form: GovForm, name: str) -> Any:
    typed = form[name].data
    try:
        return form.fields[name].to_python(typed)
    except ValidationError:
        return typed
