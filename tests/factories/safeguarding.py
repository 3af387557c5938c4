"""Child protection for tests: made through the services, dates given, nothing random."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from casework.models import NeedEpisode
from people.models import Child
from safeguarding import services
from safeguarding.models import ChildProtectionPlan, Conference, ConferenceRoom, Section47Enquiry, StrategyDiscussion
from safeguarding.services import DecidedFor, Result
from staff.models import User
from tests.factories.casework import at_noon, moment
from tests.factories.staff import user

THREE = [
    ("social_care", "Tariq Example", "Team manager"),
    ("police", "Sergeant Lee", ""),
    ("health", "Nurse Okafor", "Named nurse"),
]
HELD_AT = moment(2026, 4, 2)


def a_discussion(
    by: User,
    *children: Child,
    held_at: datetime = HELD_AT,
    enquiry: str = "joint",
    at: datetime | None = None,
    **fields: Any,
) -> StrategyDiscussion:
    """Held with all three agencies; an enquiry begins for each child, unless told otherwise."""
    fields = {"concern": "A bruise on the left arm.", "attendances": THREE, **fields}
    decided = [DecidedFor(child, enquiry, "A mark that nobody can explain.") for child in children]
    return services.hold_strategy_discussion(children=decided, held_at=held_at, by=by, at=at or held_at, **fields)


def an_enquiry(by: User, episode: NeedEpisode, **fields: Any) -> Section47Enquiry:
    discussion = a_discussion(by, episode.child, **fields)
    return discussion.enquiries.get()


def concluded(worker: User, manager: User, enquiry: Section47Enquiry, at: datetime, **changes: Any) -> Section47Enquiry:
    """Written, handed in and authorised: the child is at continuing risk, unless told otherwise."""
    written = {
        "seen_at": enquiry.discussion.held_at + timedelta(hours=4),
        "seen_alone": True,
        "findings": "The mark is from a belt.",
        "outcome": "continuing_risk",
        **changes,
    }
    services.save_section47_enquiry(enquiry=enquiry, by=worker, at=at, **written)
    services.submit_section47_enquiry(enquiry=enquiry, by=worker, at=at)
    return services.conclude_section47_enquiry(enquiry=enquiry, by=manager, at=at)


def a_chair(name: str = "cora") -> User:
    return User.objects.filter(username=name).first() or user(name, "reviewing_officer")


def room_and_chair(number: int) -> tuple[ConferenceRoom, User]:
    """A pair that nobody else needs: one conference meets no other."""
    return a_room(f"Room {number}"), a_chair(f"chair{number}")


def a_room(name: str = "Oak room") -> ConferenceRoom:
    return ConferenceRoom.objects.get_or_create(name=name)[0]


def next_weekday(days: int = 5) -> date:
    """So many days from today, or the Monday after it."""
    found = timezone.localdate() + timedelta(days=days)
    return found + timedelta(days=(8 - found.isoweekday()) if found.isoweekday() > 5 else 0)


def booked(by: User, *children: Child, on: date, chair: User, kind: str = "initial", **fields: Any) -> Conference:
    """From ten to twelve in a room of its own."""
    starts_at = moment(on.year, on.month, on.day)
    fields = {"room": a_room(), "at": starts_at - timedelta(days=3), **fields}
    return services.book_conference(
        kind=kind,
        children=list(children),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        chair=chair,
        by=by,
        **fields,
    )


def held(conference: Conference, *results: Result, **fields: Any) -> Conference:
    """With social care, police and school there; a plan for neglect for each child, unless told otherwise."""
    day = fields.pop("held_on", None) or conference.starts_at.date()
    for agency, name in (("social_care", "Anna Example"), ("police", "Sergeant Lee"), ("education", "Ms Hart")):
        services.invite_to_conference(
            conference=conference, name=name, agency=agency, by=conference.chair, at=conference.booked_at
        )
    results = results or tuple(a_plan_for(row.child) for row in conference.children.select_related("child"))
    fields = {"came": list(conference.invitations.all()), "at": at_noon(day), "by": conference.chair, **fields}
    return services.hold_conference(conference=conference, held_on=day, results=results, **fields)


def a_plan_for(child: Child, category: str = "NEG", **fields: Any) -> Result:
    fields = {"reason": "He is not fed, and nothing has changed.", "participation": "PN2", **fields}
    return Result(child, "plan", category=category, **fields)


def goes_on(child: Child, category: str = "NEG") -> Result:
    return Result(child, "continue", "More time is needed.", category=category)


def on_a_plan(
    worker: User,
    manager: User,
    episode: NeedEpisode,
    on: date,
    chair: User,
    room: ConferenceRoom | None = None,
) -> ChildProtectionPlan:
    """From the discussion a fortnight before to the plan."""
    held_at = moment(on.year, on.month, on.day) - timedelta(days=14)
    enquiry = an_enquiry(manager, episode, held_at=held_at)
    concluded(worker, manager, enquiry, held_at + timedelta(days=5))
    held(booked(worker, episode.child, on=on, chair=chair, room=room or a_room()))
    return ChildProtectionPlan.objects.open().get(child=episode.child)
