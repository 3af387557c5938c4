"""A case closes, with the Department's reason."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from audit.services import record_event
from casework.codes import ReasonForClosure
from casework.models import ChildInNeedPlan, NeedEpisode, Visit, VisitChild
from casework.policies import check_can_close_case
from casework.queries.closure import case_of
from casework.rules.closure import check_closure
from casework.rules.dates import words
from casework.services.plan import finish, lock
from staff.models import User
from staff.services import end_allocations
from timescales.services import refresh_clocks


@transaction.atomic
def close_case(
    *, episode: NeedEpisode, closed_on: date, reason: str, note: str = "", by: User, at: datetime | None = None
) -> NeedEpisode:
    """Close the case. An open plan ends and booked visits are called off with it, and nobody holds the child any more.

    Raises ValidationError by field for a closure that cannot be (an open assessment, a reason that does not fit),
    PermissionDenied for one who may not close.
    """
    at = at or timezone.now()
    rows = NeedEpisode.objects.select_related("child").select_for_update(of=("self",), no_key=True)
    episode = rows.get(pk=episode.pk)
    check_can_close_case(by, episode)
    check_closure(case_of(episode), closed_on, reason, timezone.localdate(at))
    for plan in ChildInNeedPlan.objects.open().filter(child=episode.child):
        finish(plan=lock(plan), on=closed_on, because="The case closed.", by=by, at=at)
    _call_off_visits(episode, at)
    episode.closed_on, episode.closed_by = closed_on, by
    episode.closure_reason, episode.closure_note = reason, note.strip()
    episode.save(update_fields=["closed_on", "closure_reason", "closure_note", "closed_by"])
    _record(episode, closed_on, by, at)
    end_allocations(child=episode.child, by=by, at=at)
    refresh_clocks(episode.child, at=at)
    return episode


def _call_off_visits(episode: NeedEpisode, at: datetime) -> None:
    """Those to this child alone: a visit that is also to a brother goes ahead."""
    others = VisitChild.objects.filter(visit=OuterRef("pk")).exclude(child=episode.child)
    alone = Visit.objects.booked().filter(~Exists(others), children__child=episode.child)
    alone.update(cancelled_at=at, cancelled_because="The case closed.")


def _record(episode: NeedEpisode, closed_on: date, by: User, at: datetime) -> None:
    record_event(
        kind="case_closed",
        summary=f"Case closed on {words(closed_on)}: {ReasonForClosure(episode.closure_reason).label}",
        detail=episode.closure_note,
        by=by,
        child_id=episode.child_id,
        subject=("need_episode", episode.pk),
        at=at,
        closed_on=closed_on.isoformat(),
        reason=episode.closure_reason,
    )
