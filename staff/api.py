"""What every API of a room needs: who may come in, and lists in pages."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from staff.models import User
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


FOR_STAFF = [IsAuthenticated, CouncilStaff]


def for_those_who(permission: Permission) -> list[type[BasePermission]]:
    return [IsAuthenticated, may(permission)]


class ListFor(ListAPIView):
    """A list of what one person may see: a room says `rows_for` whom."""

    def rows_for(self, user: User) -> QuerySet[Any]:
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn up for nobody, without a database
            return QuerySet(self.serializer_class.Meta.model).none()
        return self.rows_for(self.request.user)


class Pages(CursorPagination):
    """A list in pages that neither skip nor repeat a row while others are added; each page costs the same."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering: str | tuple[str, ...] = "pk"

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: APIView | None = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError):
            raise NotFound(self.invalid_cursor_message) from None

    def get_page_size(self, request: Request) -> int:
        """As asked for, within the limits; the usual size where what was asked for is no number."""
        return super().get_page_size(request) or self.page_size
