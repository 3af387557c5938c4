"""The child protection plan: begun and ended by conferences, carried out in between."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from casework.models import NeedEpisode
from casework.queries import open_episode_for, plan_of
from casework.rules.dates import words
from casework.rules.plan import check_actions, check_done
from casework.services import plan as in_need_plans
from casework.services.plan import finish
from people.models import Child
from safeguarding.codes import CategoryOfAbuse, PlanEnd
from safeguarding.models import (
    ChildProtectionPlan,
    Conference,
    ConferenceChild,
    CoreGroup,
    CoreGroupPlan,
    ProtectionAction,
    ProtectionOutcome,
)
from safeguarding.policies import check_can_write
from safeguarding.rules.plan import check_end, check_end_without_conference
from safeguarding.services.telling import tell
from staff.models import User
from timescales.services import refresh_clocks

if TYPE_CHECKING:
    from safeguarding.services.conference import Result

# What is to be done, by whom, until when; and what will be different, with the actions that lead there.
ActionWords = tuple[str, str, date | None]
OutcomeWords = tuple[str, Sequence[ActionWords]]
PARTS = ("lead_practitioner", "lead_practitioner_name", "concerns", "contingency")


def start_protection_plan(
    *, conference: Conference, row: ConferenceChild, result: "Result", by: User, at: datetime
) -> ChildProtectionPlan:
    """The conference decided on a plan: it begins that day. For `hold_conference`, within its transaction.

    Raises ValidationError on "children" where the child has no open case, or a plan already.
    """
    child = row.child
    assert conference.held_on
    episode = _episode_for(row)
    held = NeedEpisode.objects.select_for_update(no_key=True).get(pk=episode.pk)
    if ChildProtectionPlan.objects.open().filter(child=child).exists():
        raise ValidationError({"children": f"{child.name} is on a child protection plan already."})
    parts = {name: value for name, value in result.plan.items() if name in (*PARTS, "previous_plans")}
    known = ChildProtectionPlan.objects.filter(child=child).count()
    parts["previous_plans"] = max(known, parts.get("previous_plans") or 0)
    check_actions([(text, list(actions)) for text, actions in result.outcomes], conference.held_on)
    plan = ChildProtectionPlan.objects.create(
        episode=held,
        child=child,
        conference=conference,
        started_on=conference.held_on,
        initial_category=row.category,
        category=row.category,
        made_before_birth=child.date_of_birth is None and child.expected_date_of_birth is not None,
        **parts,
    )
    _write_outcomes(plan, result.outcomes)
    in_need = plan_of(child)
    if in_need and not in_need.ended_on:
        because = "A child protection plan takes its place."
        finish(plan=in_need_plans.lock(in_need), on=conference.held_on, because=because, by=by, at=at)
    category = CategoryOfAbuse(row.category).label.lower()
    _tell(plan, "protection_plan_started", f"Child protection plan started: {category}", by, at)
    return plan


def _episode_for(row: ConferenceChild) -> NeedEpisode:
    episode = row.enquiry.episode if row.enquiry else open_episode_for(row.child)
    if episode is None or episode.closed_on:
        raise ValidationError({"children": f"{row.child.name} has no open case. A plan belongs to a case."})
    return episode


def keep_category(*, child: Child, category: str, by: User, at: datetime) -> None:
    """The plan goes on: the category now is the one that the review decided."""
    plan = _open_plan(child)
    if plan.category != category:
        before, plan.category = plan.get_category_display(), category
        plan.version += 1
        plan.save(update_fields=["category", "version"])
        summary = f"Category changed from {before.lower()} to {plan.get_category_display().lower()}"
        _tell(plan, "protection_category_changed", summary, by, at)


def end_at_conference(*, conference: Conference, child: Child, reason: PlanEnd, by: User, at: datetime) -> None:
    """The review decided that the plan ends: on the conference's day."""
    plan = _open_plan(child)
    assert conference.held_on
    check_end(conference.held_on, plan.started_on, None, timezone.localdate(at))
    plan.ended_by_conference = conference
    _finish(plan, conference.held_on, reason, "", by, at)


@transaction.atomic
def end_protection_plan(
    *, plan: ChildProtectionPlan, on: date, reason: str, note: str, by: User, at: datetime | None = None
) -> ChildProtectionPlan:
    """Without a conference of our own: another authority held its own, the child turned 18, or died."""
    at = at or timezone.now()
    plan = lock(plan)
    check_can_write(by, [plan.child])
    _check_open(plan)
    check_end_without_conference(reason, note)
    check_end(on, plan.started_on, None, timezone.localdate(at))
    _finish(plan, on, PlanEnd(reason), note, by, at)
    refresh_clocks(plan.child, at=at)
    return plan


def _finish(plan: ChildProtectionPlan, on: date, reason: PlanEnd, note: str, by: User, at: datetime) -> None:
    plan.ended_on, plan.end_reason, plan.end_note = on, reason, note.strip()
    plan.version += 1
    plan.save(update_fields=["ended_on", "end_reason", "end_note", "ended_by_conference", "version"])
    label = reason.label
    summary = f"Child protection plan ended on {words(on)}: {label[0].lower()}{label[1:]}"
    _tell(plan, "protection_plan_ended", summary, by, at, detail=note, reason=str(reason))


