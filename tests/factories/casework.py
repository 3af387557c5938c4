"""Cases for tests: made through the services, dates given, nothing random."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from casework import services
from casework.models import Assessment, ChildInNeedPlan, NeedEpisode, Visit
from casework.services import ChildResult
from people.models import Address, Child, Residence
from staff.models import User
from tests.factories.staff import held

LONDON = ZoneInfo("Europe/London")
REFERRED_ON = date(2026, 3, 2)
WRITTEN: dict[str, Any] = {
    "child_words": "I like it best at my nan's.",
    "developmental_needs": "Maisie reads well and sleeps badly.",
    "parenting_capacity": "Her mother is warm with her and often tired.",
    "family_and_environment": "A dry flat on the second floor, close to school.",
    "family_views": "Her mother asks for help with the evenings.",
    "analysis": "The evenings are too much for one adult alone.",
    "factors": ["4B", "3B"],
    "outcome": "child_in_need",
    "next_steps": "A plan with the grandmother in it.",
}


def moment(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment on London's clock."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def a_child(forename: str = "Maisie", surname: str = "Clarke", **fields: Any) -> Child:
    """A child of whom the department keeps a record; nobody holds the case yet."""
    fields.setdefault("date_of_birth", None if fields.get("expected_date_of_birth") else date(2017, 6, 1))
    return Child.objects.create(forename=forename, surname=surname, is_child=True, **fields)


def lives_at(person: Child, line1: str, from_on: date, postcode: str = "LS1 4AP", **fields: Any) -> Address:
    """The person's main address from this day on; the former one ends on it."""
    person.residences.filter(kind="main", to_on=None).update(to_on=from_on)
    address, _ = Address.objects.get_or_create(line1=line1, postcode=postcode)
    Residence.objects.create(person=person, address=address, from_on=from_on, **fields)
    return address


def a_case(worker: User, child: Child | None = None, referred_on: date = REFERRED_ON, **fields: Any) -> NeedEpisode:
    """An open case, held by the worker since the referral."""
    child = child or a_child()
    held(child, worker, from_on=referred_on)
    fields = {"source": "2A", "primary_need": "N1", "at": at_noon(referred_on), **fields}
    return services.open_episode(child=child, referral_date=referred_on, by=worker, **fields)


def at_noon(day: date) -> datetime:
    return moment(day.year, day.month, day.day, 12)


def an_assessment(worker: User, episode: NeedEpisode | None = None, **fields: Any) -> Assessment:
    """An assessment that the worker has just begun, counting from the referral."""
    episode = episode or a_case(worker)
    fields = {"counts_from": episode.referral_date, "at": at_noon(episode.referral_date), **fields}
    return services.start_assessment(episode=episode, author=worker, by=worker, **fields)


def a_visit(worker: User, child: Child, took_place_at: datetime | None = None, **result: Any) -> Visit:
    """A visit that took place: the child was seen, and seen alone, unless told otherwise."""
    seen = result.setdefault("seen", True)
    result.setdefault("seen_alone", seen)
    if not seen:
        result.setdefault("why_not_seen", "Nobody opened the door.")
    return services.record_visit(
        children=[ChildResult(child, **result)],
        purpose="assessment",
        took_place_at=took_place_at or moment(2026, 3, 9),
        by=worker,
        account="We talked in the kitchen.",
    )


def written(assessment: Assessment, **changes: Any) -> Assessment:
    """The assessment with every part filled in, by its author."""
    return services.save_assessment(assessment=assessment, by=assessment.author, **{**WRITTEN, **changes})


def submitted(worker: User, at: datetime | None = None, **changes: Any) -> Assessment:
    """A whole assessment of a child who was seen alone, handed to the manager."""
    assessment = an_assessment(worker)
    a_visit(worker, assessment.child)
    return services.submit_assessment(
        assessment=written(assessment, **changes), by=worker, at=at or moment(2026, 4, 20)
    )


def a_plan(worker: User, episode: NeedEpisode | None = None, started_on: date = date(2026, 5, 11), **fields: Any):
    """A child in need plan with one outcome and one action."""
    fields = {
        "summary": "Calm evenings.",
        "outcomes": [("Maisie sleeps through", [("Ask the school nurse in", "Mrs Clarke", date(2026, 5, 29))])],
        "at": at_noon(started_on),
        **fields,
    }
    plan: ChildInNeedPlan = services.start_child_in_need_plan(
        episode=episode or a_case(worker), started_on=started_on, by=worker, **fields
    )
    return plan
