"""A conference is held: what it decided for each child begins, goes on or ends on its own day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from casework.rules.dates import words
from people.models import Child
from safeguarding.codes import ConferenceDecision, Participation, PlanEnd
from safeguarding.models import Conference, ConferenceChild, ConferenceInvitation
from safeguarding.policies import check_can_write
from safeguarding.rules.conference import check_decision, check_weekday, quorate
from safeguarding.services.booking import check_still_booked, children_of, lock
from safeguarding.services.plan import OutcomeWords, end_at_conference, keep_category, start_protection_plan
from safeguarding.services.telling import tell
from staff.models import User
from staff.roles import Permission
from timescales.services import refresh_clocks

NO_QUORUM = "Fewer came than the conference needs: social care and two more agencies. Say why it went ahead."


@dataclass(frozen=True)
class Result:
    """What a conference decided for one child, and how the child took part."""

    child: Child
    decision: str
    reason: str
    category: str = ""
    participation: str = ""
    child_views: str = ""
    family_views: str = ""
    dissent: str = ""
    end_reason: str = ""
    plan: Mapping[str, Any] = field(default_factory=dict)
    outcomes: Sequence[OutcomeWords] = ()


@transaction.atomic
def hold_conference(
    *,
    conference: Conference,
    held_on: date,
    results: Sequence[Result],
    came: Collection[ConferenceInvitation],
    discussion: str = "",
    why_not_quorate: str = "",
    by: User,
    at: datetime | None = None,
) -> Conference:
    """Record that it was held, with a decision for each of its children.

    A plan begins on the conference's own day (census rule 2885); a child in need plan ends on it (rule 4001). Quorum is
    children's social care and two agencies more; without it the reason is kept and nothing is stopped.
    Raises PermissionDenied, and ValidationError by field.
    """
    at = at or timezone.now()
    conference = lock(conference)
    children = children_of(conference)
    _check_may_record(by, conference, children)
    check_still_booked(conference)
    whole = quorate([one.agency for one in came])
    _check(conference, held_on, results, children, whole, why_not_quorate, timezone.localdate(at))
    conference.held_on, conference.quorate, conference.recorded_by = held_on, whole, by
    conference.why_not_quorate, conference.discussion = "" if whole else why_not_quorate.strip(), discussion.strip()
    conference.version += 1
    conference.save()
    conference.invitations.update(attended=False)
    conference.invitations.filter(pk__in=[one.pk for one in came]).update(attended=True)
    rows = {row.child_id: row for row in conference.children.select_related("child", "enquiry__episode", "transfer")}
    for result in results:
        _decide(conference, rows[result.child.pk], result, by, at)
    refresh_clocks(children, at=at)
    return conference


def _check_may_record(by: User, conference: Conference, children: Sequence[Child]) -> None:
    check_can_write(by, children)
    if by.pk != conference.chair_id and not by.may(Permission.CHAIR):
        raise PermissionDenied("The chair records what the conference decided.")


def _check(
    conference: Conference,
    held_on: date,
    results: Sequence[Result],
    children: Sequence[Child],
    whole: bool,
    why_not_quorate: str,
    today: date,
) -> None:
    if held_on > today:
        raise ValidationError({"held_on": "The conference must have been held."})
    check_weekday("held_on", held_on)
    if {one.child.pk for one in results} != {child.pk for child in children} or len(results) != len(children):
        raise ValidationError({"children": "Each child has a decision of its own. Say what was decided for every one."})
    if not whole and not why_not_quorate.strip():
        raise ValidationError({"why_not_quorate": NO_QUORUM})
    for one in results:
        check_decision(conference.kind, one.child.name, one.decision, one.category, one.reason, one.end_reason)
        if one.participation and one.participation not in Participation.values:
            raise ValidationError({"children": f"Select how {one.child.name} took part."})
    for row in conference.children.select_related("enquiry__discussion", "child"):
        _check_after_enquiry(row, held_on)


def _check_after_enquiry(row: ConferenceChild, held_on: date) -> None:
    if row.enquiry is None:
        return
    began = timezone.localdate(row.enquiry.discussion.held_at)
    if held_on < began:
        raise ValidationError(
            {"held_on": f"{row.child.name}’s enquiry began on {words(began)}. The conference cannot be before that."}
        )


def _decide(conference: Conference, row: ConferenceChild, result: Result, by: User, at: datetime) -> None:
    row.decision, row.category, row.reason = result.decision, result.category, result.reason.strip()
    row.participation, row.dissent = result.participation, result.dissent.strip()
    row.child_views, row.family_views = result.child_views.strip(), result.family_views.strip()
    row.save()
    decided = ConferenceDecision(result.decision).label
    kind = conference.get_kind_display()
    summary = f"{kind} held: {decided[0].lower()}{decided[1:]}"
    if row.category:
        summary += f", {row.get_category_display().lower()}"
    tell(
        row.child_id,
        "conference_held",
        summary,
        subject=("conference", conference.pk),
        by=by,
        at=at,
        detail=row.reason,
        held_on=conference.held_on.isoformat() if conference.held_on else "",
        decision=result.decision,
    )
    if result.decision == ConferenceDecision.PLAN:
        start_protection_plan(conference=conference, row=row, result=result, by=by, at=at)
    elif result.decision == ConferenceDecision.CONTINUE:
        keep_category(child=row.child, category=result.category, by=by, at=at)
    elif result.decision == ConferenceDecision.END:
        end_at_conference(conference=conference, child=row.child, reason=PlanEnd(result.end_reason), by=by, at=at)


@transaction.atomic
def correct_conference_day(
    *, conference: Conference, held_on: date, because: str, by: User, at: datetime | None = None
) -> Conference:
    """It was held on another day. A plan that began with it begins on that day, and every clock follows."""
    at = at or timezone.now()
    conference = lock(conference)
    children = children_of(conference)
    _check_may_record(by, conference, children)
    if conference.held_on is None:
        raise ValidationError({"held_on": "This conference has not been held yet."})
    if not because.strip():
        raise ValidationError({"because": "Say why the day is corrected."})
    if held_on > timezone.localdate(at):
        raise ValidationError({"held_on": "The conference must have been held."})
    check_weekday("held_on", held_on)
    for row in conference.children.select_related("enquiry__discussion", "child"):
        _check_after_enquiry(row, held_on)
    before, conference.held_on = conference.held_on, held_on
    conference.version += 1
    conference.save(update_fields=["held_on", "version"])  # the database moves the plans' start with it
    for child in children:
        tell(
            child.pk,
            "conference_corrected",
            f"{conference.get_kind_display()} corrected: held on {words(held_on)}, not {words(before)}",
            subject=("conference", conference.pk),
            by=by,
            at=at,
            detail=because,
        )
    refresh_clocks(children, at=at)
    return conference
