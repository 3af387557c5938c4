"""Open clocks for machines: what is due, when, and why."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.merged import survivor_of
from staff.api import FOR_STAFF, ListFor, Pages
from staff.api_filters import DayFilter, KeyFilter, YesNoFilter
from staff.api_schema import REFUSALS, WRONG_FILTER
from staff.api_scopes import ApiScope
from staff.models import User
from staff.policies import children_visible_to
from timescales.models import Clock
from timescales.queries import due_for_children
from timescales.rulebook import rulebook
from timescales.rules import State

OPEN_STATES = [(one.value, one.label) for one in (State.GREEN, State.AMBER, State.RED)]


class ClockSerializer(serializers.ModelSerializer):
    """One open clock."""

    child_id = serializers.IntegerField()
    child = serializers.CharField(source="child.name")
    rule = serializers.CharField(source="rule_id", help_text="The rule's own name, kept for good.")
    title = serializers.CharField()
    due_on = serializers.DateField()
    state = serializers.SerializerMethodField()
    days_left = serializers.SerializerMethodField(help_text="Calendar days; negative once the date has passed.")
    explanation = serializers.CharField(help_text="How the date was counted, in a sentence.")

    class Meta:
        model = Clock
        fields = [
            "id",
            "child_id",
            "child",
            "rule",
            "title",
            "subject_kind",
            "subject_id",
            "started_at",
            "due_at",
            "due_on",
            "state",
            "days_left",
            "explanation",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=OPEN_STATES))
    def get_state(self, clock: Clock) -> str:
        return clock.state().value

    def get_days_left(self, clock: Clock) -> int:
        return clock.days_left()


class ClockFilter(filters.FilterSet):
    due_before = DayFilter(
        method="due_before_day",
        help_text="Only clocks due before this day, like 2026-05-08; the day itself is left out.",
    )
    overdue = YesNoFilter(method="only_overdue", help_text="true: only what is late; false: the rest.")
    rule = filters.CharFilter(method="of_rule", help_text="Only clocks of this rule, like assessment.")
    child = KeyFilter(method="of_child", help_text="Only clocks of this child; a merged number will do.")

    def due_before_day(self, clocks: QuerySet[Clock], name: str, day: date) -> QuerySet[Clock]:
        return clocks.filter(due_at__lt=timezone.make_aware(datetime.combine(day, time.min)))

    def of_child(self, clocks: QuerySet[Clock], name: str, number: int) -> QuerySet[Clock]:
        return clocks.filter(child_id=survivor_of(number) or number)

    def of_rule(self, clocks: QuerySet[Clock], name: str, rule: str) -> QuerySet[Clock]:
        if rule not in {one.id for one in rulebook()}:
            raise ValidationError({name: "There is no rule of this name. docs/clocks.md has them all."})
        return clocks.filter(rule_id=rule)

    def only_overdue(self, clocks: QuerySet[Clock], name: str, wanted: bool) -> QuerySet[Clock]:
        late = {"due_at__lt": timezone.now()}
        return clocks.filter(**late) if wanted else clocks.exclude(**late)


class NextDueFirst(Pages):
    ordering = ("due_at", "pk")
    # Days end at one moment for everybody: a whole department's clocks may share it.
    offset_cutoff = 100_000


class Clocks(ListFor):
    """The open clocks of the children whom the reader may see."""

    permission_classes = FOR_STAFF
    scopes = {"GET": ApiScope.READ_CLOCKS}
    serializer_class = ClockSerializer
    pagination_class = NextDueFirst
    filterset_class = ClockFilter

    def rows_for(self, user: User) -> QuerySet[Any]:
        return due_for_children(children_visible_to(user))

    @extend_schema(
        operation_id="clocks_list",
        summary="What is due",
        description="Open clocks of the children whom you may see, the next due first, each with why.",
        responses={200: ClockSerializer(many=True), **WRONG_FILTER, **REFUSALS},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
