"""The front door's clocks, worked out from its rows. Each source takes many children at once."""

from collections.abc import Collection

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from referrals.models import ContactChild, EarlyHelpAssessment, PartnerCheck, Referral, UrgencyChange
from staff.queries import Responsible, front_door_line
from timescales.fact_queries import Children, FactQuery, among, facts_of
from timescales.sources import register_clock_queries
from ui.addresses import numbered


def decision_facts(children: Children) -> list[FactQuery]:
    """One working day from the contact to the decision for each child on it."""
    rows = ContactChild.objects.filter(among(children))
    return [facts_of(rows, "referral.decision", started_at="contact__received_at", stopped_at="decision__decided_at")]


def check_facts(children: Children) -> list[FactQuery]:
    """A partner's answer, by the colour of the contact. The clock hangs on the contact's first child.

    The colour is the one the contact had when the check was asked: a later change does not move what was asked for.
    """
    asked = PartnerCheck.objects.all()
    if children is not None:
        asked = asked.filter(contact__in=ContactChild.objects.filter(among(children)).values("contact"))
    on_contact = ContactChild.objects.one_a_child().filter(contact=OuterRef("contact"))
    colours = UrgencyChange.objects.filter(contact=OuterRef("contact"), at__lte=OuterRef("asked_at"))
    rows = asked.annotate(
        first_child_id=Subquery(on_contact.order_by("pk").values("child")[:1]),
        colour_then=Subquery(colours.order_by("-at", "-pk").values("urgency")[:1]),
    )
    return [
        facts_of(
            rows.filter(among(children, "first_child_id")),
            "mash.check",
            child_id="first_child_id",
            started_at="asked_at",
            stopped_at="answered_at",
            variant=Coalesce("colour_then", "contact__urgency"),
        )
    ]


def waiting_referral_facts(children: Children) -> list[FactQuery]:
    """The 45 working days run from the referral, also while nobody has accepted it yet.

    Once it is accepted the assessment carries the same clock from the same day.
    """
    return [facts_of(Referral.objects.waiting().filter(among(children)), "assessment", started_at="received_on")]


def early_help_facts(children: Children) -> list[FactQuery]:
    """Early help is looked at again every three months."""
    return [
        facts_of(
            EarlyHelpAssessment.objects.filter(among(children)),
            "earlyhelp.review",
            started_at="started_on",
            stopped_at="closed_on",
            lapsed=Q(closed_on__isnull=False),
        )
    ]


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
    register_clock_queries(
        "contact_child",
        decision_facts,
        act_url=lambda clock: numbered("contact-decide", clock.subject_id),
        responsible=_front_door,
    )
    register_clock_queries(
        "partner_check",
        check_facts,
        act_url=lambda clock: numbered("check-answer", clock.subject_id),
        responsible=_front_door,
    )
    register_clock_queries(
        "referral", waiting_referral_facts, act_url=lambda clock: numbered("referral-accept", clock.subject_id)
    )
    register_clock_queries(
        "early_help",
        early_help_facts,
        act_url=lambda clock: numbered("early-help", clock.subject_id),
        responsible=_recorder,
    )
