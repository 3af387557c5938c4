"""Conferences of one child, and the diary of all that the reader may see."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone

from people.models import Child
from safeguarding.models import Conference, ConferenceChild, ConferenceInvitation, ConferenceRoom
from safeguarding.rules.diary import Taken, free_sittings
from staff.models import User
from staff.policies import children_visible_to
from staff.roles import ROLES, Permission
from timescales.calendars import england
from timescales.models import Clock

# Whose open clock means that a conference has to be booked.
SHOWN = 3
CONFERENCE_RULES = ("icpc", "icpc.transfer_in", "rcpc.first", "rcpc.next")


def conferences_of(child: Child) -> QuerySet[ConferenceChild]:
    """What each conference was to this child, the latest first."""
    rows = ConferenceChild.objects.filter(child=child).select_related("conference__chair", "conference__room")
    return rows.order_by("-conference__starts_at")


def conference_of(child: Child, pk: int) -> Conference:
    """Raises Http404 for a conference that is not about this child."""
    rows = Conference.objects.select_related("chair", "room", "recorded_by").prefetch_related("invitations")
    found = rows.filter(pk=pk, children__child=child).first()
    if found is None:
        raise Http404
    return found


def chairs() -> QuerySet[User]:
    """Whoever may chair, by name."""
    may = [key for key, role in ROLES.items() if Permission.CHAIR in role.permissions]
    return User.objects.filter(is_active=True, role__in=may).order_by("last_name", "first_name")


def rooms() -> QuerySet[ConferenceRoom]:
    return ConferenceRoom.objects.filter(closed_on__isnull=True)


@dataclass(frozen=True)
class ToBook:
    """A conference that is due. `booked` is None while nobody has booked one, and late where it is booked too late."""

    clock: Clock
    booked: Conference | None
    free: tuple[datetime, ...] = ()

    @property
    def too_late(self) -> bool:
        return bool(self.booked and self.booked.starts_at > self.clock.due_at)


def to_book_for(user: User, by: date) -> list[ToBook]:
    """Of the children open to the reader, whose conference is due by a day and is not booked in time. Three queries."""
    visible = children_visible_to(user)
    due = Clock.objects.open().filter(rule_id__in=CONFERENCE_RULES, due_at__date__lte=by, child__in=visible)
    clocks = list(due.select_related("child").order_by("due_at", "pk"))
    rows = ConferenceChild.objects.filter(
        child__in={clock.child_id for clock in clocks},
        conference__held_on__isnull=True,
        conference__cancelled_at__isnull=True,
    ).select_related("conference__chair")
    booked = {row.child_id: row.conference for row in rows}
    waiting = [clock for clock in clocks if not (one := booked.get(clock.child_id)) or one.starts_at > clock.due_at]
    free = free_until(by) if waiting else []
    return [
        ToBook(clock, booked.get(clock.child_id), tuple(one for one in free if one <= clock.due_at)[:SHOWN])
        for clock in waiting
    ]


def free_until(last: date, first: date | None = None) -> list[datetime]:
    """When a room and some chair are both free, from tomorrow on. Whether a chair stands outside the case is asked
    when it is booked. Three queries.
    """
    first = first or timezone.localdate() + timedelta(days=1)
    rows = Conference.objects.filter(cancelled_at__isnull=True, starts_at__date__gte=first, starts_at__date__lte=last)
    taken = [Taken(*row) for row in rows.values_list("starts_at", "ends_at", "room_id", "chair_id")]
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    working = [day for day in days if england().is_working(day)]
    room_keys, chair_keys = list(rooms().values_list("pk", flat=True)), list(chairs().values_list("pk", flat=True))
    zone = timezone.get_default_timezone()
    return [one.starts_at for one in free_sittings(working, room_keys, chair_keys, taken, zone)]


@dataclass(frozen=True)
class DiaryDay:
    day: date
    conferences: list[Conference]


def diary(user: User, first: date, days: int = 14) -> list[DiaryDay]:
    """Every day on which there is a conference about a child whose record is open to the reader. Three queries.

    Others do not stand there at all: that somebody has a conference, with that chair, may tell who.
    """
    start = datetime.combine(first, time.min, tzinfo=timezone.get_default_timezone())
    visible = ConferenceChild.objects.filter(child__in=children_visible_to(user)).select_related("child")
    rows = Conference.objects.filter(
        starts_at__gte=start,
        starts_at__lt=start + timedelta(days=days),
        cancelled_at__isnull=True,
        pk__in=visible.values("conference"),
    )
    rows = rows.select_related("chair", "room").prefetch_related(Prefetch("children", visible, to_attr="shown"))
    by_day: dict[date, list[Conference]] = {}
    for one in rows.order_by("starts_at", "pk"):
        by_day.setdefault(timezone.localdate(one.starts_at), []).append(one)
    wanted = [first + timedelta(days=number) for number in range(days)]
    return [DiaryDay(day, by_day[day]) for day in wanted if day in by_day]


def invitation_of(conference: Conference, pk: int) -> ConferenceInvitation:
    """Raises Http404 for an invitation to another conference."""
    found = conference.invitations.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
