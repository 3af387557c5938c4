"""Plain words for errors and answers, built from a field's own label."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format


def noun_of(field: forms.Field, label: str = "") -> str:
    """What the field asks for, as it stands in the middle of a sentence: "date of birth", "NHS number"."""
    noun = getattr(field, "noun", None) or str(field.label or label)
    if noun.endswith("?"):
        return f"“{noun}”"
    return mid_sentence(noun)


def mid_sentence(text: str) -> str:
    """A label as it stands within a sentence: its capital goes, but "NHS number" stays."""
    keeps_capital = len(text) > 1 and text[1].isupper()
    return text if keeps_capital else text[:1].lower() + text[1:]


def must(field: forms.Field, rest: str, label: str = "") -> str:
    """A sentence with the field as its subject: "Date of birth must be a real date"."""
    noun = noun_of(field, label)
    return f"{noun[:1].upper()}{noun[1:]} {rest}"


def missing(field: forms.Field, label: str = "") -> str:
    """What to say when a required answer is not there."""
    noun = noun_of(field, label)
    if noun.startswith("“"):
        return f"Answer {noun}"
    if isinstance(field, forms.FileField):
        return f"Choose a file: {noun}"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return f"Select {noun}"
    if isinstance(field, forms.BooleanField):
        return f"Tick the box: {noun}"
    return f"Enter {noun}"


def say_it_plainly(field: forms.Field, label: str) -> None:
    """Replace Django's stock sentences on one field by ours, unless the form's author wrote their own."""
    sentences = {
        "required": missing(field, label),
        "invalid_choice": must(field, "must be one of the answers in the list", label),
        "invalid_list": must(field, "must be answers from the list", label),
    }
    if isinstance(field, forms.IntegerField):
        sentences["invalid"] = must(field, "must be a whole number, like 3", label)
    if isinstance(field, forms.EmailField):
        sentences["invalid"] = must(field, "must be an e-mail address, like name@example.com", label)
    for code, sentence in sentences.items():
        if _is_stock(field, code):
            field.error_messages[code] = sentence


def _is_stock(field: forms.Field, code: str) -> bool:
    stock: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        stock.update(getattr(cls, "default_error_messages", {}))
    return code in field.error_messages and field.error_messages[code] == stock.get(code)


def day(value: date | None) -> str:
    """ "7 May 2026"; a moment is told by the day it had in London."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, "j F Y") if value else ""


def moment(value: datetime | None) -> str:
    """ "7 May 2026, 14:05" on London's clock."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{date_format(local, 'j F Y')}, {local:%H:%M}"


def shown(field: forms.Field, value: Any) -> str:
    """An answer as a person would read it, whatever the field keeps inside."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    names = {str(key): str(name) for key, name in flat_choices(getattr(field, "choices", []))}
    prepared = field.prepare_value(value)
    if isinstance(prepared, list | tuple | set):
        return ", ".join(names.get(str(one), str(one)) for one in prepared if one not in (None, ""))
    if isinstance(prepared, bool):
        return "Yes" if prepared else "No"
    return names.get(str(prepared), str(prepared))


def flat_choices(choices: Iterable[Any]) -> list[tuple[Any, str]]:
    """Choices with any groups opened up, in order."""
    flat: list[tuple[Any, str]] = []
    for key, name in choices:
        if isinstance(name, list | tuple):
            flat.extend(flat_choices(name))
        else:
            flat.append((key, str(name)))
    return flat
