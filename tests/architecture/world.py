"""The people and records that the table of access is walked with.

North holds `own`, South holds `other`, and `restricted` is a child of North whose record is open to nobody.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from access.models import BlindMatch, OddAccess
from audit.queries import events_for_child
from casework import services as casework
from casework.models import Assessment, Visit
from people import services as people
from people.models import AdultToIdentify, Child, Person, Relationship
from referrals.models import ContactChild, EarlyHelpAssessment, PartnerCheck, Referral
from referrals.services import NewChild, ask_check, decide_contact
from safeguarding import services as safeguarding
from safeguarding.models import (
    ChildProtectionPlan,
    Conference,
    ImmediateProtection,
    Interview,
    Section47Enquiry,
    StrategyDiscussion,
)
from staff.models import AccessGrant, ApiToken, Restriction, User
from staff.openings import open_with_reason
from tests.factories import casework as cases
from tests.factories import safeguarding as safe
from tests.factories import staff
from tests.factories.people import adult, child, home, lives, parent_of
from tests.factories.referrals import on_contact, referral

MANY = {"children": 60, "usual": 4}
OUTCOME = [("Calm evenings", [("Ask the school nurse in", "Kelly Watson", None)])]


@dataclass(frozen=True)
class Protected:
    """What stands on the brother's record: he is on a plan, and there is a new enquiry."""

    discussion: StrategyDiscussion
    enquiry: Section47Enquiry
    running: ImmediateProtection
    interview: Interview
    plan: ChildProtectionPlan
    conference: Conference
    invitation: Any


@dataclass(frozen=True)
class Place:
    """A child with one of everything that has a page of its own, and a brother who is on a protection plan and whose
    assessment was handed in.
    """

    child: Child
    brother: Child
    assessment: Assessment
    handed_in: Assessment
    visit: Visit
    document: Any
    plan: Any
    event_id: int
    mother: Person
    relationship: Relationship
    unknown: AdultToIdentify
    phone_use: Any
    vehicle_use: Any
    protected: Protected


@dataclass(frozen=True)
class FrontDoor:
    """A contact that waits, a check that is open, a referral that waits for North, and early help."""

    row: ContactChild
    check: PartnerCheck
    referral: Referral
    early_help: EarlyHelpAssessment
    partner_row: ContactChild
    grant: AccessGrant
    odd: OddAccess
    match: BlindMatch
    token: ApiToken


@dataclass(frozen=True)
class World:
    actors: dict[str, User]
    places: dict[str, Place]
    front_door: FrontDoor


def make_world() -> World:
    """All of it, through the services."""
    department = staff.department()
    actors = {name: getattr(department, name) for name in ("anna", "tariq", "sara", "mo", "lena")}
    actors |= {
        "asha": staff.user("asha", "advanced_practitioner", department.north),
        "ines": staff.user("ines", "reviewing_officer"),
        "perry": staff.user("perry", "performance_analyst"),
        "axel": staff.user("axel", "auditor"),
        "adam": staff.user("adam", "administrator"),
        "pc": staff.user("pc", "partner_agency", agency=staff.agency()),
    }
    places = {
        "own": place(department.anna, "Own"),
        "other": place(department.lena, "Other"),
        "restricted": place(department.anna, "Restricted"),
    }
    for one in (places["restricted"].child, places["restricted"].brother):
        Restriction.objects.create(child=one, reason="A colleague's family", from_on=date(2026, 1, 5))
    return World(actors, places, front_door(department, actors["pc"], places["restricted"].child))


