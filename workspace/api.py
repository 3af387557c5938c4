"""For machines: what happened to a child, and what a person was told. The same reads as the pages."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from audit.models import Event
from staff.api import ListFor, Pages
from staff.api_filters import DayFilter, YesNoFilter
from staff.api_schema import NOT_FOUND, REFUSALS, WRONG_FILTER
from staff.api_scopes import ApiScope
from staff.models import Alert, User
from staff.policies import child_for
from staff.queries import alerts_for
from workspace.event_kinds import GROUPS
from workspace.queries.chronology import Entry, events_shown, with_marks
from workspace.queries.withheld import withheld_from

KINDS = [(key, group.name) for key, group in GROUPS.items()]


class EventSerializer(serializers.Serializer):
    """One line of a chronology, as the reader may read it."""

    id = serializers.IntegerField(source="event.pk")
    occurred_at = serializers.DateTimeField(source="event.occurred_at")
    recorded_at = serializers.DateTimeField(source="event.recorded_at")
    kind = serializers.CharField(source="event.kind")
    group = serializers.CharField(help_text="The heading under which a page shows it.")
    summary = serializers.CharField()
    detail = serializers.CharField()
    significant = serializers.BooleanField()
    by = serializers.CharField(source="event.actor_name", help_text="Empty where a job of the system acted by itself.")

    class Meta:
        model = Event  # what the list is asked of


class EventFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(method="of_group", choices=KINDS, help_text="Only events under this heading.")
    since = DayFilter(field_name="occurred_at", lookup_expr="date__gte", help_text="Only from this day on.")
    significant = YesNoFilter(method="only_significant", help_text="true: only what matters by itself.")

    def of_group(self, events: QuerySet[Event], name: str, group: str) -> QuerySet[Event]:
        return events.filter(kind__in=GROUPS[group].kinds)

    def only_significant(self, events: QuerySet[Event], name: str, wanted: bool) -> QuerySet[Event]:
        return events.filter(pk__in=events_shown(self.request.child, significant_only=True)) if wanted else events


class LatestFirst(Pages):
    ordering = ("-occurred_at", "-pk")
    # Imported years may carry one moment.
    offset_cutoff = 100_000


class Chronology(ListFor):
    """A child's events. That the record was opened is written down, for each page of the list."""

    permission_classes = [IsAuthenticated]  # whose record it is, the gate says: to a partner there is no such child
    scopes = {"GET": ApiScope.READ_CHRONOLOGY}
    serializer_class = EventSerializer
    pagination_class = LatestFirst
    filterset_class = EventFilter

    def rows_for(self, user: User) -> QuerySet[Any]:
        self.request.child = child_for(user, self.kwargs["pk"], page="API: chronology")
        self.withheld = withheld_from(user, self.request.child)
        return events_shown(self.request.child, withheld=self.withheld)

    def paginate_queryset(self, queryset: QuerySet[Any]) -> list[Entry]:
        """As the page shows them: without the names of those whom the reader may not know of."""
        return with_marks(self.request.child, super().paginate_queryset(queryset), self.withheld)

    @extend_schema(
        operation_id="children_chronology",
        summary="What happened to one child",
        description="The newest first. That the record was opened is written down.",
        responses={200: EventSerializer(many=True), **WRONG_FILTER, **REFUSALS, **NOT_FOUND},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class AlertSerializer(serializers.ModelSerializer):
    """One thing that the person was told."""

    child_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Alert
        fields = ["id", "raised_at", "read_at", "kind", "text", "url", "child_id"]
        read_only_fields = fields


class AlertFilter(filters.FilterSet):
    unread = YesNoFilter(field_name="read_at", lookup_expr="isnull", help_text="true: not yet read; false: the rest.")


class LatestRaisedFirst(Pages):
    ordering = ("-raised_at", "-pk")
    offset_cutoff = 100_000


class Alerts(ListFor):
    """One's own alerts."""

    permission_classes = [IsAuthenticated]
    scopes = {"GET": ApiScope.READ_ALERTS}
    serializer_class = AlertSerializer
    pagination_class = LatestRaisedFirst
    filterset_class = AlertFilter

    def rows_for(self, user: User) -> QuerySet[Any]:
        return alerts_for(user)

    @extend_schema(
        operation_id="alerts_list",
        summary="What you were told",
        description="The newest first. Reading them here does not mark them as read.",
        responses={200: AlertSerializer(many=True), **WRONG_FILTER, **REFUSALS},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
