"""The strategy discussion is held, and what it decides for each child begins at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from casework.models import NeedEpisode
from casework.queries import open_episode_for
from casework.rules.dates import words
from people.models import Child
from safeguarding.codes import Enquiry
from safeguarding.models import Section47Enquiry, StrategyAttendance, StrategyDiscussion, StrategyDiscussionChild
from safeguarding.policies import check_can_hold_discussion
from safeguarding.rules.strategy import check_decision, check_discussion
from safeguarding.services.alerting import tell_of_enquiry
from safeguarding.services.telling import tell
from staff.models import User
from staff.queries import open_lead_allocation
from timescales.services import refresh_clocks


@dataclass(frozen=True)
class DecidedFor:
    """What a discussion decided for one child. `worker` carries the enquiry; by itself whoever holds the child."""

    child: Child
    enquiry: str
    reason: str
    immediate_protection: bool = False
    worker: User | None = None


# For which agency, who, in what role.
Attendance = tuple[str, str, str]


@transaction.atomic
def hold_strategy_discussion(
    *,
    children: Sequence[DecidedFor],
    held_at: datetime,
    concern: str,
    attendances: Sequence[Attendance],
    chaired_by: User | None = None,
    agreed: str = "",
    why_missing: str = "",
    by: User,
    at: datetime | None = None,
) -> StrategyDiscussion:
    """Record a discussion that was held. An enquiry begins for each child for whom one was decided and none is open.

    The 15 working days to the initial conference run from the discussion that started the enquiry: a further one on an
    open enquiry moves nothing (Working Together to Safeguard Children, chapter 3).
    Raises PermissionDenied, and ValidationError by field ("children" for what concerns one child).
    """
    at = at or timezone.now()
    check_can_hold_discussion(by, [one.child for one in children])
    agencies = [agency for agency, _, _ in attendances]
    check_discussion(held_at=held_at, now=at, concern=concern, agencies=agencies, why_missing=why_missing)
    if not children:
        raise ValidationError({"children": "Say which children the discussion was about."})
    for one in children:
        check_decision(one.child.name, one.enquiry, one.reason)
    discussion = StrategyDiscussion.objects.create(
        held_at=held_at,
        concern=concern.strip(),
        chaired_by=chaired_by or by,
        agreed=agreed.strip(),
        why_missing=why_missing.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    StrategyAttendance.objects.bulk_create(
        StrategyAttendance(discussion=discussion, agency=agency, name=name.strip(), role=role.strip())
        for agency, name, role in attendances
    )
    for one in children:
        _decide(discussion, one, by, at)
    refresh_clocks([one.child for one in children], at=at)
    return discussion


def _decide(discussion: StrategyDiscussion, one: DecidedFor, by: User, at: datetime) -> None:
    StrategyDiscussionChild.objects.create(
        discussion=discussion,
        child=one.child,
        enquiry=one.enquiry,
        immediate_protection=one.immediate_protection,
        reason=one.reason.strip(),
    )
    decided = Enquiry(one.enquiry).label
    tell(
        one.child.pk,
        "strategy_discussion_held",
        f"Strategy discussion held: {decided[0].lower()}{decided[1:]}",
        subject=("strategy_discussion", discussion.pk),
        by=by,
        at=at,
        detail=one.reason,
        held_at=discussion.held_at.isoformat(),
        enquiry=one.enquiry,
    )
    if one.enquiry != Enquiry.NONE:
        _start_section47_enquiry(discussion, one, by, at)


def _start_section47_enquiry(discussion: StrategyDiscussion, one: DecidedFor, by: User, at: datetime) -> None:
    episode = _episode_held(one.child)
    if Section47Enquiry.objects.open().filter(child=one.child).exists():
        return  # a further discussion on the same enquiry: the first one counts
    day = timezone.localdate(discussion.held_at)
    if day < episode.referral_date:
        raise ValidationError(
            {"held_at": f"The case began on {words(episode.referral_date)}. An enquiry cannot begin before that."}
        )
    lead = open_lead_allocation(one.child)
    enquiry = Section47Enquiry.objects.create(
        episode=episode,
        child=one.child,
        discussion=discussion,
        kind=one.enquiry,
        worker=one.worker or (lead and lead.worker) or by,
    )
    tell(
        one.child.pk,
        "section47_started",
        f"Section 47 enquiry started: {enquiry.get_kind_display().lower()}",
        subject=("section47_enquiry", enquiry.pk),
        by=by,
        at=at,
        worker=enquiry.worker_id,
    )
    tell_of_enquiry(enquiry, by=by, at=at)


def _episode_held(child: Child) -> NeedEpisode:
    """The open case, held until the transaction ends, so that two discussions at once start one enquiry."""
    found = open_episode_for(child)
    if found is None:
        raise ValidationError(
            {"children": f"{child.name} has no open case. Accept the referral first: an enquiry belongs to a case."}
        )
    return NeedEpisode.objects.select_for_update(no_key=True).get(pk=found.pk)


@transaction.atomic
def correct_strategy_discussion(
    *, discussion: StrategyDiscussion, held_at: datetime, because: str, by: User, at: datetime | None = None
) -> StrategyDiscussion:
    """It was held at another time: the conference's clock moves with it, and the old time stays in the history."""
    at = at or timezone.now()
    rows = StrategyDiscussion.objects.select_for_update(no_key=True)
    discussion = rows.get(pk=discussion.pk)
    children = [row.child for row in discussion.children.select_related("child")]
    check_can_hold_discussion(by, children)
    _check_correction(discussion, held_at, because, at)
    before = discussion.held_at
    discussion.held_at, discussion.version = held_at, discussion.version + 1
    discussion.save(update_fields=["held_at", "version"])
    for child in children:
        tell(
            child.pk,
            "strategy_discussion_corrected",
            f"Strategy discussion corrected: held on {words(held_at)}",
            subject=("strategy_discussion", discussion.pk),
            by=by,
            at=at,
            detail=because,
            before=before.isoformat(),
            after=held_at.isoformat(),
        )
    refresh_clocks(children, at=at)
    return discussion


def _check_correction(discussion: StrategyDiscussion, held_at: datetime, because: str, at: datetime) -> None:
    if not because.strip():
        raise ValidationError({"because": "Say why the time is corrected."})
    if held_at > at:
        raise ValidationError({"held_at": "The discussion must have taken place."})
    day = timezone.localdate(held_at)
    for enquiry in discussion.enquiries.select_related("episode"):
        if day < enquiry.episode.referral_date:
            begun = words(enquiry.episode.referral_date)
            raise ValidationError({"held_at": f"The case began on {begun}. An enquiry cannot begin before that."})
        if enquiry.authorised_at and held_at > enquiry.authorised_at:
            ended = words(enquiry.authorised_at)
            raise ValidationError({"held_at": f"The enquiry ended on {ended}. It cannot begin after that."})
        held_on = enquiry.conferences.filter(conference__held_on__isnull=False).values_list("conference__held_on")
        if any(on and day > on for (on,) in held_on):
            raise ValidationError({"held_at": "The conference was held before that. Correct its date first."})
