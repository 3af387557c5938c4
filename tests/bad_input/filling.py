"""Filling in any form of the site: rightly as far as can be told from its fields, but for what is tried."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ui import fields
from ui.forms import GovForm

Posted = dict[str, Any]
Day = tuple[str, str, str]
PLAIN = (fields.TextField, fields.LongTextField)


class Filling:
    """What to write into each kind of field. `None` for a kind: what is right for it."""

    def __init__(self, *, text: str = "Something", day: Day | None = None, choice: str | None = None) -> None:
        self.text, self.day, self.choice = text, day, choice

    def of(self, form: GovForm) -> Posted:
        posted: Posted = {}
        for one in with_rows(form):
            for name, field in one.fields.items():
                posted.update(self._boxes(one.add_prefix(name), field, one.initial.get(name, field.initial)))
        for rows in form.row_sets.values():
            posted[f"{rows.name}-count"] = str(len(rows))
        return posted

    def _boxes(self, box: str, field: forms.Field, initial: Any) -> Posted:
        if isinstance(field, fields.DateField):
            day = self.day or self._right_day(field)
            return dict(zip((f"{box}_{part}" for part in field.widget.parts), (*day, "10:00"), strict=False))
        if isinstance(field, forms.FileField):
            return {box: SimpleUploadedFile("letter.txt", f"A letter {self.text}".encode(errors="replace"))}
        if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField | forms.ChoiceField):
            return self._chosen(box, field)
        if isinstance(field, forms.BooleanField):
            return {box: "on"}
        if isinstance(field, forms.IntegerField):
            return {box: str(field.min_value or 1) if self.choice is None else self.choice}
        if isinstance(field, fields.HiddenField) and initial:
            return {box: str(initial) if self.choice is None else self.choice}
        return {box: self.text}

    def _chosen(self, box: str, field: Any) -> Posted:
        if self.choice is not None:
            return {box: self.choice}
        offered = [str(value) for value in _values(field.choices) if str(value)]
        return {box: offered[0]} if offered else {}

    @staticmethod
    def _right_day(field: Any) -> Day:
        day = timezone.localdate()
        moment = len(field.widget.parts) == 4
        day += timedelta(days=(1 if field.future else -1) if moment else 0)
        return str(day.day), str(day.month), str(day.year)


def with_rows(form: GovForm) -> Iterator[GovForm]:
    yield form
    for rows in form.row_sets.values():
        yield from rows.forms


def _values(choices: Any) -> Iterator[Any]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _values(label)
        else:
            yield value


def text_boxes(form: GovForm) -> list[str]:
    """The names of the boxes in which anything can be typed."""
    boxes = with_rows(form)
    return [one.add_prefix(name) for one in boxes for name, field in one.fields.items() if type(field) in PLAIN]
