"""Filters that refuse what they cannot read. The library's own pass some of it over, and the answer would mislead."""

from typing import Any

from django import forms
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field

LARGEST_KEY = 2**63 - 1


class _YesNo(forms.Field):
    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        found = {"true": True, "false": False}.get(str(value).lower())
        if found is None:
            raise forms.ValidationError("Send true or false.")
        return found


@extend_schema_field(bool)
class YesNoFilter(filters.Filter):
    """true or false."""

    field_class = _YesNo


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_KEY})
class KeyFilter(filters.Filter):
    """Our number for something."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any):
        super().__init__(min_value=1, max_value=LARGEST_KEY, **kwargs)


class DayFilter(filters.DateFilter):
    """A date as 2026-05-07, and in no other order."""

    def __init__(self, **kwargs: Any):
        sentence = "This is not a date. Send it as year-month-day, like 2026-05-07."
        super().__init__(input_formats=["%Y-%m-%d"], error_messages={"invalid": sentence}, **kwargs)
