"""The form that every room's forms are built on."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.datastructures import MultiValueDict

from ui import words
from ui.posting import read_version
from ui.rendering import component_of
from ui.rows import Rows, RowSet, count_of


class HasData(Protocol):
    """A draft, or anything else that holds what was typed: lists of texts by the boxes' names."""

    data: Mapping[str, list[str]]


class TypedForm(forms.Form):
    """Django's form, with the step that its published types leave out."""

    if TYPE_CHECKING:

        def _clean_fields(self) -> None: ...


class GovForm(TypedForm):
    """A form in plain words.

    `draft` fills an unbound form with what was typed before; `version` is the version of the record being changed.
    `sections` groups the fields under headings: `[("The visit", ["seen_at", "seen_alone"]), ...]`; `rows` declares
    repeated questions (ui.rows), which may stand in `sections` by name.
    """

    sections: ClassVar[Sequence[tuple[str, Sequence[str]]]] = ()
    rows: ClassVar[Mapping[str, Rows]] = {}
    # A form that only narrows a list asks for nothing: there it need not be said.
    says_optional: ClassVar[bool] = True

    def __init__(self, *args: Any, draft: HasData | None = None, version: int | None = None, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.passed_over = False  # a repeated row in which nothing is typed
        self.draft = None if self.is_bound else draft
        self.version = self._posted_version() if self.is_bound else version
        self.row_sets = {name: self._row_set(name, rows) for name, rows in self.rows.items()}
        if self.draft:
            self._fill(self.draft.data)
        for name, field in self.fields.items():
            words.say_it_plainly(field, name.replace("_", " "))

    def row_kwargs(self, name: str) -> dict[str, Any]:
        """Extra arguments for the row forms called `name`, such as the lists that they choose from."""
        return {}

    def is_valid(self) -> bool:
        return super().is_valid() and all(rows.is_valid() for rows in self.row_sets.values())

    def is_blank(self) -> bool:
        """Whether nothing was typed. What the form offers by itself (a date of today) is not counted."""
        shown = [name for name, field in self.fields.items() if not field.widget.is_hidden]
        asked = [name for name in shown if self.fields[name].initial in (None, "", [])] or shown
        return not any(self._something_in(self[name].data) for name in asked)

    @staticmethod
    def _something_in(typed: Any) -> bool:
        return any(typed) if isinstance(typed, list | tuple) else bool(typed)

    def put_back(self, error: ValidationError) -> None:
        """Show a service's refusal beside the fields that it names, and the rest at the top of the page."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, problems in error.error_dict.items():
            if name in self.row_sets:
                self.row_sets[name].errors.extend(ValidationError(problems).messages)
            else:
                self.add_error(name if name in self.fields else None, problems)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Every error as (id of the box it belongs to, sentence), in the order of the page."""
        for sentence in self.errors.get(NON_FIELD_ERRORS, []):
            yield "", str(sentence)
        for name in self.fields:
            for problem in self.errors.as_data().get(name, []):
                yield self.box_id(name, problem), " ".join(problem.messages)
        for rows in self.row_sets.values():
            for sentence in rows.errors:
                yield f"id_{rows.name}", sentence
            for row in rows.answered:
                yield from row.problems()

    def box_id(self, name: str, problem: ValidationError | None = None) -> str:
        """The id of the box to send someone to: the first wrong part of a date, the first answer of a list."""
        bound = self[name]
        component = component_of(bound.field)
        if component in ("date", "moment"):
            wrong = (getattr(problem, "params", None) or {}).get("parts") or ["day"]
            return f"{bound.auto_id}_{wrong[0]}"
        return f"{bound.auto_id}_0" if component in ("radios", "checkboxes") else bound.auto_id

    def _clean_fields(self) -> None:
        super()._clean_fields()
        self._pass_over_what_was_not_asked()
        for name, rows in self.row_sets.items():
            self.cleaned_data[name] = rows.cleaned

    def _pass_over_what_was_not_asked(self) -> None:
        for name, field in self.fields.items():
            chosen = self[name].data
            chosen = [str(one) for one in (chosen if isinstance(chosen, list) else [chosen])]
            for answer, names in getattr(field, "reveals", {}).items():
                for asked in names if answer not in chosen else ():
                    self.errors.pop(asked, None)
                    self.cleaned_data[asked] = self._nothing(self.fields[asked])

    @staticmethod
    def _nothing(field: forms.Field) -> Any:
        if isinstance(field, forms.MultipleChoiceField):
            return []
        if isinstance(field, forms.ModelMultipleChoiceField):
            return field.queryset.none() if field.queryset is not None else []
        return getattr(field, "empty_value", None)

    def _posted_version(self) -> int | None:
        return read_version(str(self.data.get("version", "")))

    def _fill(self, data: Mapping[str, list[str]]) -> None:
        """Put kept words into the fields, also those that were wrong; what the draft does not know stays."""
        posted = MultiValueDict({key: list(values) for key, values in data.items()})
        for name, field in self.fields.items():
            box = self.add_prefix(name)
            known = any(key == box or key.startswith(f"{box}_") for key in posted)
            if known and not field.widget.needs_multipart_form:
                self.initial[name] = field.widget.value_from_datadict(posted, {}, box)

    def _row_set(self, name: str, rows: Rows) -> RowSet:
        prefix = self.add_prefix(name)
        begun = self.initial.get(name) or []
        if self.is_bound:
            count = count_of(self.data, prefix, rows)
        else:
            count = count_of(self.draft.data if self.draft else {}, prefix, rows, at_least=len(begun))
        source: dict[str, Any] = {"data": self.data, "files": self.files} if self.is_bound else {"draft": self.draft}
        made = [
            rows.form_class(**source, **self.row_kwargs(name), prefix=f"{prefix}-{number}", initial=initial)
            for number, initial in zip_longest(range(count), begun[:count])
        ]
        return RowSet(prefix, rows, made)
