"""Asking partners what they know, and keeping what they said."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from referrals.models import Contact, PartnerCheck
from referrals.policies import contacts_visible_to
from staff.models import Agency, User
from staff.policies import check_may
from staff.roles import Permission
from timescales.queries import due_date
from timescales.services import refresh_clocks


@transaction.atomic
def ask_check(
    *,
    contact: Contact,
    agency: Agency,
    lawful_basis: str,
    by: User,
    question: str = "",
    at: datetime | None = None,
) -> PartnerCheck:
    """Ask one partner. Its answer is due by the colour of the contact.

    Raises ValidationError on "agency" while an earlier question to the same partner is open.
    """
    check_may(by, Permission.ASK_CHECKS)
    at = at or timezone.now()
    contact = contacts_visible_to(by).select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.checks.filter(agency=agency, answered_at__isnull=True).exists():
        raise ValidationError({"agency": f"{agency} has been asked already and has not answered yet."})
    check = PartnerCheck.objects.create(
        contact=contact,
        agency=agency,
        lawful_basis=lawful_basis,
        question=question,
        asked_by=by,
        asked_at=at,
        due_at=due_date("mash.check", at, variant=contact.urgency).due_at,
    )
    _tell(check, "check_asked", f"Asked {agency} what they know", question, by, at)
    return check


@transaction.atomic
def answer_check(
    *,
    check: PartnerCheck,
    answer_kind: str,
    shared_by: str,
    by: User,
    answer: str = "",
    at: datetime | None = None,
) -> PartnerCheck:
    """Keep what a partner answered and who shared it. Raises ValidationError when it was answered before."""
    check_may(by, Permission.ASK_CHECKS)
    at = at or timezone.now()
    check = PartnerCheck.objects.select_for_update(of=("self",)).select_related("agency", "contact").get(pk=check.pk)
    if check.answered_at:
        raise ValidationError(f"{check.agency} has answered this already. Nothing was changed.")
    errors = {}
    if not shared_by.strip():
        errors["shared_by"] = "Give the name of the person who shared this."
    if answer_kind == "information" and not answer.strip():
        errors["answer"] = "Write what was shared."
    if errors:
        raise ValidationError(errors)
    check.answered_at, check.answer_kind, check.answer = at, answer_kind, answer.strip()
    check.shared_by, check.recorded_by = shared_by.strip(), by
    check.save(update_fields=["answered_at", "answer_kind", "answer", "shared_by", "recorded_by"])
    _tell(check, "check_answered", f"{check.agency}: {check.get_answer_kind_display().lower()}", answer, by, at)
    return check


def _tell(check: PartnerCheck, kind: str, summary: str, detail: str, by: User, at: datetime) -> None:
    child_ids = list(check.contact.children.values_list("child_id", flat=True))
    for child_id in child_ids:
        record_event(
            kind=kind, summary=summary, detail=detail, by=by, child_id=child_id, subject=("check", check.pk), at=at
        )
    refresh_clocks(child_ids)
