"""The front door's clocks, worked out from its rows. Each source takes many children at once."""

from collections.abc import Collection, Iterable

from django.db.models import Prefetch
from django.urls import reverse

from referrals.models import ContactChild, EarlyHelpAssessment, PartnerCheck, Referral
from staff.queries import Responsible, front_door_line
from timescales.sources import ClockFact, register_clock_source


def decision_facts(child_ids: Collection[int]) -> Iterable[ClockFact]:
    """One working day from the contact to the decision for each child on it."""
    rows = ContactChild.objects.filter(child_id__in=child_ids).values_list(
        "pk", "child_id", "contact__received_at", "decision__decided_at"
    )
    for pk, child_id, received_at, decided_at in rows:
        yield ClockFact("referral.decision", child_id, "contact_child", pk, received_at, stopped_at=decided_at)


def check_facts(child_ids: Collection[int]) -> Iterable[ClockFact]:
    """A partner's answer, by the colour of the contact. The clock hangs on the contact's first child.

    The colour is the one the contact had when the check was asked: a later change does not move what was asked for.
    """
    rows = PartnerCheck.objects.filter(contact__children__child_id__in=child_ids).prefetch_related(
        Prefetch("contact__children", ContactChild.objects.one_a_child()), "contact__urgency_changes"
    )
    for check in rows.select_related("contact").distinct():
        first = min(check.contact.children.all(), key=lambda row: row.pk)
        if first.child_id in child_ids:
            colour = [one.urgency for one in check.contact.urgency_changes.all() if one.at <= check.asked_at]
            yield ClockFact(
                "mash.check",
                first.child_id,
                "partner_check",
                check.pk,
                check.asked_at,
                stopped_at=check.answered_at,
                variant=colour[-1] if colour else check.contact.urgency,
            )


def waiting_referral_facts(child_ids: Collection[int]) -> Iterable[ClockFact]:
    """The 45 working days run from the referral, also while nobody has accepted it yet.

    Once it is accepted the assessment carries the same clock from the same day.
    """
    for referral in Referral.objects.waiting().filter(child_id__in=child_ids):
        yield ClockFact("assessment", referral.child_id, "referral", referral.pk, referral.received_on)


def early_help_facts(child_ids: Collection[int]) -> Iterable[ClockFact]:
    """Early help is looked at again every three months."""
    for row in EarlyHelpAssessment.objects.filter(child_id__in=child_ids):
        yield ClockFact(
            "earlyhelp.review",
            row.child_id,
            "early_help",
            row.pk,
            row.started_on,
            stopped_at=row.closed_on,
            lapsed=row.closed_on is not None,
        )


def _front_door(subject_ids: Collection[int]) -> dict[int, Responsible]:
    line = front_door_line()
    return dict.fromkeys(subject_ids, line)


def _recorder(subject_ids: Collection[int]) -> dict[int, Responsible]:
    rows = EarlyHelpAssessment.objects.filter(pk__in=subject_ids).select_related(
        "recorded_by__team__manager", "recorded_by__team__service_manager"
    )
    return {row.pk: _line_above(row) for row in rows}


def _line_above(row: EarlyHelpAssessment) -> Responsible:
    team = row.recorded_by.team
    return Responsible(row.recorded_by, team.manager if team else None, team.service_manager if team else None, team)


def register() -> None:
    """Called once when the room is loaded."""
    register_clock_source(
        "contact_child",
        decision_facts,
        act_url=lambda clock: reverse("contact-decide", args=[clock.subject_id]),
        responsible=_front_door,
    )
    register_clock_source(
        "partner_check",
        check_facts,
        act_url=lambda clock: reverse("check-answer", args=[clock.subject_id]),
        responsible=_front_door,
    )
    register_clock_source(
        "referral", waiting_referral_facts, act_url=lambda clock: reverse("referral-accept", args=[clock.subject_id])
    )
    register_clock_source(
        "early_help",
        early_help_facts,
        act_url=lambda clock: reverse("early-help", args=[clock.subject_id]),
        responsible=_recorder,
    )
