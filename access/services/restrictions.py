"""Restricting records, with the clock of the review."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from access.clocks import latest_review
from access.services.newcomers import leave_out
from people.models import Child, Person
from staff import restrictions
from staff.models import Restriction, RestrictionReview, User
from staff.restrictions import people_hidden_by
from timescales.services import refresh_clocks


@transaction.atomic
def hide_household(
    *,
    child: Child,
    others: Iterable[Person],
    kind: str,
    reason: str,
    review_on: date,
    named: Iterable[User],
    keeper: User,
    by: User,
    at: datetime | None = None,
) -> Restriction:
    """Restrict a child's record, and those of brothers, sisters and adults, in one act.

    Raises as `staff.restrictions.restrict_record`, and ValidationError on "review_on" for a day that is too late.
    """
    _check_day("review_on", review_on, at)
    row = restrictions.restrict_record(
        child=child,
        others=others,
        kind=kind,
        reason=reason,
        review_on=review_on,
        named=named,
        keeper=keeper,
        by=by,
        at=at,
    )
    leave_out(restriction=row, covered=people_hidden_by(row), by=by, at=at)
    refresh_clocks(child, at=at)
    return row


def short_list(
    *, restriction: Restriction, named: Iterable[User], keeper: User, by: User, at: datetime | None = None
) -> Restriction:
    """Change who may know of the record, and who answers for it."""
    return restrictions.change_short_list(restriction=restriction, named=named, keeper=keeper, by=by, at=at)


@transaction.atomic
def review(
    *, restriction: Restriction, words: str, next_review_on: date, by: User, at: datetime | None = None
) -> RestrictionReview:
    """It goes on until the day named, which is never later than the council's interval."""
    _check_day("next_review_on", next_review_on, at)
    row = restrictions.review_restriction(
        restriction=restriction, words=words, next_review_on=next_review_on, by=by, at=at
    )
    refresh_clocks(restriction.child_id, at=at)
    return row


@transaction.atomic
def let_go(*, restriction: Restriction, because: str, by: User, at: datetime | None = None) -> Restriction:
    """Lift the restriction: everybody whom it hid is free together."""
    row = restrictions.lift_restriction(restriction=restriction, because=because, by=by, at=at)
    refresh_clocks(restriction.child_id, at=at)
    return row


def _check_day(field: str, day: date, at: datetime | None) -> None:
    today = timezone.localdate(at)
    latest = latest_review(today)
    if not today < day <= latest:
        raise ValidationError(
            {field: f"Choose a day after today and not later than {latest:%-d %B %Y}: the council looks again by then."}
        )
