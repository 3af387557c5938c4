"""Repeated questions inside a form: each child of a family, each person at a meeting.

A form declares them as `rows = {"children": Rows(ChildRow, heading="Children", one="child")}` and finds a list of
dicts in `cleaned_data["children"]`. The rows' boxes are named `children-0-name`, `children-1-name`; `children-count`
says how many there are. "Add another" and "Remove" are submit buttons, so that they work without JavaScript.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.forms import GovForm

Posted = dict[str, list[str]]


@dataclass(frozen=True)
class Rows:
    """How often a group of questions may be answered. Rows left empty beyond `minimum` are passed over."""

    form_class: "type[GovForm]"
    heading: str = ""
    one: str = "row"
    minimum: int = 0
    maximum: int = 30
    hint: str = ""


class RowSet:
    """The rows of one form, filled from what was posted, from a draft or from the record."""

    def __init__(self, name: str, rows: Rows, forms: "list[GovForm]"):
        self.name, self.rows, self.forms = name, rows, forms
        self.errors: list[str] = []
        for number, row in enumerate(forms):
            row.passed_over = row.is_bound and number >= rows.minimum and row.is_blank()

    def __iter__(self) -> "Iterator[GovForm]":
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def can_remove(self) -> bool:
        return len(self.forms) > max(self.rows.minimum, 1)

    @property
    def can_add(self) -> bool:
        return len(self.forms) < self.rows.maximum

    @property
    def answered(self) -> "list[GovForm]":
        """The rows that count: the first `minimum`, and any others in which something is typed."""
        return [row for row in self.forms if not row.passed_over]

    def is_valid(self) -> bool:
        return all(row.is_valid() for row in self.answered) and not self.errors

    @property
    def cleaned(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.answered if row.is_valid()]


def count_of(data: Mapping[str, Any], name: str, rows: Rows, at_least: int = 1) -> int:
    """How many rows the posted or kept data speak of, within the limits."""
    value = data.get(f"{name}-count")
    text = value[-1] if isinstance(value, list) and value else value
    number = int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 10 else at_least
    return max(min(number, rows.maximum), rows.minimum, 1)


def after_button(data: Posted, declared: Mapping[str, Rows]) -> Posted | None:
    """The data with one row more or one fewer, where an "Add another" or "Remove" button was pressed; else None."""
    for name, rows in declared.items():
        if f"{name}-add" in data:
            return {**data, f"{name}-count": [str(min(count_of(data, name, rows) + 1, rows.maximum))]}
        pressed = data.get(f"{name}-remove", [])
        if pressed and pressed[0].isdecimal() and len(pressed[0]) < 6:
            return _without(data, name, int(pressed[0]), count_of(data, name, rows))
    return None


def _without(data: Posted, name: str, gone: int, count: int) -> Posted:
    kept: Posted = {}
    for key, values in data.items():
        head, _, rest = key.partition("-")
        number, _, field = rest.partition("-")
        if head != name or not number.isdecimal() or len(number) > 5:
            kept[key] = values
        elif int(number) != gone:
            kept[f"{name}-{int(number) - (int(number) > gone)}-{field}"] = values
    kept[f"{name}-count"] = [str(max(count - 1, 1))]
    return kept
