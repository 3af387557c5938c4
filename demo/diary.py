"""The rooms in which conferences are held, and who sits in the chair: one sitting after the other."""

from collections import Counter
from datetime import date, datetime, timedelta

from demo.hours import moment
from safeguarding.models import ConferenceRoom
from staff.models import User
from timescales.calendars import england

ROOMS = ("Oak room", "Elm room")
BEGINS = ((9, 15), (11, 0), (13, 15), (15, 0))
LASTS = timedelta(minutes=90)


class Diary:
    """One part of the play has a room and chairs of its own, so that the parts never wait for each other."""

    def __init__(self, part: int, chairs: list[User]) -> None:
        self.room = ROOMS[part]
        self.chairs = chairs[part :: len(ROOMS)]
        self.taken: Counter[date] = Counter()

    def next_free(self, day: date) -> tuple[datetime, ConferenceRoom, User]:
        """The first sitting that is free on a working day from this one on."""
        while self.taken[day] == len(BEGINS):
            day = england().add(day, 1)
        hour, minute = BEGINS[self.taken[day]]
        chair = self.chairs[day.toordinal() % len(self.chairs)]
        self.taken[day] += 1
        return moment(day, hour, minute), ConferenceRoom.objects.get(name=self.room), chair
