"""What is due, as lines of a list: each names the child, the date and why, and leads to the act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from people.models import Child
from timescales.models import Clock
from timescales.working_days import Unit
from workspace import acts
from workspace.rules import Band, When, when

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
    when: When
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


def sections_of(items: Iterable[DueItem]) -> list[Section]:
    """The lines in order of date, under a heading for each part that has any."""
    by_band: dict[Band, list[DueItem]] = {band: [] for band in Band}
    for item in sorted(items, key=lambda item: item.due_at):
        by_band[item.when.band].append(item)
    return [Section(band, HEADINGS[band], lines) for band, lines in by_band.items() if lines]


def counts_in_words(sections: Iterable[Section]) -> list[tuple[Band, str]]:
    """2 late, 1 today, 4 in the next 7 days: each part with its band."""
    words = {Band.LATE: "late", Band.TODAY: "today", Band.SOON: "in the next 7 days", Band.LATER: "later"}
    return [(section.band, f"{len(section.items)} {words[section.band]}") for section in sections]
