"""What is due, as lines of a list: each names the child, the date and why, and leads to the act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from people.models import Child
from timescales.models import Clock
from timescales.working_days import Unit
from ui.dates import LONDON
from workspace import acts
from workspace.rules import SOON, Band, when
from workspace.rules import When as Words

WAITING = "waiting"
HEADINGS = {
    Band.LATE: "Late",
    Band.TODAY: "Today",
    Band.SOON: "In the next 7 days",
    Band.LATER: "Later",
}


@dataclass(frozen=True)
class DueItem:
    """One thing to do for a child."""

    act: str
    url: str
    child: Child
    due_at: datetime
    when: Words
    because: str = ""
    note: str = ""
    warning: str = ""
    worker: str = ""


@dataclass(frozen=True)
class Section:
    """The lines of one part of a list, in order."""

    band: Band
    heading: str
    items: list[DueItem]
    # How many there are in all, where only the first few are shown.
    count: int


def item_of(clock: Clock, now: datetime, **words: str) -> DueItem:
    """A clock as a line. `words` are what the list adds: a note, a warning, the worker's name."""
    return DueItem(
        act=words.pop("act", "") or acts.act_of(clock),
        url=words.pop("url", "") or acts.act_url(clock),
        child=clock.child,
        due_at=clock.due_at,
        when=when(clock.due_at, now, to_the_minute=clock.unit == Unit.HOURS),
        because=clock.explanation,
        **words,
    )


def sections_of(items: Iterable[DueItem], hidden: Mapping[str, int] | None = None, most: int = 1000) -> list[Section]:
    """The lines in order of date, under a heading for each part that has any, at most so many under each.

    `hidden` are further lines of a part that were counted and not read.
    """
    hidden = hidden or {}
    by_band: dict[Band, list[DueItem]] = {band: [] for band in Band}
    for item in sorted(items, key=lambda item: item.due_at):
        by_band[item.when.band].append(item)
    return [
        Section(band, HEADINGS[band], lines[:most], len(lines) + hidden.get(band, 0))
        for band, lines in by_band.items()
        if lines
    ]


def ranked(clocks: QuerySet[Clock], now: datetime, waiting: Q, most: int) -> QuerySet[Clock, Any]:
    """The first so many clocks of each part, each with its `part` and how many are `in_part`.

    The parts are those of `workspace.rules.when`, and WAITING for what waits for somebody else. One query.
    """
    today = now.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    late = Q(due_at__lt=today) | Q(due_at__lt=now, unit=Unit.HOURS)
    part = Case(
        When(waiting, then=Value(WAITING)),
        When(late, then=Value(Band.LATE.value)),
        When(due_at__lt=_days_after(today, 1), then=Value(Band.TODAY.value)),
        When(due_at__lt=_days_after(today, SOON.days + 1), then=Value(Band.SOON.value)),
        default=Value(Band.LATER.value),
    )
    numbered = clocks.annotate(
        part=part,
        place=Window(RowNumber(), partition_by=F("part"), order_by=("due_at", "pk")),
        in_part=Window(Count("pk"), partition_by=F("part")),
    )
    return numbered.filter(place__lte=most)


def _days_after(morning: datetime, days: int) -> datetime:
    """The same hour on the wall so many days later, whatever the clocks do in between."""
    return (morning.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=LONDON)


def counts_in_words(sections: Iterable[Section]) -> list[tuple[Band, str]]:
    """2 late, 1 today, 4 in the next 7 days: each part with its band."""
    words = {Band.LATE: "late", Band.TODAY: "today", Band.SOON: "in the next 7 days", Band.LATER: "later"}
    return [(section.band, f"{section.count} {words[section.band]}") for section in sections]
