"""Visits: booked, made, and now and then for nothing."""

from datetime import datetime

from casework import services
from casework.codes import VisitPurpose
from casework.models import Visit
from casework.rules.assessment import SEEN_ALONE_FROM_AGE, age_on
from demo.families import MadeUpChild
from demo.life import Life
from demo.words import common


def book(life: Life, at: datetime, booked_for: datetime, purpose: str) -> Visit:
    """The worker writes the visit into the diary; it goes to where the family lives on that day."""
    return services.book_visit(
        children=life.records(visible(life)),
        purpose=purpose,
        worker=life.lead,
        booked_for=booked_for,
        by=life.lead,
        at=at,
    )


def visible(life: Life) -> list[MadeUpChild]:
    """The children with an open case: those whom the worker visits."""
    return life.open_cases


def visit(
    life: Life,
    at: datetime,
    purpose: str = VisitPurpose.CHILD_IN_NEED,
    *,
    booked: Visit | None = None,
    seen: bool = True,
    alone: bool | None = None,
) -> None:
    """What happened, and what it was for each child. Without `alone` it is left to chance."""
    children = visible(life)
    results = [_result(life, child, at, seen=seen, alone=alone) for child in children]
    if not results:
        return
    services.record_visit(
        visit=booked,
        children=results,
        purpose=purpose,
        took_place_at=at,
        account=life.voice.common("visits" if seen else "not_seen"),
        worker=life.lead,
        by=life.lead,
        at=life.hours.soon(at, 30, 200),
    )


def _result(life: Life, child: MadeUpChild, at: datetime, *, seen: bool, alone: bool | None) -> services.ChildResult:
    record = life.record_of(child)
    if record.unborn:
        return services.ChildResult(record, seen=False, why_not_seen="Not born yet")
    if not seen:
        return services.ChildResult(record, seen=False, why_not_seen=life.rng.choice(NOT_THERE))
    age = age_on(record.date_of_birth, at.date())
    old_enough = age >= SEEN_ALONE_FROM_AGE
    talked_alone = old_enough and (life.maybe(0.8) if alone is None else alone)
    return services.ChildResult(
        record,
        seen=True,
        seen_alone=talked_alone,
        bedroom_seen=life.maybe(0.6),
        child_words=_words_of(life, child, age),
    )


NOT_THERE = ("Not at home", "At the grandmother’s", "Still at school")


def _words_of(life: Life, child: MadeUpChild, age: int) -> str:
    if age < SEEN_ALONE_FROM_AGE:
        return life.voice.one_of(common("little_ones"), child)
    return life.voice.said_by(child) if life.maybe(0.6) else ""
