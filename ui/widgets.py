"""Widgets that read several boxes as one answer. How they look stands in templates/components/fields/."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from ui.dates import LONDON


class DayWidget(forms.MultiWidget):
    """Three boxes: `<name>_day`, `<name>_month`, `<name>_year`."""

    parts = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({part: forms.TextInput() for part in self.parts}, attrs)

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class MomentWidget(forms.MultiWidget):
    """Four boxes: the three of a day, and `<name>_time`."""

    parts = ("day", "month", "year", "time")

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({part: forms.TextInput() for part in self.parts}, attrs)

    def decompress(self, value: datetime | None) -> list[str]:
        if value is None:
            return ["", "", "", ""]
        local = timezone.localtime(value, LONDON) if timezone.is_aware(value) else value
        return [str(local.day), str(local.month), str(local.year), f"{local:%H:%M}"]
