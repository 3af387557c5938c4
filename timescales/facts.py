"""What a room says of one of its records: this clock started then, and stopped then."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ClockFact:
    """One clock as it follows from the record.

    A moment or a day starts it, a moment or a day stops it. `variant` picks between numbers of one rule, `applies_from`
    the day whose law holds (the day of the start, unless told otherwise). `due_on` is for rules that fall due
    at an event, with `because` in words. `lapsed` says that it stopped because it was no longer needed: the
    plan ended, the case closed. Then it is not late, however long it ran.
    """

    rule_id: str
    child_id: int
    subject_kind: str
    subject_id: int
    started_at: date | datetime
    stopped_at: date | datetime | None = None
    variant: str = ""
    applies_from: date | None = None
    due_on: date | None = None
    because: str = ""
    lapsed: bool = False
