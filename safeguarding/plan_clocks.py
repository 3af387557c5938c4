"""For as long as a protection plan is open: visits, core groups, review conferences, and two years."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from casework.models import VisitChild
from casework.rules.cycles import runs
from safeguarding.codes import ConferenceKind
from safeguarding.models import ChildProtectionPlan, ConferenceChild, CoreGroupPlan
from timescales.facts import ClockFact


@dataclass
class Done:
    """What has been done for one plan, or for its child."""

    seen: list[Any] = field(default_factory=list)
    core_groups: list[Any] = field(default_factory=list)
    reviews: list[Any] = field(default_factory=list)


def plan_facts(child_ids: Collection[int]) -> Iterator[ClockFact]:
    """Four queries for the whole batch, or one where nobody is on a plan."""
    plans = list(ChildProtectionPlan.objects.filter(child_id__in=child_ids).select_related("child"))
    if plans:
        done = _done(plans)
        for plan in plans:
            yield from _facts(plan, done[plan.pk])


def _done(plans: list[ChildProtectionPlan]) -> dict[int, Done]:
    done = {plan.pk: Done() for plan in plans}
    by_child = defaultdict(list)
    for plan in plans:
        by_child[plan.child_id].append(done[plan.pk])
    seen = VisitChild.objects.filter(child_id__in=by_child, seen=True).values_list("child_id", "seen_at")
    for child_id, seen_at in seen:
        for one in by_child[child_id]:
            one.seen.append(seen_at)
    for plan_id, held_on in CoreGroupPlan.objects.filter(plan__in=done).values_list("plan", "core_group__held_on"):
        done[plan_id].core_groups.append(held_on)
    reviews = ConferenceChild.objects.filter(
        child_id__in=by_child, conference__kind=ConferenceKind.REVIEW, conference__held_on__isnull=False
    )
    for child_id, reviewed_on in reviews.values_list("child_id", "conference__held_on"):
        for one in by_child[child_id]:
            one.reviews.append(reviewed_on)
    return done


def _facts(plan: ChildProtectionPlan, done: Done) -> Iterator[ClockFact]:
    start = _start_of(plan.started_on)
    ended = _start_of(plan.ended_on + timedelta(days=1)) if plan.ended_on else None

    def cycle(times: Iterable[datetime], first: str, following: str) -> Iterator[ClockFact]:
        for number, run in enumerate(runs(start, times, ended)):
            rule = following if number else first
            yield _fact(plan, rule, run.started, run.stopped, lapsed=run.lapsed)

    yield from cycle(done.seen, "cp.visit", "cp.visit")
    # A meeting on the conference's own day is not the first core group, nor a review: census rule 8841.
    yield from cycle(_after(plan, done.core_groups), "coregroup.first", "coregroup.next")
    yield from cycle(_after(plan, done.reviews), "rcpc.first", "rcpc.next")
    yield _fact(plan, "cp.twoyears", start, ended and _start_of(plan.ended_on or plan.started_on))
    yield from _after_birth(plan, done)


def _after_birth(plan: ChildProtectionPlan, done: Done) -> Iterator[ClockFact]:
    """A plan made before birth is looked at soon after it: a review or a core group."""
    born = plan.child.date_of_birth
    if plan.made_before_birth and born and born >= plan.started_on:
        met = [day for day in (*done.reviews, *done.core_groups) if day >= born]
        stopped = min(met) if met else plan.ended_on
        yield _fact(plan, "rcpc.prebirth", born, stopped, lapsed=not met and plan.ended_on is not None)


def _after(plan: ChildProtectionPlan, days: Iterable[date]) -> list[datetime]:
    return [_start_of(day) for day in days if day > plan.started_on]


def _fact(
    plan: ChildProtectionPlan,
    rule_id: str,
    started_at: date | datetime,
    stopped_at: date | datetime | None,
    *,
    lapsed: bool = False,
) -> ClockFact:
    return ClockFact(
        rule_id,
        plan.child_id,
        "protection_plan",
        plan.pk,
        started_at=started_at,
        stopped_at=stopped_at,
        lapsed=lapsed,
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
