"""A case as the rules for closing want to know it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from casework.closing import obstacles_to
from casework.models import Assessment, NeedEpisode
from casework.rules.closure import Case
from people.models import Child
from staff.models import User
from staff.policies import children_visible_to


def case_of(episode: NeedEpisode) -> Case:
    """The facts about one need episode: two queries, and what the rooms above ask."""
    # An open one of another case is there only after two records were merged; it holds this one open all the same.
    mine = Q(episode=episode) | Q(child=episode.child_id, authorised_at__isnull=True)
    assessments = list(Assessment.objects.filter(mine).values_list("authorised_at", flat=True))
    plans = list(episode.child_in_need_plans.values_list("started_on", "ended_on"))
    authorised_on = [timezone.localdate(moment) for moment in assessments if moment]
    return Case(
        child_name=episode.child.name,
        referral_date=episode.referral_date,
        died_on=episode.child.died_on,
        assessment_open=None in assessments,
        authorised_on=authorised_on,
        plans=len(plans),
        latest_date=_latest([*authorised_on, *(day for plan in plans for day in plan)]),
        obstacles=obstacles_to(episode),
    )


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def family_history(user: User, children: Iterable[Child]) -> list[NeedEpisode]:
    """Every case of these children that the person may see, the latest first: read before a case closes."""
    visible = children_visible_to(user).filter(pk__in=[child.pk for child in children])
    rows = NeedEpisode.objects.filter(child__in=visible).select_related("child")
    return list(rows.order_by("-referral_date", "-pk"))
