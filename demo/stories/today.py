"""The day on which the department is shown, and the days before it: what is arranged is arranged around these."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from demo.hours import moment, working_days_before
from timescales.calendars import england
from timescales.working_days import LONDON, local_date

DAWN = timedelta(minutes=1)
MORNING = timedelta(hours=8, minutes=20)


@dataclass(frozen=True)
class Today:
    """`end` is the last moment that is played."""

    end: datetime

    @property
    def day(self) -> date:
        return local_date(self.end)

    def ago(self, working_days: int) -> date:
        """The working day on which something began that has used so many working days today."""
        return working_days_before(self.day, working_days)

    def days_ago(self, days: int) -> date:
        return self.day - timedelta(days=days)

    def ahead(self, working_days: int) -> date:
        return england().add(self.day, working_days)

    @property
    def yesterday(self) -> date:
        """The working day before."""
        return self.ago(1)

    def share(self, share: float) -> datetime:
        """A moment of today that has passed: `share` of the time from the morning, or at night from midnight."""
        midnight = moment(self.day, 0)
        begin = midnight + MORNING
        if self.end < begin + timedelta(hours=1):
            begin = midnight + DAWN
        return (begin + max(self.end - begin, timedelta()) * share).astimezone(LONDON)
