"""Two people change the same record: the later one sees what the earlier one saved, and loses nothing typed."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from ui import words
from ui.comparing import Piece, compare
from ui.forms import GovForm
from ui.rows import RowSet
from ui.widgets import DayWidget, MomentWidget

Record = TypeVar("Record", bound=models.Model)


class Difference(NamedTuple):
    """One question that two people answered differently."""

    label: str
    mine: str
    theirs: str

    @property
    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """Mine and theirs in pieces, the words that the other does not have marked."""
        return compare(self.mine, self.theirs)


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
    for name, rows in form.row_sets.items():
        theirs = _rows_shown(rows, current.get(name) or [])
        mine = _rows_shown(rows, [{key: _read(row, key) for key in row.fields} for row in rows.answered])
        if name in current and mine != theirs:
            found.append(Difference(rows.rows.heading or rows.rows.one.capitalize(), mine, theirs))
    return found


def with_theirs(posted: QueryDict, form: GovForm, before: Mapping[str, Any], now: Mapping[str, Any]) -> QueryDict:
    """What was posted, with the record's present answer to every question that this person left as it was before."""
    merged = posted.copy()
    for name, field in form.fields.items():
        if name not in before or name not in now or field.widget.needs_multipart_form:
            continue
        if words.shown(field, _read(form, name)).split() == words.shown(field, before[name]).split():
            _put(merged, form.add_prefix(name), field, now[name])
    return merged


def _put(posted: QueryDict, box: str, field: forms.Field, value: Any) -> None:
    if isinstance(field.widget, DayWidget | MomentWidget):
        for name, part in zip(field.widget.parts, field.widget.decompress(value) or [], strict=True):
            posted[f"{box}_{name}"] = str(part or "")
        return
    prepared = field.prepare_value(value)
    if isinstance(prepared, list | tuple | set):
        posted.setlist(box, [str(one) for one in prepared])
    else:
        posted[box] = "" if prepared is None else str(prepared)


def _rows_shown(rows: RowSet, answers: Sequence[Mapping[str, Any]]) -> str:
    """One line for each row, its answers one after the other."""
    fields = rows.forms[0].fields
    lines = [[words.shown(field, one.get(name)) for name, field in fields.items()] for one in answers]
    return "\n".join(", ".join(text for text in line if text) for line in lines)


def locked(record: Record) -> Record:
    """The record read again and held until this transaction ends, so that its version cannot change under us."""
    return type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)


def _read(form: GovForm, name: str) -> Any:
    typed = form[name].data
    try:
        return form.fields[name].to_python(typed)
    except ValidationError:
        return typed
