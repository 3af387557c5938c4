"""How the API's refusals stand in its OpenAPI description."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
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
    415: _says("The message is not JSON in UTF-8, or it is compressed."),
}
WRONG_FILTER = {400: WRONG[400]}
REFUSALS = {
    401: _says("No token, or one that is not valid: mistyped, withdrawn, past its end, its account closed."),
    403: _says("Your role may not do this, or the token has not the scope."),
    429: _says("Too many requests. Retry-After says in how many seconds to try again."),
}
NOT_FOUND = {404: _says("There is no such thing, or it is not for you to know.")}


class TokenScheme(OpenApiAuthenticationExtension):
    """The header, as a program has to send it."""

    target_class = "staff.backends.StaffTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Authorization: Token <your token>`. A token has an end and one or more scopes; each "
            "address names the one that it needs.",
        }


class ScopedSchema(AutoSchema):
    """Says of each address which scope a token needs."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        scope = self._scope()
        if operation and scope:
            words = operation.get("description", "")
            operation["description"] = f"{words}\n\nA token needs the scope `{scope}`.".strip()
            operation["x-scope"] = str(scope)
        return operation

    def _scope(self) -> str | None:
        asks = getattr(self.view, "scope_of", None)
        return asks(self.method) if asks else None
