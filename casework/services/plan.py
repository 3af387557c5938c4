"""The child in need plan: started, changed, ended. Its actions and reviews stand in plan_progress.py."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from casework.closing import obstacles_to_plan
from casework.models import ChildInNeedPlan, NeedEpisode, PlanAction, PlanOutcome
from casework.policies import check_can_write_for
from casework.rules.dates import words
from casework.rules.plan import check_actions, check_end, check_start
from people.models import Child
from staff.models import User
from timescales.services import refresh_clocks

# What is to be done, by whom, until when.
Action = tuple[str, str, date | None]
# What will be different for the child, and the actions that lead there.
Outcome = tuple[str, list[Action]]
TEXTS = ("summary", "family_views", "if_things_get_worse")


@transaction.atomic
def start_child_in_need_plan(
    *,
    episode: NeedEpisode,
    started_on: date,
    summary: str,
    outcomes: Iterable[Outcome],
    family_views: str = "",
    if_things_get_worse: str = "",
    by: User,
    at: datetime | None = None,
) -> ChildInNeedPlan:
    """Start the plan with its outcomes and actions. The clocks of visits and reviews run from `started_on`.

    Raises ValidationError when the child has an open plan or the case is closed, and by field for what cannot be.
    """
    child = episode.child
    check_can_write_for(by, [child])
    at = at or timezone.now()
    outcomes = list(outcomes)
    _check_free(episode, child)
    check_start(started_on, episode.referral_date, timezone.localdate(at))
    check_actions(outcomes, started_on)
    plan = ChildInNeedPlan.objects.create(
        episode=episode,
        child=child,
        started_on=started_on,
        summary=summary.strip(),
        family_views=family_views.strip(),
        if_things_get_worse=if_things_get_worse.strip(),
        written_by=by,
    )
    write_outcomes(plan, outcomes)
    record(plan, "plan_started", "Child in need plan started", by=by, at=at, detail=plan.summary)
    refresh_clocks(child, at=at)
    return plan


def _check_free(episode: NeedEpisode, child: Child) -> None:
    held = NeedEpisode.objects.select_for_update(no_key=True).get(pk=episode.pk)
    if held.closed_on:
        raise ValidationError("This case is closed. A new referral opens a new one.")
    if ChildInNeedPlan.objects.open().filter(child=child).exists():
        raise ValidationError(f"{child.name} already has a child in need plan. Change that one, or end it first.")
    if obstacles := obstacles_to_plan(child):
        raise ValidationError(obstacles)


def write_outcomes(plan: ChildInNeedPlan, outcomes: Iterable[Outcome]) -> list[PlanOutcome]:
    """Store outcomes and their actions: two statements however many there are."""
    outcomes = list(outcomes)
    rows = PlanOutcome.objects.bulk_create(PlanOutcome(plan=plan, text=text.strip()) for text, _ in outcomes)
    PlanAction.objects.bulk_create(
        PlanAction(outcome=row, text=text.strip(), owner=owner.strip(), due_on=due_on)
        for row, (_, actions) in zip(rows, outcomes, strict=True)
        for text, owner, due_on in actions
    )
    return rows


@transaction.atomic
def change_child_in_need_plan(
    *, plan: ChildInNeedPlan, version: int | None = None, by: User, at: datetime | None = None, **fields: Any
) -> ChildInNeedPlan:
    """Change the plan's words, or correct its start; a corrected start moves the clocks with it.

    `version` is the one that the form was opened with: ValidationError when somebody saved meanwhile.
    """
    at = at or timezone.now()
    plan = lock(plan)
    check_can_write_for(by, [plan.child])
    check_open(plan)
    if version is not None and version != plan.version:
        raise ValidationError("Somebody saved this plan while you were writing. Look at what they wrote first.")
    if unknown := set(fields).difference((*TEXTS, "started_on")):
        raise TypeError(f"A plan has no such part: {', '.join(sorted(unknown))}")
    started_on = fields.get("started_on", plan.started_on)
    check_start(started_on, plan.episode.referral_date, timezone.localdate(at))
    changed = [name for name, value in fields.items() if getattr(plan, name) != value]
    if not changed:
        return plan
    for name in changed:
        setattr(plan, name, fields[name])
    plan.version += 1
    plan.save(update_fields=[*changed, "version"])
    record(plan, "plan_changed", "Child in need plan changed", by=by, at=at, fields=changed)
    if "started_on" in changed:
        refresh_clocks(plan.child, at=at)
    return plan


@transaction.atomic
def end_child_in_need_plan(
    *, plan: ChildInNeedPlan, on: date, because: str, by: User, at: datetime | None = None
) -> ChildInNeedPlan:
    """End the plan: its clocks lapse, and nothing of it counts as late from then on."""
    at = at or timezone.now()
    plan = lock(plan)
    check_can_write_for(by, [plan.child])
    check_open(plan)
    if not because.strip():
        raise ValidationError({"because": "Say why the plan ends."})
    finish(plan=plan, on=on, because=because, by=by, at=at)
    refresh_clocks(plan.child, at=at)
    return plan


def finish(*, plan: ChildInNeedPlan, on: date, because: str, by: User, at: datetime) -> None:
    """End a plan that is locked and may be ended by this person; the clocks are for the caller to refresh."""
    last_review = plan.reviews.values_list("held_on", flat=True).first()
    check_end(on, plan.started_on, last_review, timezone.localdate(at))
    plan.ended_on, plan.ended_because, plan.version = on, because.strip(), plan.version + 1
    plan.save(update_fields=["ended_on", "ended_because", "version"])
    record(plan, "plan_ended", f"Child in need plan ended on {words(on)}", by=by, at=at, detail=plan.ended_because)


def check_open(plan: ChildInNeedPlan) -> None:
    if plan.ended_on:
        raise ValidationError(f"This plan ended on {words(plan.ended_on)}.")


def lock(plan: ChildInNeedPlan) -> ChildInNeedPlan:
    """The plan as it is now, held until the transaction ends."""
    rows = ChildInNeedPlan.objects.select_related("child", "episode").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=plan.pk)


def record(
    plan: ChildInNeedPlan, kind: str, summary: str, *, by: User, at: datetime | None, detail: str = "", **data: Any
) -> None:
    """Write what was done to a plan into the child's events."""
    record_event(
        kind=kind,
        summary=summary,
        by=by,
        child_id=plan.child_id,
        subject=("child_in_need_plan", plan.pk),
        at=at,
        detail=detail,
        **data,
    )
