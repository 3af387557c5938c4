"""The children whom one worker holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from casework.queries import LastSeen, last_seen
from people.models import Child
from staff.models import Allocation, User
from staff.policies import children_visible_to
from timescales.models import Clock
from workspace import acts
from workspace.rules import When, when


@dataclass(frozen=True)
class CaseloadLine:
    allocation: Allocation
    next_act: str
    when: When | None
    seen_at: datetime | None

    @property
    def child(self) -> Child:
        return self.allocation.child


def caseload_lines(rows: Iterable[Allocation], now: datetime) -> list[CaseloadLine]:
    """What a page says of these rows. Two queries."""
    rows = list(rows)
    following = {row.pk: getattr(row, "next_clock", None) for row in rows}
    clocks = Clock.objects.in_bulk([pk for pk in following.values() if pk])
    seen = last_seen([row.child_id for row in rows])
    return [_line(row, clocks.get(following[row.pk]), seen[row.child_id], now) for row in rows]


def caseload_rows(reader: User, worker: User) -> QuerySet[Allocation, Any]:
    """All that a worker holds and the reader may see, the next date first, for a list that is read in pages."""
    following = Clock.objects.open().filter(child=OuterRef("child")).order_by("due_at", "pk")
    following = following.exclude(subject_kind__in=acts.OF_THE_FRONT_DOOR).exclude(rule_id__in=acts.MANAGERS_RULES)
    return (
        Allocation.objects.open()
        .filter(worker=worker, child__in=children_visible_to(reader))
        .select_related("child", "team")
        .annotate(next_due_at=Subquery(following.values("due_at")[:1]), next_clock=Subquery(following.values("pk")[:1]))
        .order_by(F("next_due_at").asc(nulls_last=True), "child__surname", "child__forename", "pk")
    )


def _line(row: Allocation, clock: Clock | None, seen: LastSeen, now: datetime) -> CaseloadLine:
    return CaseloadLine(
        allocation=row,
        next_act=acts.act_of(clock) if clock else "",
        when=when(clock.due_at, now) if clock else None,
        seen_at=seen.seen_at,
    )
