"""Reads of clocks and of what the council set. Callers have narrowed the children to what the user may see."""

from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from people.models import Child
from timescales.council import Council, ExtraDay, LocalNumber
from timescales.models import Clock, ClockFault, ExtraNonWorkingDay, LocalTimescale
from timescales.rulebook import rulebook
from timescales.timing import earliest_due
from timescales.working_days import Due, FreeDay


def council() -> Council:
    """What the council set for itself, read fresh: a day added a second ago counts. Two small queries."""
    numbers = LocalTimescale.objects.values_list("rule_id", "variant", "duration", "unit", "from_on")
    days = ExtraNonWorkingDay.objects.values_list("day", "name", "by_council", "added_at", "withdrawn_at")
    return Council(
        numbers=tuple(LocalNumber(*row) for row in numbers),
        days=tuple(
            ExtraDay(FreeDay(day, name, by_council), added, withdrawn)
            for day, name, by_council, added, withdrawn in days
        ),
    )


def due_date(rule_id: str, start: date | datetime, variant: str = "") -> Due:
    """When something would be due here if it started now: for a form that shows the date before it is saved.

    Raises UnknownRuleError, or NoNumberError where the rule gives no date.
    """
    return earliest_due(rule_id, variant, start, council())[1]


def open_clocks_for(child: Child) -> QuerySet[Clock]:
    """What is due for a child, the next first."""
    return Clock.objects.open().filter(child=child).order_by("due_at", "pk")


def due_for_children(children: QuerySet[Child]) -> QuerySet[Clock]:
    """What is due for these children, the next first, each with its child."""
    return Clock.objects.open().filter(child__in=children).select_related("child").order_by("due_at", "pk")


def clocks_of(subject_kind: str, subject_id: int) -> QuerySet[Clock]:
    """The clocks of one record, in the order in which they ran."""
    return Clock.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("started_at", "pk")


def with_next_due(children: QuerySet[Child]) -> QuerySet[Child]:
    """The children, each with `next_due_at` and `next_due_rule`: one query for a whole caseload."""
    following = Clock.objects.open().filter(child=OuterRef("pk")).order_by("due_at", "pk")
    return children.annotate(
        next_due_at=Subquery(following.values("due_at")[:1]),
        next_due_rule=Subquery(following.values("rule_id")[:1]),
    )


def late_without_reason(children: QuerySet[Child]) -> QuerySet[Clock]:
    """Finished late, and nobody has said why yet, the latest first."""
    only_watched = {rule.id for rule in rulebook() if not rule.explains_lateness}
    late = Clock.objects.stopped_late().filter(child__in=children, late_reason="").exclude(rule_id__in=only_watched)
    return late.select_related("child").order_by("-stopped_at")


def latest_faults(limit: int = 100) -> QuerySet[ClockFault]:
    """What the nightly check found last, newest first."""
    return ClockFault.objects.select_related("run").order_by("-pk")[:limit]
