"""Every refusal of the API in one form.

400 names the fields: {"children.0.date_of_birth": ["Date of birth must be today or earlier."]}. Every other status
says what is wrong in one sentence: {"detail": "There is no such contact."}.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig
from django.core.exceptions import ValidationError as Refusal
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, ParseError, Throttled, ValidationError
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from config.api_limits import FailedAttempts, TooLarge


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """What is sent for an exception; None for a fault of ours. Set as REST_FRAMEWORK["EXCEPTION_HANDLER"]."""
    if isinstance(error, Refusal):
        error = ValidationError(_by_field(error))
    elif isinstance(error, RequestDataTooBig):
        error = TooLarge()
    elif isinstance(error, ParseError):
        error = ValidationError({api_settings.NON_FIELD_ERRORS_KEY: [f"This is not JSON: {error.detail}"]})
    elif isinstance(error, AuthenticationFailed | NotAuthenticated):
        error = _or_too_often(error, context)
    response = exception_handler(error, context)
    if response is not None and isinstance(error, ValidationError):
        response.data = _flat(error.detail)
    return response


def _or_too_often(error: Exception, context: dict[str, Any]) -> Exception:
    attempts = FailedAttempts()
    return error if attempts.allow_request(context["request"], None) else Throttled(attempts.wait())


def _by_field(refusal: Refusal) -> dict[str, list[str]]:
    if not hasattr(refusal, "error_dict"):
        return {api_settings.NON_FIELD_ERRORS_KEY: refusal.messages}
    return {_public(name): sentences for name, sentences in refusal.message_dict.items()}


def _public(name: str) -> str:
    return api_settings.NON_FIELD_ERRORS_KEY if name == NON_FIELD_ERRORS else name


def _flat(detail: Any) -> dict[str, list[str]]:
    """Sentences by dotted name, whatever the depth: {"children": [{}, {"upn": [...]}]} is "children.1.upn"."""
    found: dict[str, list[str]] = {}
    for name, sentence in _walk(detail, ()):
        found.setdefault(name, []).append(sentence)
    return found


def _walk(detail: Any, place: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            general = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _walk(inner, place if general else (*place, str(name)))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            deeper = isinstance(inner, dict | list)
            yield from _walk(inner, (*place, str(number)) if deeper else place)
    else:
        yield ".".join(place) or api_settings.NON_FIELD_ERRORS_KEY, str(detail)
