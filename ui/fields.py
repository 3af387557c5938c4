"""The fields that forms are made of. Each takes `label=`, `hint=` and `required=`, and draws itself.

`noun=` gives the words for error messages where the label does not fit a sentence:
`DateField(label="When was the visit?", noun="the date of the visit")` says "The date of the visit must be a real date".
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from ui import words
from ui.dates import LONDON, NotADateError, read_day, read_time
from ui.widgets import DayWidget, MomentWidget

Reveals = Mapping[str, Sequence[str]]


class Asked:
    """What every field here has: a hint under its label and a noun for its errors."""

    component = "text"

    def __init__(self, *args: Any, hint: str = "", noun: str | None = None, **kwargs: Any):
        kwargs.setdefault("help_text", hint)
        super().__init__(*args, **kwargs)
        self.noun = noun


class TextField(Asked, forms.CharField):
    """One line. `width` is how many characters the box shows (2, 3, 4, 5, 10, 20); `kind` is text, tel or search."""

    def __init__(self, *, width: int | None = None, kind: str = "text", autocomplete: str = "off", **kwargs: Any):
        kwargs.setdefault("max_length", 255)
        super().__init__(**kwargs)
        self.width, self.kind, self.autocomplete = width, kind, autocomplete
        self.spellcheck = False


class EmailField(Asked, forms.EmailField):
    """An e-mail address."""

    width, kind, autocomplete, spellcheck = 20, "email", "off", False


class WholeNumberField(Asked, forms.IntegerField):
    """A count: `min_value=` and `max_value=` where there are limits."""

    width, kind, autocomplete, spellcheck = 4, "text", "off", False
    inputmode = "numeric"

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", forms.TextInput)
        super().__init__(**kwargs)


class LongTextField(Asked, forms.CharField):
    """Many lines; paragraphs are kept as typed."""

    component = "long_text"

    def __init__(self, *, rows: int = 5, **kwargs: Any):
        kwargs.setdefault("widget", forms.Textarea)
        super().__init__(**kwargs)
        self.rows = rows


class Choosing(Asked):
    """Shared by the fields with a list of answers.

    `hints` explains an answer; `reveals` names, for an answer, the fields that are asked only when it is chosen:
    `reveals={"no": ["why_not"]}`. What stands in a field that is not asked is not kept.
    """

    component = "choice"

    def __init__(
        self,
        *args: Any,
        inline: bool = False,
        hints: Mapping[str, str] | None = None,
        reveals: Reveals | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.inline, self.hints, self.reveals = inline, hints or {}, reveals or {}


class ChoiceField(Choosing, forms.TypedChoiceField):
    """One of a list: radios up to six answers, a drop-down list above. Takes choices, or a TextChoices class."""

    widget = forms.RadioSelect


class RecordField(Choosing, forms.ModelChoiceField):
    """One of some records. `records` is a queryset already narrowed to what the person may see."""

    widget = forms.Select

    def __init__(self, *, records: QuerySet[Any] | None, name: Callable[[Any], str] = str, **kwargs: Any):
        kwargs.setdefault("empty_label", "Choose one")
        super().__init__(queryset=records, **kwargs)
        self.name_of = name

    def label_from_instance(self, obj: Model) -> str:
        return self.name_of(obj)


class ChecklistField(Choosing, forms.MultipleChoiceField):
    """Any number of a list. `exclusive` names an answer ("none") that unticks the others."""

    widget = forms.CheckboxSelectMultiple
    component = "checkboxes"

    def __init__(self, *, exclusive: str = "", **kwargs: Any):
        super().__init__(**kwargs)
        self.exclusive = exclusive


class RecordsField(Choosing, forms.ModelMultipleChoiceField):
    """Any number of some records, as checkboxes."""

    widget = forms.CheckboxSelectMultiple
    component = "checkboxes"
    exclusive = ""

    def __init__(self, *, records: QuerySet[Any] | None, name: Callable[[Any], str] = str, **kwargs: Any):
        super().__init__(queryset=records, **kwargs)
        self.name_of = name

    def label_from_instance(self, obj: Model) -> str:
        return self.name_of(obj)


class YesNoField(ChoiceField):
    """Yes, no and, with `not_known=True`, not known: True, False, None."""

    ANSWERS = {"yes": True, "no": False, "not-known": None}

    def __init__(self, *, not_known: bool = False, inline: bool = True, **kwargs: Any):
        choices = [("yes", "Yes"), ("no", "No")] + ([("not-known", "Not known")] if not_known else [])
        super().__init__(choices=choices, inline=inline, coerce=self.ANSWERS.get, empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class TickField(Asked, forms.BooleanField):
    """One box to tick. Required means that it must be ticked."""

    component = "tick"


class HiddenField(Asked, forms.CharField):
    """A value that the form carries and does not show."""

    widget = forms.HiddenInput


class DateField(Asked, forms.Field):
    """A day in three boxes. `past=True` refuses tomorrow, `future=True` refuses yesterday; today is London's."""

    widget: Any = DayWidget
    component = "date"

    def __init__(self, *, past: bool = False, future: bool = False, **kwargs: Any):
        super().__init__(**kwargs)
        self.past, self.future = past, future

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        try:
            return read_day(*(str(part or "") for part in value))
        except NotADateError as wrong:
            raise self.refusal(wrong.sentence, wrong.parts) from wrong

    def validate(self, value: Any) -> None:
        super().validate(value)
        today = timezone.localdate(timezone=LONDON)
        if value and self.past and value > today:
            raise self.refusal("must be today or in the past")
        if value and self.future and value < today:
            raise self.refusal("must be today or in the future")

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, list) else self.widget.decompress(initial)
        return [str(part or "") for part in before] != [str(part or "") for part in data or [""] * len(before)]

    def refusal(self, sentence: str, parts: Sequence[str] = ("day", "month", "year")) -> ValidationError:
        """An error with the field as its subject, which also says which boxes to mark."""
        return ValidationError(words.must(self, sentence), code="date", params={"parts": list(parts)})


