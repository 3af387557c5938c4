"""Turns a bound field into what its template needs: ids, errors, answers and the fields that an answer reveals."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ui.widgets import DayWidget, MomentWidget
from ui.words import flat_choices

BY_WIDGET: list[tuple[type[forms.Widget], str]] = [
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (MomentWidget, "moment"),
    (DayWidget, "date"),
    (forms.Textarea, "long_text"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (forms.CheckboxInput, "tick"),
]
MOST_RADIOS = 6
WORDS_FOR_PARTS = {"day": "Day", "month": "Month", "year": "Year", "time": "Time"}


def component_of(field: forms.Field) -> str:
    """Which template draws this field; a plain Django field is drawn by its widget."""
    if isinstance(field.widget, forms.HiddenInput):
        return "hidden"
    own = getattr(field, "component", "")
    if own == "choice":
        answers = [key for key, _ in flat_choices(getattr(field, "choices", [])) if str(key) != ""]
        return "radios" if len(answers) <= MOST_RADIOS else "select"
    if own:
        return str(own)
    return next((name for widget, name in BY_WIDGET if isinstance(field.widget, widget)), "text")


def draw_field(bound: forms.BoundField, **options: Any) -> SafeString:
    """One question with its label, hint, error and boxes. `size` is its label's: "s", "m", "l" or "xl"."""
    name = component_of(bound.field)
    return SafeString(render_to_string(f"components/fields/{name}.html", {**facts(bound, name), **options}))


def facts(bound: forms.BoundField, component: str) -> dict[str, Any]:
    """Everything about one question that its template shows."""
    field, ident = bound.field, bound.auto_id
    form = bound.form
    problems = [] if getattr(form, "passed_over", False) else form.errors.as_data().get(bound.name, [])
    errors = [sentence for problem in problems for sentence in problem.messages]
    described = ([f"{ident}_hint"] if field.help_text else []) + ([f"{ident}_error"] if errors else [])
    shown = {
        "field": field,
        "id": ident,
        "name": bound.html_name,
        "label": bound.label,
        "hint": field.help_text,
        "errors": errors,
        "optional": not field.required
        and not isinstance(field, forms.BooleanField)
        and getattr(bound.form, "says_optional", True),
        "inline": getattr(field, "inline", False) and not getattr(field, "reveals", {}),
        "describedby": " ".join(described),
        "value": _text(bound, component),
        "autocomplete": _autocomplete(field),
    }
    if component in ("radios", "checkboxes", "select"):
        shown["answers"] = _answers(bound)
        shown["small"] = len(shown["answers"]) > 12
    if component in ("date", "moment"):
        shown["parts"] = _parts(bound, [part for p in problems for part in (p.params or {}).get("parts", [])], errors)
    return shown


def revealed_names(form: forms.BaseForm) -> set[str]:
    """The fields that are drawn under an answer of another field, and so not on their own."""
    reveals = [getattr(field, "reveals", {}) for field in form.fields.values()]
    return {name for one in reveals for names in one.values() for name in names}


def _text(bound: forms.BoundField, component: str) -> Any:
    if component in ("file", "date", "moment"):
        return ""
    value = bound.value()
    return "" if value is None else value


def _autocomplete(field: forms.Field) -> str:
    return getattr(field, "autocomplete", "off")


def _answers(bound: forms.BoundField) -> list[dict[str, Any]]:
    value = bound.value()
    chosen = {str(one) for one in (value if isinstance(value, list | tuple | set) else [value]) if one is not None}
    answers: list[dict[str, Any]] = []
    for key, name in bound.field.choices:  # type: ignore[attr-defined]
        if isinstance(name, list | tuple):
            answers += [_answer(bound, k, n, chosen, len(answers) + i, str(key)) for i, (k, n) in enumerate(name)]
        elif str(key) != "":
            answers.append(_answer(bound, key, name, chosen, len(answers)))
    return answers


def _answer(
    bound: forms.BoundField, key: Any, name: Any, chosen: set[str], number: int, group: str = ""
) -> dict[str, Any]:
    field, text = bound.field, str(key)
    names = getattr(field, "reveals", {}).get(text, ())
    return {
        "id": f"{bound.auto_id}_{number}",
        "value": text,
        "text": str(name),
        "checked": text in chosen,
        "group": group,
        "hint": getattr(field, "hints", {}).get(text, ""),
        "exclusive": text == (getattr(field, "exclusive", "") or None),
        "reveals": [draw_field(bound.form[one], size="s") for one in names if one in bound.form.fields],
    }


def _parts(bound: forms.BoundField, wrong: list[str], errors: list[str]) -> list[dict[str, Any]]:
    widget = bound.field.widget
    value = bound.value()
    typed = value if isinstance(value, list | tuple) else widget.decompress(value)
    return [
        {
            "part": part,
            "id": f"{bound.auto_id}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": WORDS_FOR_PARTS[part],
            "value": text or "",
            "wrong": bool(errors) and (not wrong or part in wrong),
            "width": {"year": 4, "month": 3, "time": 5}.get(part, 2),
        }
        for part, text in zip(widget.parts, list(typed) + [""] * 4, strict=False)
    ]
