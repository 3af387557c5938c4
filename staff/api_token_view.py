"""/api/v1/token/: what a program asks first."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from staff.api import ApiView
from staff.api_schema import REFUSALS, WRONG_FILTER
from staff.api_scopes import SCOPES
from staff.models import ApiToken
from staff.roles import ROLE_CHOICES


class WhoSerializer(serializers.Serializer):
    """Whom the request comes from. The last three are null for a person who is signed in."""

    account = serializers.CharField()
    role = serializers.ChoiceField(ROLE_CHOICES)
    agency = serializers.CharField(allow_null=True)
    token = serializers.CharField(allow_null=True, help_text="What the token was made for.")
    scopes = serializers.ListField(child=serializers.ChoiceField(list(SCOPES)), allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True, help_text="From this moment on it is refused.")


class WhoAmI(ApiView):
    """Whose token it is, what it is for, and when it ends."""

    permission_classes = [IsAuthenticated]
    scopes = {"GET": None}

    @extend_schema(
        operation_id="token_read",
        summary="Your own token",
        responses={200: WhoSerializer, **WRONG_FILTER, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        token: Any = request.auth if isinstance(request.auth, ApiToken) else None
        user: Any = request.user
        who = {
            "account": user.get_username(),
            "role": user.role,
            "agency": user.agency.name if user.agency else None,
            "token": token.name if token else None,
            "scopes": [scope for scope in SCOPES if scope in token.scopes] if token else None,
            "ends_at": token.ends_at if token else None,
        }
        return Response(WhoSerializer(who).data)
