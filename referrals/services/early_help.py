"""Early help: written by whichever agency leads it, stepped up to a referral and down from a case."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from casework import services as casework
from casework.codes import ReasonForClosure, ReferralSource
from casework.models import NeedEpisode
from people.models import Child
from referrals.codes import Consent, ContactMethod, EarlyHelpEnd
from referrals.models import Contact, EarlyHelpAssessment
from referrals.services.contacts import record_contact
from staff.models import Agency, User
from staff.policies import check_may, check_may_for
from staff.roles import Permission
from timescales.services import refresh_clocks

WRITABLE = ("agency", "lead_practitioner", "consent_given_on", "needs", "strengths", "plan")


@transaction.atomic
def start_early_help(
    *,
    child: Child,
    agency: Agency,
    lead_practitioner: str,
    by: User,
    consent_given_on: date | None,
    started_on: date | None = None,
    needs: str = "",
    strengths: str = "",
    plan: str = "",
    stepped_down_from: NeedEpisode | None = None,
    at: datetime | None = None,
) -> EarlyHelpAssessment:
    """Record an early help assessment of an agency. Raises ValidationError by field; one is open at a time."""
    check_may(by, Permission.LOG_CONTACT)
    at = at or timezone.now()
    today = timezone.localdate(at)
    started_on = started_on or today
    errors = {}
    if started_on > today:
        errors["started_on"] = "The start cannot be in the future."
    if consent_given_on and consent_given_on > today:
        errors["consent_given_on"] = "The day the family agreed cannot be in the future."
    if not lead_practitioner.strip():
        errors["lead_practitioner"] = "Name the person who leads the help."
    if EarlyHelpAssessment.objects.open().filter(child=child).exists():
        errors["agency"] = f"{child.name} has early help already. Open that one."
    if errors:
        raise ValidationError(errors)
    row = EarlyHelpAssessment.objects.create(
        child=child,
        agency=agency,
        lead_practitioner=lead_practitioner.strip(),
        started_on=started_on,
        consent_given_on=consent_given_on,
        needs=needs,
        strengths=strengths,
        plan=plan,
        stepped_down_from=stepped_down_from,
        recorded_by=by,
        recorded_at=at,
    )
    _event(row, "early_help_started", f"Early help started, led by {agency}", by, at)
    refresh_clocks([child.pk])
    return row


@transaction.atomic
def save_early_help(
    *, early_help: EarlyHelpAssessment, by: User, version: int | None = None, at: datetime | None = None, **fields: Any
) -> EarlyHelpAssessment:
    """Write in an open early help assessment. Raises ValidationError when somebody saved it since `version`."""
    check_may(by, Permission.LOG_CONTACT)
    row = EarlyHelpAssessment.objects.select_for_update(of=("self",)).select_related("child").get(pk=early_help.pk)
    if row.closed_on:
        raise ValidationError("This early help has ended and can no longer be changed.")
    if version is not None and version != row.version:
        raise ValidationError("Somebody saved this while you were writing. Look at both, then save again.")
    for name in WRITABLE:
        if name in fields:
            setattr(row, name, fields[name])
    row.version += 1
    row.save()
    _event(row, "early_help_changed", "Early help assessment changed", by, at)
    return row


@transaction.atomic
def close_early_help(
    *,
    early_help: EarlyHelpAssessment,
    end: str,
    by: User,
    note: str = "",
    on: date | None = None,
    at: datetime | None = None,
) -> EarlyHelpAssessment:
    """End early help. Raises ValidationError for a day before its start or in the future."""
    check_may(by, Permission.LOG_CONTACT)
    today = timezone.localdate(at)
    on = on or today
    row = EarlyHelpAssessment.objects.select_for_update(of=("self",)).select_related("child").get(pk=early_help.pk)
    if row.closed_on:
        raise ValidationError("This early help has ended already.")
    if on < row.started_on or on > today:
        raise ValidationError({"closed_on": "The end cannot be before the start or in the future."})
    row.closed_on, row.end, row.end_note = on, end, note
    row.version += 1
    row.save()
    _event(row, "early_help_ended", f"Early help ended: {row.get_end_display().lower()}", by, at, note)
    refresh_clocks([row.child_id])
    return row


@transaction.atomic
def step_up(
    *, early_help: EarlyHelpAssessment, reason: str, urgency: str, by: User, at: datetime | None = None
) -> Contact:
    """Send early help up to the front door as a contact that carries all it knows, and end it.

    What the front door then decides, it decides as on any contact. Raises ValidationError on "reason".
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ValidationError({"reason": "Say what has changed."})
    contact = record_contact(
        by=by,
        source=ReferralSource.EARLY_HELP,
        concern=_all_it_knows(early_help, reason),
        consent=Consent.GIVEN if early_help.consent_given_on else Consent.NOT_YET_SOUGHT,
        urgency=urgency,
        children=[early_help.child],
        method=ContactMethod.FORM,
        agency=early_help.agency,
        referrer_name=early_help.lead_practitioner,
        referrer_may_be_named=True,
        at=at,
    )
    close_early_help(early_help=early_help, end=EarlyHelpEnd.STEPPED_UP, note=reason, by=by, at=at)
    EarlyHelpAssessment.objects.filter(pk=early_help.pk).update(stepped_up_to=contact.children.get())
    return contact


@transaction.atomic
def step_down(
    *,
    episode: NeedEpisode,
    agency: Agency,
    lead_practitioner: str,
    by: User,
    closure_reason: str = ReasonForClosure.AFTER_ASSESSMENT_EARLY_HELP,
    consent_given_on: date | None = None,
    note: str = "",
    closed_on: date | None = None,
    at: datetime | None = None,
) -> EarlyHelpAssessment:
    """Close a case and hand the family to early help with what the assessment and the plan already say."""
    at = at or timezone.now()
    check_may_for(by, Permission.CLOSE_CASE, episode.child)
    told = casework.what_is_known(episode)
    casework.close_case(
        episode=episode,
        closed_on=closed_on or timezone.localdate(at),
        reason=closure_reason,
        note=note,
        by=by,
        at=at,
    )
    return start_early_help(
        child=episode.child,
        agency=agency,
        lead_practitioner=lead_practitioner,
        consent_given_on=consent_given_on,
        by=by,
        needs=told.needs,
        plan=told.next_steps,
        stepped_down_from=episode,
        at=at,
    )


def _all_it_knows(early_help: EarlyHelpAssessment, reason: str) -> str:
    parts = [
        reason.strip(),
        f"Early help by {early_help.agency} since {early_help.started_on:%-d %B %Y}.",
        f"Needs: {early_help.needs}" if early_help.needs else "",
        f"Going well: {early_help.strengths}" if early_help.strengths else "",
        f"Plan: {early_help.plan}" if early_help.plan else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _event(row: EarlyHelpAssessment, kind: str, summary: str, by: User, at: datetime | None, detail: str = "") -> None:
    record_event(
        kind=kind,
        summary=summary,
        detail=detail,
        by=by,
        child_id=row.child_id,
        subject=("early_help", row.pk),
        at=at,
    )
