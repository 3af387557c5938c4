"""When a protection plan may end, and whether it is up to date.

Working Together to Safeguard Children, chapter 3. Census rules 8840 (not begun and ended on one day).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError

from casework.rules.dates import words
from safeguarding.codes import WITHOUT_CONFERENCE

VISIT, CORE_GROUP, REVIEW = "cp.visit", ("coregroup.first", "coregroup.next"), ("rcpc.first", "rcpc.next")
LOOK_AGAIN_AFTER = 15  # months: many councils take a look then
TWO_YEARS = 24  # months: a national indicator


def check_end(on: date, started_on: date, last_done: date | None, today: date) -> None:
    """Raises ValidationError on "on"."""
    if on > today:
        raise ValidationError({"on": f"The plan cannot end in the future. Today is {words(today)}."})
    if on <= started_on:
        raise ValidationError({"on": f"The plan began on {words(started_on)}, and cannot end on that day or before."})
    if last_done and on < last_done:
        raise ValidationError({"on": f"The plan’s record goes on to {words(last_done)}. It cannot end before that."})


def check_end_without_conference(reason: str, note: str) -> None:
    if reason not in WITHOUT_CONFERENCE:
        raise ValidationError({"reason": "Only a conference ends a plan for another reason. Book a review conference."})
    if not note.strip():
        raise ValidationError({"note": "Say what happened."})


@dataclass(frozen=True)
class UpToDate:
    """Of one open plan: what is late. Empty means that it is up to date."""

    late: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.late


class OpenClock(NamedTuple):
    rule_id: str
    due_on: date


def up_to_date(clocks: Iterable[OpenClock], today: date) -> UpToDate:
    """The one definition of "up to date": no visit, core group or review conference of this plan is past its day."""
    names = {VISIT: "visit"} | dict.fromkeys(CORE_GROUP, "core group") | dict.fromkeys(REVIEW, "review conference")
    late = [names[clock.rule_id] for clock in clocks if clock.rule_id in names and clock.due_on < today]
    return UpToDate(tuple(dict.fromkeys(late)))


def months_open(started_on: date, until: date) -> int:
    """Whole months from the start."""
    months = 12 * (until.year - started_on.year) + until.month - started_on.month
    last_day = (until.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    whole = until.day >= started_on.day or until == last_day
    return months if whole else months - 1
