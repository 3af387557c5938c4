"""Whether a council's number could ever be laxer than the law's: tried over every start, not reckoned."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from timescales import wording
from timescales.calendars import ENGLAND, calendar
from timescales.rulebook import Rule
from timescales.working_days import LONDON, Due, Unit, count_from

# Every weekday, month end, leap year and place of Easter comes by in ninety years.
FIRST_START = date(2000, 1, 1)
LAST_START = date(2089, 12, 31)


def why_laxer(local: tuple[int, str], law: Rule, near: date) -> str | None:
    """A sentence with a start from which the council's number would end later; None where there is none.

    9 weeks look like 45 working days and are laxer: from a Saturday they end a day later.
    """
    duration, unit = local
    assert law.duration is not None
    days = calendar(law.calendar or ENGLAND)
    for start in _starts(near, hours=Unit.HOURS in (unit, law.unit)):
        own = count_from(start, duration, unit, days, backwards=law.backwards)
        due = count_from(start, law.duration, law.unit, days, backwards=law.backwards)
        if own.due_at > due.due_at:
            return _sentence(own, due, start)
    return None


def _starts(near: date, *, hours: bool) -> Iterator[date | datetime]:
    """Days from `near` on, so that the example found is one that could come up; then the others."""
    near = min(max(near, FIRST_START), LAST_START)
    after = (LAST_START - near).days + 1
    for offset in [*range(after), *range(-1, (FIRST_START - near).days - 1, -1)]:
        day = near + timedelta(days=offset)
        if hours:
            # The first and the last moment of a day bound all others.
            yield datetime.combine(day, time.min, LONDON)
            yield datetime.combine(day, time(23, 59, 59), LONDON)
        else:
            yield day


def _sentence(own: Due, law: Due, start: date | datetime) -> str:
    weekday = f"{start:%A} {wording.day_or_moment(start)}"
    return (
        f"A council may be stricter than the law, never laxer. {own.counted[0].upper()}{own.counted[1:]} could end "
        f"later than {law.counted}: from {weekday} that is {wording.day_or_moment(own.due)}, "
        f"not {wording.day_or_moment(law.due)}."
    )
