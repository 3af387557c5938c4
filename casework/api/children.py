"""The council's children over the API: a list in brief, and one record's front page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from casework.queries.children import child_in_brief, children_in_brief, named
from people.models import Child
from people.rules.numbers import read_nhs_number, read_upn
from staff.api import FOR_STAFF, ApiView, ListFor, Pages
from staff.api_filters import DayFilter
from staff.api_schema import NOT_FOUND, REFUSALS, WRONG_FILTER
from staff.api_scopes import ApiScope
from staff.models import User
from staff.policies import child_for
from timescales.api import ClockSerializer
from timescales.queries import open_clocks_for


class ChildSerializer(serializers.ModelSerializer):
    """Enough to find a child and whoever holds the case."""

    team = serializers.SerializerMethodField()
    worker = serializers.SerializerMethodField()
    case_open_since = serializers.SerializerMethodField()
    next_due_at = serializers.DateTimeField(allow_null=True)
    next_due_rule = serializers.CharField(allow_null=True)

    class Meta:
        model = Child
        fields = [
            "id",
            "forename",
            "surname",
            "known_as",
            "date_of_birth",
            "expected_date_of_birth",
            "sex",
            "team",
            "worker",
            "case_open_since",
            "next_due_at",
            "next_due_rule",
        ]
        read_only_fields = fields

    def get_team(self, child: Child) -> str | None:
        return child.held_now[0].team.name if child.held_now else None

    def get_worker(self, child: Child) -> str | None:
        return str(child.held_now[0].worker) if child.held_now and child.held_now[0].worker else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_case_open_since(self, child: Child) -> Any:
        return child.open_cases[0].referral_date if child.open_cases else None


class ChildRecordSerializer(ChildSerializer):
    """One child, with what is due."""

    clocks = serializers.SerializerMethodField()

    class Meta(ChildSerializer.Meta):
        fields = [*ChildSerializer.Meta.fields, "middle_names", "ethnicity", "nhs_number", "upn", "clocks"]
        read_only_fields = fields

    @extend_schema_field(ClockSerializer(many=True))
    def get_clocks(self, child: Child) -> Any:
        return ClockSerializer(open_clocks_for(child).select_related("child"), many=True).data


class ChildFilter(filters.FilterSet):
    forename = filters.CharFilter(method="by_forename", help_text="Now or before, however it is written.")
    surname = filters.CharFilter(method="by_surname", help_text="Now or before, however it is written.")
    date_of_birth = DayFilter()
    nhs_number = filters.CharFilter(method="by_nhs_number", help_text="Ten digits, with or without spaces.")
    upn = filters.CharFilter(method="by_upn", help_text="Unique pupil number.")

    def by_forename(self, children: QuerySet[Child], name: str, value: str) -> QuerySet[Child]:
        return named(children, forename=value)

    def by_surname(self, children: QuerySet[Child], name: str, value: str) -> QuerySet[Child]:
        return named(children, surname=value)

    def by_nhs_number(self, children: QuerySet[Child], name: str, value: str) -> QuerySet[Child]:
        return _numbered(children, name, read_nhs_number, value)

    def by_upn(self, children: QuerySet[Child], name: str, value: str) -> QuerySet[Child]:
        return _numbered(children, name, read_upn, value)


def _numbered(children: QuerySet[Child], name: str, read: Any, value: str) -> QuerySet[Child]:
    """Raises ValidationError by field for what is no such number at all."""
    try:
        return children.filter(**{name: read(value)})
    except ValueError as unread:
        raise ValidationError({name: str(unread)}) from unread


class Children(ListFor):
    """Children whom the reader may see."""

    permission_classes = FOR_STAFF
    scopes = {"GET": ApiScope.READ_CHILDREN}
    serializer_class = ChildSerializer
    pagination_class = Pages
    filterset_class = ChildFilter

    def rows_for(self, user: User) -> QuerySet[Any]:
        return children_in_brief(user)

    @extend_schema(
        operation_id="children_list",
        summary="Children whom you may see",
        description="In the order in which they were recorded. Opening one record is written down; this list is not.",
        responses={200: ChildSerializer(many=True), **WRONG_FILTER, **REFUSALS},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class ChildRecord(ApiView):
    """One child's record in brief. That it was opened is written down."""

    permission_classes = [IsAuthenticated]  # whose record it is, the gate says: to a partner there is no such child
    scopes = {"GET": ApiScope.READ_CHILDREN}

    @extend_schema(
        operation_id="children_read",
        summary="One child",
        responses={200: ChildRecordSerializer, **WRONG_FILTER, **REFUSALS, **NOT_FOUND},
    )
    def get(self, request: Request, pk: int) -> Response:
        child = child_for(request.user, pk, page="API: child")
        return Response(ChildRecordSerializer(child_in_brief(request.user, child)).data)
