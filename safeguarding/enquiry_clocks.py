"""From the strategy discussion to the initial conference; police protection and emergency orders; reports."""

from collections.abc import Collection, Iterator

from django.db.models import Min
from django.utils import timezone

from safeguarding.codes import ConferenceKind, ProtectionPower
from safeguarding.models import ConferenceChild, ConferenceInvitation, ImmediateProtection, Section47Enquiry, TransferIn
from timescales.facts import ClockFact

HELD = Min("conferences__conference__held_on")


def conference_facts(child_ids: Collection[int]) -> Iterator[ClockFact]:
    """15 working days from the discussion that started the enquiry to the initial conference.

    It runs while the enquiry goes on, so that it is seen in time, and lapses where no conference is needed.
    """
    rows = Section47Enquiry.objects.filter(child_id__in=child_ids).annotate(held_on=HELD)
    for row in rows.select_related("discussion"):
        none_needed = row.authorised_at is not None and not row.needs_conference and row.held_on is None
        yield ClockFact(
            "icpc",
            row.child_id,
            "section47_enquiry",
            row.pk,
            started_at=row.discussion.held_at,
            stopped_at=row.authorised_at if none_needed else row.held_on,
            lapsed=none_needed,
        )


def transfer_facts(child_ids: Collection[int]) -> Iterator[ClockFact]:
    """15 working days from the other authority's written notice."""
    for row in TransferIn.objects.filter(child_id__in=child_ids).annotate(held_on=HELD):
        withdrawn = row.held_on is None and row.withdrawn_on is not None
        yield ClockFact(
            "icpc.transfer_in",
            row.child_id,
            "transfer_in",
            row.pk,
            started_at=row.notice_received_on,
            stopped_at=row.withdrawn_on if withdrawn else row.held_on,
            lapsed=withdrawn,
        )


def immediate_facts(child_ids: Collection[int]) -> Iterator[ClockFact]:
    """72 hours of police protection; 8 days of an emergency protection order, 15 once it was extended."""
    for row in ImmediateProtection.objects.filter(child_id__in=child_ids):
        order = row.power == ProtectionPower.EMERGENCY_PROTECTION_ORDER
        yield ClockFact(
            row.power,
            row.child_id,
            "immediate_protection",
            row.pk,
            started_at=timezone.localdate(row.began_at) if order else row.began_at,
            stopped_at=row.ended_at,
            variant="extended" if row.extended_on else "",
        )


def report_facts(child_ids: Collection[int]) -> Iterator[ClockFact]:
    """Every report that was asked for reaches the family some working days before the conference: it counts back."""
    rows = list(
        ConferenceChild.objects.filter(child_id__in=child_ids)
        .exclude(conference__kind=ConferenceKind.TRANSFER_IN)
        .select_related("conference")
    )
    wanted = ConferenceInvitation.objects.filter(
        conference__in={row.conference_id for row in rows}, report_wanted=True
    ).values_list("conference_id", "shared_with_family_on")
    shared: dict[int, list] = {}
    for conference_id, on in wanted:
        shared.setdefault(conference_id, []).append(on)
    for row in rows:
        days = shared.get(row.conference_id)
        if not days:
            continue
        conference = row.conference
        all_shared = max(days) if all(days) else None
        called_off = conference.cancelled_at
        yield ClockFact(
            "icpc.report",
            row.child_id,
            "conference_child",
            row.pk,
            started_at=timezone.localdate(conference.starts_at),
            stopped_at=all_shared or conference.held_on or called_off,
            variant=str(conference.kind),
            lapsed=all_shared is None and conference.held_on is None and called_off is not None,
        )
