"""When a restriction is looked at again: a council's own timescale, and never later than the day named for it."""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils import timezone

from staff.models import Restriction
from staff.queries import Responsible
from staff.restrictions import named_on
from staff.roles import Permission
from timescales.facts import ClockFact
from timescales.queries import due_date
from timescales.sources import register_clock_source
from ui.addresses import numbered

RESTRICTION = "restriction"
RULE = "restriction.review"


def latest_review(start: date | None = None) -> date:
    """The last day for the next review: the council's interval from a day on."""
    return due_date(RULE, start or timezone.localdate()).due_on


def restriction_facts(child_ids: Collection[int]) -> Iterator[ClockFact]:
    """From the restriction to its first review, from each review to the next. The clock hangs on the first child."""
    rows = Restriction.objects.filter(child__in=child_ids).prefetch_related("reviews")
    for row in rows:
        reviews = list(row.reviews.all())
        starts = [row.from_on, *(review.held_on for review in reviews)]
        ends = [*(review.held_on for review in reviews), row.to_on]
        named = [row.review_on, *(review.next_review_on for review in reviews)]
        for start, end, due, last in zip(starts, ends, named, [False] * len(reviews) + [True], strict=True):
            yield ClockFact(
                RULE,
                row.child_id,
                RESTRICTION,
                row.pk,
                started_at=start,
                stopped_at=end,
                due_on=due,
                because="The day named for the next review",
                # Lifted: no review is needed any more.
                lapsed=last and end is not None,
            )


def keepers(restriction_ids: Collection[int]) -> dict[int, Responsible]:
    """The keeper, then a service manager on the short list: never anybody who may not know of the record."""
    lines = {}
    for row in Restriction.objects.filter(pk__in=restriction_ids).select_related("keeper"):
        named = named_on(row)
        keeper = row.keeper if row.keeper in named else None
        manager = next((user for user in named if user.may(Permission.RESTRICT) and user != keeper), None)
        lines[row.pk] = Responsible(keeper, None, manager or next(iter(named), None))
    return lines


def register() -> None:
    register_clock_source(
        RESTRICTION,
        restriction_facts,
        act_url=lambda clock: numbered("restriction", clock.child_id),
        responsible=keepers,
        whose=lambda: Restriction.objects.values_list("child", flat=True),
    )
