"""Fields of a message, with refusals in plain words."""

from typing import Any

from django.db.models import TextChoices
from rest_framework import serializers


class Code(serializers.ChoiceField):
    """One of a code set. What is not in it is answered with all that are."""

    def __init__(self, choices: type[TextChoices] | dict[str, str], **kwargs: Any):
        pairs = choices.choices if isinstance(choices, type) else list(choices.items())
        allowed = "; ".join(f"{code} ({words})" for code, words in pairs)
        messages = {"invalid_choice": f"“{{input}}” is not a code that is known here. Send one of: {allowed}."}
        super().__init__(choices=pairs, error_messages={**messages, **kwargs.pop("error_messages", {})}, **kwargs)


class Text(serializers.CharField):
    """A line of text; may be left out unless `required`."""

    def __init__(self, max_length: int, **kwargs: Any):
        if not kwargs.get("required"):
            kwargs = {"required": False, "allow_blank": True, "default": "", **kwargs}
        super().__init__(max_length=max_length, **kwargs)


class Day(serializers.DateField):
    """A date as 2026-05-07; may be left out or null."""

    def __init__(self, **kwargs: Any):
        sentence = "This is not a date. Send it as year-month-day, like 2026-05-07."
        messages = {"invalid": sentence, "datetime": sentence}
        super().__init__(
            required=False, allow_null=True, default=None, input_formats=["iso-8601"], error_messages=messages, **kwargs
        )


class Moment(serializers.DateTimeField):
    """A date and a time; without a time zone it is on the clock in London. May be left out or null."""

    def __init__(self, **kwargs: Any):
        sentence = "This is not a date and time. Send it like 2026-05-07T14:05:00+01:00."
        messages = {"invalid": sentence, "date": sentence, "overflow": sentence, "make_aware": sentence}
        super().__init__(
            required=False, allow_null=True, default=None, input_formats=["iso-8601"], error_messages=messages, **kwargs
        )


class YesNo(serializers.BooleanField):
    """true, false, or null where it is not known."""

    def __init__(self, **kwargs: Any):
        messages = {"invalid": "Send true, false, or null where it is not known."}
        super().__init__(required=False, allow_null=True, default=None, error_messages=messages, **kwargs)
