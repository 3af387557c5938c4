"""What was done late and has no reason yet."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from people.models import Child
from staff.models import Allocation, User
from staff.policies import children_visible_to
from timescales.models import Clock
from timescales.queries import late_without_reason
from workspace import acts

# What is older is for the figures, not for somebody's morning.
ASKED_FOR = timedelta(days=28)
MOST = 10


def only(child: Child) -> QuerySet[Child]:
    """The one child, as a question that can be narrowed further."""
    return Child.objects.filter(pk=child.pk)


def finished_late(user: User, held: QuerySet[Allocation], now: datetime) -> list[Clock]:
    """For the children whom a person holds: done late in the last four weeks, and nobody has said why. One query."""
    children = children_visible_to(user).filter(pk__in=held.values("child"))
    others = (*acts.OF_THE_FRONT_DOOR, *acts.OF_MANAGERS)
    rows = late_without_reason(children).filter(stopped_at__gte=now - ASKED_FOR)
    return list(rows.exclude(subject_kind__in=others).exclude(rule_id__in=acts.MANAGERS_RULES)[:MOST])


def decided_late(user: User, now: datetime) -> list[Clock]:
    """For the front door: decisions and partners' answers that came late, without a reason. One query."""
    rows = late_without_reason(children_visible_to(user)).filter(stopped_at__gte=now - ASKED_FOR)
    return list(rows.filter(subject_kind__in=acts.OF_THE_FRONT_DOOR)[:MOST])
