"""A case opens with a referral."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import record_event
from casework.codes import PrimaryNeed, ReferralSource
from casework.models import NeedEpisode
from casework.policies import check_can_write_for
from casework.rules.dates import check_not_future, words
from people.models import Child
from staff.models import User
from timescales.services import refresh_clocks


@transaction.atomic
def open_episode(
    *, child: Child, referral_date: date, source: str, primary_need: str, by: User, at: datetime | None = None
) -> NeedEpisode:
    """Open the child's case. One at a time (census rule 8815): a further contact belongs to the open one.

    Raises ValidationError by field, and without a field when a case is open already or the dates fall into an
    earlier one.
    """
    check_can_write_for(by, [child])
    at = at or timezone.now()
    check_not_future("referral_date", "The referral", referral_date, timezone.localdate(at))
    if source not in ReferralSource.values:
        raise ValidationError({"source": "Select who made the referral."})
    if primary_need not in PrimaryNeed.values:
        raise ValidationError({"primary_need": "Select the main need."})
    _check_free(child, referral_date)
    episode = NeedEpisode.objects.create(
        child=child, referral_date=referral_date, source=source, primary_need=primary_need
    )
    record_event(
        kind="case_opened",
        summary=f"Case opened after the referral of {words(referral_date)}: {PrimaryNeed(primary_need).label.lower()}",
        by=by,
        child_id=child.pk,
        subject=("need_episode", episode.pk),
        at=at,
        referral_date=referral_date.isoformat(),
        source=source,
        primary_need=primary_need,
    )
    refresh_clocks(child, at=at)
    return episode


def _check_free(child: Child, referral_date: date) -> None:
    # The child's row is held, so that two who press at once do not both find the way free.
    Child.objects.select_for_update(no_key=True).get(pk=child.pk)
    latest = NeedEpisode.objects.filter(child=child).order_by("-referral_date").first()
    if latest is None:
        return
    if latest.closed_on is None:
        raise ValidationError(
            f"{child.name} already has an open case, from the referral of {words(latest.referral_date)}. "
            "Record this on the open case."
        )
    if referral_date < latest.closed_on:
        raise ValidationError(
            {"referral_date": f"An earlier case was open until {words(latest.closed_on)}. Choose that day or later."}
        )
