"""How this room's rows come together when two records become one: one open enquiry, one plan at a time.

The survivor's own stands. What cannot be true beside it stays as it was written, under the number of the absorbed
record, and is named beforehand; an open plan ends, saying why, so that no plan is open on a record that is no more.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from casework.rules.dates import words
from people.merging import Look, Merging, register_rule
from people.models import Person
from safeguarding.codes import PlanEnd
from safeguarding.models import (
    ChildProtectionPlan,
    ConferenceChild,
    ImmediateProtection,
    Interview,
    Section47Enquiry,
    StrategyDiscussionChild,
    TransferIn,
)


def register() -> None:
    register_rule(
        StrategyDiscussionChild,
        "child_id",
        "strategy discussions",
        settle=_stays_twice(StrategyDiscussionChild, "discussion_id"),
        words=lambda row: f"{row.discussion}: {row.get_enquiry_display().lower()}",
        event=("strategy_discussion", "discussion_id"),
        related=("discussion",),
    )
    register_rule(
        ImmediateProtection,
        "child_id",
        "times of immediate protection",
        settle=settle_immediate,
        words=lambda row: f"{row} from {words(row.began_at)}",
        event=("immediate_protection", "id"),
    )
    register_rule(
        Section47Enquiry,
        "child_id",
        "section 47 enquiries",
        settle=settle_enquiries,
        look=look_at_enquiries,
        event=("section47_enquiry", "id"),
        related=("discussion",),
    )
    register_rule(Interview, "child_id", "interviews", words=_interview_words, event=("interview", "id"))
    register_rule(TransferIn, "child_id", "notices of a move", event=("transfer_in", "id"))
    register_rule(
        ConferenceChild,
        "child_id",
        "conferences",
        settle=_stays_twice(ConferenceChild, "conference_id"),
        words=lambda row: str(row.conference),
        event=("conference", "conference_id"),
        related=("conference",),
    )
    register_rule(
        ChildProtectionPlan,
        "child_id",
        "protection plans",
        settle=settle_plans,
        look=look_at_plans,
        words=lambda row: f"Child protection plan since {words(row.started_on)}",
        event=("protection_plan", "id"),
    )


def _interview_words(row: Interview) -> str:
    moment = row.held_at or row.planned_for
    return f"{row} with {row.by_whom}, {words(moment) if moment else 'no day'}"


def _stays_twice(model: Any, column: str) -> Callable[[Merging], None]:
    """Both records at one sitting: what was decided for the absorbed one stays with its number."""

    def settle(merging: Merging) -> None:
        mine = set(model.objects.filter(child=merging.survivor.pk).values_list(column, flat=True))
        for row in model.objects.filter(child=merging.absorbed.pk, **{f"{column}__in": mine}):
            merging.stay(row)

    return settle


def settle_immediate(merging: Merging) -> None:
    running = ImmediateProtection.objects.running()
    mine = set(running.filter(child=merging.survivor.pk).values_list("power", flat=True))
    for row in running.filter(child=merging.absorbed.pk, power__in=mine):
        merging.stay(row)


def look_at_enquiries(survivor: Person, absorbed: Person) -> Look:
    both = Section47Enquiry.objects.open().filter(child__in=[survivor.pk, absorbed.pk])
    if both.values("child").distinct().count() < 2:
        return Look()
    return Look(warnings=("Both records have an open section 47 enquiry. The one of the record that stays goes on.",))


def settle_enquiries(merging: Merging) -> None:
    mine = Section47Enquiry.objects.filter(child=merging.survivor.pk)
    discussions = set(mine.values_list("discussion", flat=True))
    has_open = mine.open().exists()
    for row in Section47Enquiry.objects.filter(child=merging.absorbed.pk):
        if row.discussion_id in discussions or (has_open and row.authorised_at is None):
            merging.stay(row)


def look_at_plans(survivor: Person, absorbed: Person) -> Look:
    both = ChildProtectionPlan.objects.open().filter(child__in=[survivor.pk, absorbed.pk])
    if both.values("child").distinct().count() < 2:
        return Look()
    return Look(
        warnings=("Both records have an open child protection plan. The one of the record that stays goes on.",)
    )


def settle_plans(merging: Merging) -> None:
    """One plan at a time (census rules 8935, 8940): the absorbed record's stays with its number, and ends if open."""
    mine = list(ChildProtectionPlan.objects.filter(child=merging.survivor.pk))
    for row in ChildProtectionPlan.objects.filter(child=merging.absorbed.pk):
        rival = next((one for one in mine if _overlap(one, row)), None)
        if rival is None:
            continue
        merging.stay(row)
        if row.ended_on is None:
            merging.change(
                row,
                ended_on=max(merging.day, row.started_on + timedelta(days=1)),
                end_reason=PlanEnd.RECORDED_TWICE,
                end_note=f"Two records were merged. The plan of {words(rival.started_on)} goes on.",
                version=row.version + 1,
            )


def _overlap(one: ChildProtectionPlan, other: ChildProtectionPlan) -> bool:
    begins = max(one.started_on, other.started_on)
    return begins < min(one.ended_on or date.max, other.ended_on or date.max)