def place(worker: User, surname: str) -> Place:
    maisie, leo = child("Maisie", surname), child("Leo", surname)
    today = timezone.localdate()
    lives(maisie, home("12 High Street"))
    episode = cases.a_case(worker, maisie, referred_on=today - timedelta(days=20))
    assessment = cases.an_assessment(worker, episode)
    plan = cases.a_plan(worker, episode, started_on=today - timedelta(days=9), outcomes=OUTCOME)
    soon = timezone.now() + timedelta(days=1)
    visit = casework.book_visit(children=[maisie], purpose="assessment", worker=worker, booked_for=soon, by=worker)
    upload = SimpleUploadedFile("letter.txt", f"A letter about {surname}".encode(), "text/plain")
    document = casework.add_document(child=maisie, title="Letter", upload=upload, by=worker)
    mother = adult("Kelly", surname)
    row = parent_of(mother, maisie)
    waiting = handed_in(worker, leo)
    return Place(
        child=maisie,
        brother=leo,
        protected=protected(worker, leo),
        assessment=assessment,
        handed_in=waiting,
        visit=visit,
        document=document,
        plan=plan,
        event_id=events_for_child(maisie.pk).first().pk,
        mother=mother,
        relationship=row,
        unknown=people.raise_adult_to_identify(child=maisie, role="father", by=worker),
        phone_use=people.use_phone(person=mother, number="07700 900123", by=worker),
        vehicle_use=people.use_vehicle(person=mother, registration="AB12 CDE", by=worker),
    )


def handed_in(worker: User, leo: Child) -> Assessment:
    """A whole assessment that waits for a manager."""
    assessment = cases.an_assessment(worker, cases.a_case(worker, leo))
    cases.a_visit(worker, leo)
    return casework.submit_assessment(assessment=cases.written(assessment), by=worker, at=cases.moment(2026, 4, 20))


def protected(worker: User, leo: Child) -> Protected:
    """On a plan since a fortnight ago, and under police protection since this morning."""
    start = timezone.localdate() - timedelta(days=14)
    start -= timedelta(days=max(start.isoweekday() - 5, 0))
    manager, episode = worker.team.manager, leo.need_episodes.get()
    room, chair = safe.room_and_chair(ChildProtectionPlan.objects.count())
    plan = safe.on_a_plan(worker, manager, episode, start, chair, room)
    outcomes = [("Three meals a day", [("Breakfast club", "Ms Hart", None)])]
    for text, actions in outcomes:
        safeguarding.add_protection_outcome(plan=plan, text=text, actions=actions, by=worker)
    now = timezone.now()
    discussion = safe.a_discussion(manager, leo, held_at=now - timedelta(hours=3), at=now)
    began = now - timedelta(hours=2)
    soon = safe.next_weekday()
    conference = safe.booked(worker, leo, on=soon, chair=chair, kind="review", room=room, at=now)
    return Protected(
        discussion=discussion,
        enquiry=discussion.enquiries.get(),
        running=safeguarding.begin_immediate_protection(child=leo, power="epo", began_at=began, by=worker, at=now),
        interview=safeguarding.plan_interview(
            child=leo, planned_for=now + timedelta(days=1), joint=True, by_whom="DC Holt", by=worker
        ),
        plan=plan,
        conference=conference,
        invitation=safeguarding.invite_to_conference(conference=conference, name="Ms Hart", by=worker),
    )


def front_door(department: staff.Department, partner: User, restricted: Child) -> FrontDoor:
    row = on_contact(department.mo, child("Fay", "Door"))
    check = ask_check(contact=row.contact, agency=staff.agency(), lawful_basis="public_task", by=department.mo)
    helped = on_contact(department.mo, child("Eve", "Early"))
    decision = decide_contact(
        contact_child=helped,
        outcome="early_help",
        reason="The family asked for it.",
        agency=staff.agency(),
        lead_practitioner="Mrs Hall",
        by=department.maya,
    )
    opened = child("Opal", "Opened")
    staff.held(opened, department.anna)
    return FrontDoor(
        grant=open_with_reason(child_id=opened.pk, by=department.lena, reason="Her cousin is on my caseload."),
        odd=OddAccess.objects.create(kind="many", user=department.lena, day=timezone.localdate(), facts=MANY),
        match=BlindMatch.objects.create(person=restricted, contact=row.contact, recorded_id=row.child_id, score=80),
        row=row,
        check=check,
        referral=referral(department.mo, department.maya, child("Rex", "Waiting"), department.north),
        early_help=decision.early_help,
        partner_row=on_contact(partner, NewChild({"forename": "Pat", "surname": "Partner"})),
        token=ApiToken.objects.create(
            user=partner, name="Notifications", scopes=["contacts:read"], ends_at=timezone.now() + timedelta(days=9)
        ),
    )
