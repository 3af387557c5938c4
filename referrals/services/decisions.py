"""The threshold decision: one for each child on a contact."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from casework.queries import open_episode_for
from referrals import codes, rules
from referrals.figures import figures_of
from referrals.models import ContactChild, EarlyHelpAssessment, Referral, ThresholdDecision
from referrals.policies import check_can_decide
from referrals.services.outcomes import tell_referrer
from staff.models import Agency, Team, User
from staff.queries import responsible_for
from staff.services import alert, give_to_team
from timescales.services import refresh_clocks


@transaction.atomic
def decide_contact(
    *,
    contact_child: ContactChild,
    outcome: str,
    reason: str,
    by: User,
    team: Team | None = None,
    agency: Agency | None = None,
    lead_practitioner: str = "",
    history_read: bool = False,
    told_to_referrer: str = "",
    at: datetime | None = None,
) -> ThresholdDecision:
    """Decide for one child, once, and open what the decision leads to; the one working day stops here.

    A referral waits for its team's manager; early help starts with the agency named; an open case's worker is told.
    Working Together to Safeguard Children, chapter 3: a decision within one working day of the referral.
    Raises PermissionDenied for one who may not decide; ValidationError by field, or when it is decided already.
    """
    at = at or timezone.now()
    row = (
        ContactChild.objects.select_for_update(of=("self",)).select_related("contact", "child").get(pk=contact_child.pk)
    )
    check_can_decide(by, row)
    _check(row, outcome, reason, team, agency, at)
    decision = ThresholdDecision.objects.create(
        contact_child=row,
        outcome=outcome,
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
        history_read=history_read,
        history_shown=figures_of(row.child, seen_by=by, before=at, leave_out=row.contact_id),
        told_to_referrer=told_to_referrer,
    )
    _write_down(decision, row, by, at)
    _open_what_follows(decision, row, team, agency, lead_practitioner, by, at)
    tell_referrer(decision, at)
    refresh_clocks([row.child_id])
    return decision


def _write_down(decision: ThresholdDecision, row: ContactChild, by: User, at: datetime) -> None:
    came_in = timezone.localtime(row.contact.received_at)
    record_event(
        kind="contact_decided",
        summary=f"Decision on the contact of {came_in:%-d %B %Y}: {decision.get_outcome_display()}",
        detail=decision.reason,
        by=by,
        child_id=row.child_id,
        subject=("contact", row.contact_id),
        at=at,
        outcome=decision.outcome,
        history_read=decision.history_read,
    )


def _check(
    row: ContactChild, outcome: str, reason: str, team: Team | None, agency: Agency | None, at: datetime
) -> None:
    errors: dict[str, str] = {}
    if not reason.strip():
        errors["reason"] = "Say why. The reason stands on the child's record."
    if at < row.contact.received_at:
        errors["outcome"] = "The decision cannot come before the contact."
    if outcome in rules.NEEDS_TEAM and team is None:
        errors["team"] = "Choose the team that takes the referral."
    if outcome in rules.NEEDS_AGENCY and agency is None:
        errors["agency"] = "Choose the agency that leads the early help."
    case = open_episode_for(row.child)
    if outcome in rules.NEEDS_TEAM and case is not None:
        errors["outcome"] = (
            f"{row.child.name} has had an open case since {case.referral_date:%-d %B %Y}. "
            "Choose “Passed to the worker of the open case”: a second referral cannot be opened."
        )
    if outcome in rules.NEEDS_TEAM and case is None and Referral.objects.waiting().filter(child=row.child).exists():
        errors["outcome"] = f"A referral of {row.child.name} waits to be accepted already. A second cannot be opened."
    if outcome == codes.ContactOutcome.OPEN_CASE and case is None:
        errors["outcome"] = f"{row.child.name} has no open case. Choose another outcome."
    if outcome in rules.NEEDS_AGENCY and EarlyHelpAssessment.objects.open().filter(child=row.child).exists():
        errors["outcome"] = (
            f"{row.child.name} has early help already. Choose information and advice, and tell its lead."
        )
    if errors:
        raise ValidationError(errors)


def _open_what_follows(
    decision: ThresholdDecision,
    row: ContactChild,
    team: Team | None,
    agency: Agency | None,
    lead_practitioner: str,
    by: User,
    at: datetime,
) -> None:
    if decision.outcome in rules.NEEDS_TEAM and team is not None:
        _open_referral(decision, row, team, by, at)
    elif decision.outcome in rules.NEEDS_AGENCY and agency is not None:
        EarlyHelpAssessment.objects.create(
            child=row.child,
            agency=agency,
            lead_practitioner=lead_practitioner or "To be named",
            started_on=timezone.localdate(at),
            consent_given_on=timezone.localdate(at) if row.contact.consent == codes.Consent.GIVEN else None,
            needs=row.contact.concern,
            from_decision=decision,
            recorded_by=by,
            recorded_at=at,
        )
    elif decision.outcome == codes.ContactOutcome.OPEN_CASE:
        _tell_the_worker(row, by, at)


def _open_referral(decision: ThresholdDecision, row: ContactChild, team: Team, by: User, at: datetime) -> None:
    referral = Referral.objects.create(
        child=row.child,
        threshold_decision=decision,
        received_on=timezone.localdate(row.contact.received_at),
        source=row.contact.source,
        team=team,
        strategy_discussion_wanted=decision.outcome == codes.ContactOutcome.STRATEGY_DISCUSSION,
    )
    give_to_team(child=row.child, team=team, by=by, at=at, tell_manager=False)
    text = f"A referral of {row.child.name} waits for {team.name}"
    if referral.strategy_discussion_wanted:
        text = f"A strategy discussion is wanted for {row.child.name}: {team.name} has the referral"
    told = [team.manager, team.service_manager if referral.strategy_discussion_wanted else None]
    for manager in {person for person in told if person}:
        alert(
            user=manager,
            kind="referral",
            text=text,
            url=f"/referrals/{referral.pk}/accept/",
            child_id=row.child_id,
            key=f"referral:{referral.pk}",
            at=at,
        )


def _tell_the_worker(row: ContactChild, by: User, at: datetime) -> None:
    line = responsible_for([row.child_id]).get(row.child_id)
    person = line and (line.worker or line.team_manager)
    if person:
        alert(
            user=person,
            kind="contact_on_open_case",
            text=f"A new contact about {row.child.name} has been passed to you",
            url=f"/contacts/{row.contact_id}/",
            child_id=row.child_id,
            key=f"contact:{row.contact_id}:{row.child_id}",
            at=at,
        )
