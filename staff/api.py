"""What every API of a room needs: who may come in and for what, which questions are answered, and lists in pages."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from staff.api_scopes import ApiScope
from staff.models import ApiToken, User
from staff.policies import check_may
from staff.roles import Permission


class CouncilStaff(BasePermission):
    """Everybody who works for the council. Which children each sees is the query's to say."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.user.may(Permission.SEND_CONTACT):
            raise PermissionDenied("The council's records are not open to partner agencies. Yours: /api/v1/contacts/.")
        return True


def may(permission: Permission) -> type[BasePermission]:
    """Only those whose role does this kind of work; the others are told so in a sentence."""

    class May(BasePermission):
        def has_permission(self, request: Request, view: APIView) -> bool:
            check_may(request.user, permission)
            return True

    return May


class WithinScope(BasePermission):
    """A token does what it was made for. A person who is signed in has no token, and does what the role does."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        scope = view.scope_of(request.method) if isinstance(view, ApiView) else None
        token = request.auth
        if scope and isinstance(token, ApiToken) and scope not in token.scopes:
            raise PermissionDenied(f"This token was not made for that. It needs the scope {scope}.")
        return True


FOR_STAFF = [IsAuthenticated, CouncilStaff]


def for_those_who(permission: Permission) -> list[type[BasePermission]]:
    return [IsAuthenticated, may(permission)]


class ApiView(APIView):
    """An address of the API: JSON only, its scope named, and no question passed over in silence."""

    # What a token needs, by method; HEAD and OPTIONS go with GET. None: whoever has any token.
    scopes: Mapping[str, ApiScope | None]

    def scope_of(self, method: str | None) -> ApiScope | None:
        return self.scopes.get(method or "GET", self.scopes.get("GET"))

    def get_permissions(self) -> list[Any]:
        return [*super().get_permissions(), WithinScope()]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return super().perform_content_negotiation(request, force=True)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.check_query(request)

    def query_names(self) -> set[str]:
        """What may stand after the question mark."""
        return set()

    def check_query(self, request: Request) -> None:
        """Raises ValidationError by name for what is not asked here, or is asked twice."""
        if request.method == "OPTIONS" or not hasattr(self, str(request.method).lower()):
            return
        names = self.query_names() if request.method in ("GET", "HEAD") else set()
        known = f"Known here: {', '.join(sorted(names))}." if names else "Nothing can be asked here."
        errors = {}
        for name, values in request.query_params.lists():
            if name not in names:
                errors[name[:100]] = known
            elif len(values) > 1:
                errors[name] = "Ask for it once."
            elif not values[0].strip():
                errors[name] = "Say which, or leave it out."
        if errors:
            raise ValidationError(errors)


class ListFor(ApiView, ListAPIView):
    """A list of what one person may see: a room says `rows_for` whom."""

    def rows_for(self, user: User) -> QuerySet[Any]:
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn up for nobody, without a database
            return QuerySet(self.serializer_class.Meta.model).none()
        return self.rows_for(self.request.user)

    def query_names(self) -> set[str]:
        filters = getattr(self, "filterset_class", None)
        return {"cursor", "page_size", *(filters.base_filters if filters else ())}


class Pages(CursorPagination):
    """A list in pages that neither skip nor repeat a row while others are added; each page costs the same."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering: str | tuple[str, ...] = "pk"
    not_a_cursor = "This is no page of this list. Follow “next” and “previous” as they were given."

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: APIView | None = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, OverflowError, ValidationError):
            raise ValidationError({"cursor": self.not_a_cursor}) from None

    def decode_cursor(self, request: Request) -> Any:
        try:
            return super().decode_cursor(request)
        except NotFound:
            raise ValidationError({"cursor": self.not_a_cursor}) from None

    def get_page_size(self, request: Request) -> int:
        """As asked for. Raises ValidationError for what is no number from 1 to the most."""
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and len(asked) < 5 and 0 < int(asked) <= self.max_page_size):
            raise ValidationError({"page_size": f"Send a whole number from 1 to {self.max_page_size}."})
        return int(asked)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return parameters
