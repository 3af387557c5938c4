"""When things happen: on working days in working hours, except what comes in at night."""

from datetime import date, datetime, time, timedelta
from random import Random

from timescales.calendars import england
from timescales.working_days import LONDON, local_date

OPENS, CLOSES = time(9), time(17)
MINUTES_OPEN = 8 * 60


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)


def working_day(day: date) -> date:
    """The day itself, or the next on which people work."""
    return day if england().is_working(day) else england().add(day, 1)


def working_days_before(day: date, number: int) -> date:
    """A working day that many working days ago: what started then has used up as many today."""
    return england().add(day, -number)


class Hours:
    """The working hours of a story, with its own chance."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def on(self, day: date) -> datetime:
        """Some time in working hours on this day, or on the next working day."""
        return moment(working_day(day), 9) + timedelta(minutes=self.rng.randrange(MINUTES_OPEN))

    def in_days(self, at: datetime, least: int, most: int) -> datetime:
        """Some time in working hours, so many calendar days later, or on the next working day."""
        return self.on(local_date(at) + timedelta(days=self.rng.randint(least, most)))

    def in_working_days(self, at: datetime, least: int, most: int) -> datetime:
        """Some time in working hours, so many working days later. 0 means later on the same day."""
        number = self.rng.randint(least, most)
        return self.on(england().add(local_date(at), number)) if number else self.soon(at, 20, 150)

    def soon(self, at: datetime, least: int, most: int) -> datetime:
        """So many minutes later; what would fall after closing time is done the next morning."""
        later = at + timedelta(minutes=self.rng.randint(least, most))
        if working_day(local_date(later)) == local_date(later) and OPENS <= later.astimezone(LONDON).time() < CLOSES:
            return later
        day = local_date(later)
        if later.astimezone(LONDON).time() >= CLOSES:
            day += timedelta(days=1)
        return moment(working_day(day), 9) + timedelta(minutes=self.rng.randrange(5, 90))