@transaction.atomic
def change_protection_plan(
    *, plan: ChildProtectionPlan, version: int | None = None, by: User, at: datetime | None = None, **fields: Any
) -> ChildProtectionPlan:
    """Change its words, or who leads: a lead practitioner is a role, and need not be a social worker."""
    at = at or timezone.now()
    plan = lock(plan)
    check_can_write(by, [plan.child])
    _check_open(plan)
    if version is not None and version != plan.version:
        raise ValidationError("Somebody saved this plan while you were writing. Look at what they wrote first.")
    if unknown := set(fields).difference(PARTS):
        raise TypeError(f"A protection plan has no such part: {', '.join(sorted(unknown))}")
    changed = [name for name, value in fields.items() if getattr(plan, name) != value]
    for name in changed:
        setattr(plan, name, fields[name])
    if changed:
        plan.version += 1
        plan.save(update_fields=[*changed, "version"])
        _tell(plan, "protection_plan_changed", "Child protection plan changed", by, at, fields=changed)
    return plan


@transaction.atomic
def add_protection_outcome(
    *, plan: ChildProtectionPlan, text: str, actions: Sequence[ActionWords], by: User, at: datetime | None = None
) -> ProtectionOutcome:
    """One more thing that will be different for the child, with what leads there."""
    at = at or timezone.now()
    plan = lock(plan)
    check_can_write(by, [plan.child])
    _check_open(plan)
    check_actions([(text, list(actions))], plan.started_on)
    outcome = _write_outcomes(plan, [(text, actions)])[0]
    _tell(plan, "protection_outcome_added", f"Added to the protection plan: {outcome.text}", by, at)
    return outcome


@transaction.atomic
def complete_protection_action(
    *, action: ProtectionAction, done_on: date, by: User, at: datetime | None = None
) -> ProtectionAction:
    """An action is done. A second time changes nothing."""
    at = at or timezone.now()
    plan = lock(action.outcome.plan)
    check_can_write(by, [plan.child])
    action = ProtectionAction.objects.select_for_update(no_key=True).get(pk=action.pk)
    if action.done_on:
        return action
    check_done(done_on, plan.started_on, timezone.localdate(at))
    action.done_on = done_on
    action.save(update_fields=["done_on"])
    _tell(plan, "protection_action_done", f"Done: {action.text}", by, at)
    return action


@transaction.atomic
def record_core_group(
    *,
    plans: Sequence[ChildProtectionPlan],
    held_on: date,
    present: str,
    progress: str,
    by: User,
    at: datetime | None = None,
) -> CoreGroup:
    """A core group met, about one plan or those of brothers and sisters. The next one counts from it."""
    at = at or timezone.now()
    rows = [lock(plan) for plan in sorted(plans, key=lambda one: one.pk)]
    check_can_write(by, [plan.child for plan in rows])
    for plan in rows:
        _check_open(plan)
        if held_on <= plan.started_on:
            began = words(plan.started_on)
            raise ValidationError({"held_on": f"The plan began on {began}. The first core group is after that day."})
    if held_on > timezone.localdate(at):
        raise ValidationError({"held_on": "The day must be today or earlier."})
    if not progress.strip():
        raise ValidationError({"progress": "Say what has changed, and what comes next."})
    group = CoreGroup.objects.create(
        held_on=held_on, present=present.strip(), progress=progress.strip(), recorded_by=by, recorded_at=at
    )
    CoreGroupPlan.objects.bulk_create(CoreGroupPlan(core_group=group, plan=plan) for plan in rows)
    for plan in rows:
        _tell(plan, "core_group_held", f"Core group held on {words(held_on)}", by, at, detail=group.progress)
    refresh_clocks([plan.child for plan in rows], at=at)
    return group


def _write_outcomes(plan: ChildProtectionPlan, outcomes: Sequence[OutcomeWords]) -> list[ProtectionOutcome]:
    rows = ProtectionOutcome.objects.bulk_create(
        ProtectionOutcome(plan=plan, text=text.strip()) for text, _ in outcomes
    )
    ProtectionAction.objects.bulk_create(
        ProtectionAction(outcome=row, text=text.strip(), owner=owner.strip(), due_on=due_on)
        for row, (_, actions) in zip(rows, outcomes, strict=True)
        for text, owner, due_on in actions
    )
    return rows


def _open_plan(child: Child) -> ChildProtectionPlan:
    rows = ChildProtectionPlan.objects.open().select_related("child").select_for_update(of=("self",), no_key=True)
    plan = rows.filter(child=child).first()
    if plan is None:
        raise ValidationError({"children": f"{child.name} is not on a child protection plan."})
    return plan


def lock(plan: ChildProtectionPlan) -> ChildProtectionPlan:
    """The plan as it is now, held until the transaction ends."""
    rows = ChildProtectionPlan.objects.select_related("child", "episode").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=plan.pk)


def _check_open(plan: ChildProtectionPlan) -> None:
    if plan.ended_on:
        raise ValidationError(f"This plan ended on {words(plan.ended_on)}.")


def _tell(
    plan: ChildProtectionPlan, kind: str, summary: str, by: User, at: datetime, detail: str = "", **data: Any
) -> None:
    tell(plan.child_id, kind, summary, subject=("protection_plan", plan.pk), by=by, at=at, detail=detail, **data)
