"""How the API's refusals stand in its OpenAPI description."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

BY_FIELD = {
    "type": "object",
    "description": "For each field that is wrong, by its dotted name (children.0.date_of_birth), what to do.",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}


class RefusalSerializer(serializers.Serializer):
    detail = serializers.CharField(help_text="What is wrong, in a sentence.")


def _says(description: str) -> Any:
    return OpenApiResponse(RefusalSerializer, description=description)


WRONG = {
    400: OpenApiResponse(BY_FIELD, description="Something cannot be taken as it stands. Nothing was recorded."),
    413: _says("The message is larger than a megabyte."),
    415: _says("The message is not JSON."),
}
WRONG_FILTER = {400: WRONG[400]}
REFUSALS = {
    401: _says("No token, or one that is not valid."),
    403: _says("Your role may not do this."),
    429: _says("Too many requests. Retry-After says in how many seconds to try again."),
}
NOT_FOUND = {404: _says("There is no such thing, or it is not for you to know.")}
