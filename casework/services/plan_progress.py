"""What becomes of a child in need plan: actions done, outcomes reached, reviews held."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from casework.codes import ReviewDecision
from casework.models import ChildInNeedPlan, PlanAction, PlanOutcome, PlanReview
from casework.policies import check_can_write_for
from casework.rules.dates import words
from casework.rules.plan import check_actions, check_done, check_review
from casework.services.plan import Action, check_open, finish, lock, record, write_outcomes
from staff.models import User
from timescales.services import refresh_clocks


@transaction.atomic
def add_outcome(
    *, plan: ChildInNeedPlan, text: str, actions: list[Action], by: User, at: datetime | None = None
) -> PlanOutcome:
    """One more thing that will be different for the child."""
    plan = _open_for_writing(plan, by)
    check_actions([(text, actions)], plan.started_on)
    outcome = write_outcomes(plan, [(text, actions)])[0]
    record(plan, "plan_outcome_added", f"Added to the plan: {outcome.text}", by=by, at=at)
    return outcome


@transaction.atomic
def add_actions(
    *, outcome: PlanOutcome, actions: list[Action], by: User, at: datetime | None = None
) -> list[PlanAction]:
    """More to do for an outcome of the plan."""
    plan = _open_for_writing(outcome.plan, by)
    if not actions:
        raise ValidationError({"actions": "Say what will be done."})
    check_actions([(outcome.text, actions)], plan.started_on)
    rows = PlanAction.objects.bulk_create(
        PlanAction(outcome=outcome, text=text.strip(), owner=owner.strip(), due_on=due_on)
        for text, owner, due_on in actions
    )
    record(plan, "plan_actions_added", f"Added to the plan: {'; '.join(row.text for row in rows)}", by=by, at=at)
    return rows


@transaction.atomic
def complete_action(*, action: PlanAction, done_on: date, by: User, at: datetime | None = None) -> PlanAction:
    """An action is done. A second time changes nothing."""
    at = at or timezone.now()
    plan = _open_for_writing(action.outcome.plan, by)
    action = PlanAction.objects.select_for_update(no_key=True).get(pk=action.pk)
    if action.done_on:
        return action
    check_done(done_on, plan.started_on, timezone.localdate(at))
    action.done_on = done_on
    action.save(update_fields=["done_on"])
    record(plan, "plan_action_done", f"Done: {action.text}", by=by, at=at, done_on=done_on.isoformat())
    return action


@transaction.atomic
def reach_outcome(*, outcome: PlanOutcome, on: date, by: User, at: datetime | None = None) -> PlanOutcome:
    """What was to be different is different. A second time changes nothing."""
    at = at or timezone.now()
    plan = _open_for_writing(outcome.plan, by)
    outcome = PlanOutcome.objects.select_for_update(no_key=True).get(pk=outcome.pk)
    if outcome.reached_on:
        return outcome
    check_done(on, plan.started_on, timezone.localdate(at))
    outcome.reached_on = on
    outcome.save(update_fields=["reached_on"])
    record(plan, "plan_outcome_reached", f"Reached: {outcome.text}", by=by, at=at, reached_on=on.isoformat())
    return outcome


@transaction.atomic
def record_plan_review(
    *,
    plan: ChildInNeedPlan,
    held_on: date,
    present: str,
    child_views: str,
    progress: str,
    decision: str,
    by: User,
    at: datetime | None = None,
) -> PlanReview:
    """Record a review that was held; the next one counts from it. A review that decides so ends the plan that day.

    Raises ValidationError by field, also for a second review on one day.
    """
    at = at or timezone.now()
    plan = _open_for_writing(plan, by)
    check_review(held_on, plan.started_on, timezone.localdate(at))
    if decision not in ReviewDecision.values:
        raise ValidationError({"decision": "Select what the review decided."})
    if not progress.strip():
        raise ValidationError({"progress": "Say what has changed since the plan began or was last reviewed."})
    if plan.reviews.filter(held_on=held_on).exists():
        raise ValidationError({"held_on": f"A review of {words(held_on)} is already recorded."})
    review = PlanReview.objects.create(
        plan=plan,
        held_on=held_on,
        present=present.strip(),
        child_views=child_views.strip(),
        progress=progress.strip(),
        decision=decision,
        recorded_by=by,
        recorded_at=at,
    )
    decided = ReviewDecision(decision).label.lower()
    record(plan, "plan_reviewed", f"Child in need plan reviewed: {decided}", by=by, at=at, detail=review.progress)
    if decision == ReviewDecision.END:
        finish(
            plan=plan, on=held_on, because=f"The review of {words(held_on)} decided that the plan ends.", by=by, at=at
        )
    refresh_clocks(plan.child, at=at)
    return review


def _open_for_writing(plan: ChildInNeedPlan, by: User) -> ChildInNeedPlan:
    plan = lock(plan)
    check_can_write_for(by, [plan.child])
    check_open(plan)
    return plan