class DateTimeField(DateField):
    """A day and a time on London's 24-hour clock, giving an aware datetime. Offers now unless `now=False`."""

    widget = MomentWidget
    component = "moment"

    def __init__(self, *, now: bool = True, **kwargs: Any):
        if now:
            kwargs.setdefault("initial", timezone.now)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime | None:
        if value is None or isinstance(value, datetime):
            return value
        typed_day, typed_time = list(value)[:3], str(list(value)[3] or "")
        day = super().to_python(typed_day)
        try:
            at = read_time(typed_time)
        except NotADateError as wrong:
            raise self.refusal(wrong.sentence, wrong.parts) from wrong
        if day is None and at is None:
            return None
        if at is None:
            raise self.refusal("must include a time", ("time",))
        if day is None:
            raise self.refusal("must include a day, month and year")
        return self._on_londons_clock(datetime.combine(day, at))

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if value and self.past and value > timezone.now():
            raise self.refusal("must be now or in the past")
        if value and self.future and value < timezone.now():
            raise self.refusal("must be now or in the future")

    def _on_londons_clock(self, naive: datetime) -> datetime:
        """In the hour that comes twice in October, the first is meant; the hour missing in March is no time at all."""
        aware = naive.replace(tzinfo=LONDON)
        back = aware.astimezone(UTC).astimezone(LONDON)
        if back.replace(tzinfo=None) != naive:
            raise self.refusal("must be a real time: the clocks went forward in that hour", ("time",))
        return aware


class FileField(Asked, forms.FileField):
    """One file. `max_bytes` limits its size, `accept` names the endings that the chooser shows."""

    component = "file"

    def __init__(self, *, max_bytes: int | None = None, accept: Sequence[str] = (), **kwargs: Any):
        super().__init__(**kwargs)
        self.max_bytes, self.accept = max_bytes, ",".join(accept)

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if found and self.max_bytes and found.size > self.max_bytes:
            raise ValidationError(words.must(self, f"must be smaller than {filesizeformat(self.max_bytes)}"))
        return found
