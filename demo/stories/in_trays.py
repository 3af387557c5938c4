"""What waits for the front door, for managers, and for those who stand beside the line."""

from datetime import date, datetime, timedelta

from access.services import find_odd_access, hide_household
from demo.hours import moment
from demo.life import Life, Story, in_order
from demo.numbers import Numbers
from demo.stories import front_door, lives
from demo.stories.caseload import planned, referred
from demo.stories.front_door import Told
from demo.stories.today import Today
from people import services as people
from people.codes import RelationshipKind
from referrals import sent
from referrals.codes import Consent, ContactOutcome, Urgency
from referrals.services import ask_check, receive_contact
from staff.bars import near_family
from staff.codes import AllocationRole, RestrictionKind
from staff.models import User
from staff.openings import open_with_reason
from staff.policies import child_for
from staff.services import add_joint_worker, give_to_team

CENTRAL = "assessment_central"
GREY_CAR = Numbers().registration()


def waits(life: Life, at: datetime, urgency: str, checks: int = 0) -> Story:
    """A contact on which nobody has decided yet, its checks answered or still open as the day has gone."""
    told = front_door.log_contact(life, (yield at), urgency=urgency)
    if checks:
        yield from in_order(front_door.check_steps(life, told, checks))


def waits_too_long(life: Life, today: Today) -> Story:
    """Three working days old: the decision is late, and the police have not answered either."""
    told = front_door.log_contact(life, (yield moment(today.ago(3), 11, 40)), source="2A", urgency="amber")
    yield from _asked(life, told, moment(today.ago(3), 13))


def _asked(life: Life, told: Told, moment_asked: datetime) -> Story:
    at = yield moment_asked
    ask_check(
        contact=told.contact,
        agency=life.cast.agencies["Wexcombe Police"],
        lawful_basis="public_task",
        question=life.voice.common("question"),
        by=life.cast.login["mash"],
        at=at,
    )


def sent_by_partner(life: Life, today: Today, login: str, share: float) -> Story:
    """A partner agency sends a message about a child whom the department met months ago, without the child's numbers.

    So the child is newly known, and the front door is shown who it may be.
    """
    nothing = lives.for_all(life, ContactOutcome.NO_FURTHER_ACTION)
    yield from front_door.front_door(life, moment(today.days_ago(140), 11), nothing, checks=0)
    at = yield today.share(share)
    child, by = life.family.eldest, life.cast.login[login]
    receive_contact(
        message=sent.Message(
            concern=life.voice.fill(life.family.theme.told[0][1]),
            consent=Consent.NOT_YET_SOUGHT,
            urgency=Urgency.AMBER,
            children=[sent.SentChild(child.forename, child.surname, child.born, sex=child.sex)],
            partner_reference=f"{login[:2].upper()}-{today.day:%Y%m%d}-{life.family.number:04d}",
        ),
        by=by,
        at=at,
    )


def referral_waits(life: Life, today: Today, *, strategy: bool = False) -> Story:
    """Decided yesterday; the team's manager has not taken it yet."""
    if not strategy:
        yield from referred(life, today.yesterday, CENTRAL)
        return
    life.team = CENTRAL
    told = front_door.log_contact(life, (yield moment(today.yesterday, 15, 5)), urgency="red")
    at = yield moment(today.yesterday, 16, 30)
    front_door.decide(life, at, told, lives.for_all(life, ContactOutcome.STRATEGY_DISCUSSION)())


def nobody_holds_it(life: Life, today: Today) -> Story:
    """The family moved to the centre of the town: the case came over two days ago, and nobody has it yet."""
    yield from planned(life, today, None, days=60, visited=(40, 21), team="assessment_vale")
    at = yield moment(today.ago(2), 12)
    by = life.manager
    for child in life.open_cases:
        give_to_team(
            child=life.record_of(child),
            team=life.cast.teams[CENTRAL],
            by=by,
            at=at,
            reason="The family has moved to Wexcombe Central",
        )
    life.let_go()


def with_reviewing_officer(life: Life, today: Today) -> Story:
    """A plan that the visiting reviewing officer looks at from outside the line."""
    yield from _with_another(life, today, "iro", AllocationRole.REVIEWING)


def with_adviser(life: Life, today: Today) -> Story:
    """A young person whom the visiting personal adviser stands by."""
    yield from _with_another(life, today, "adviser", AllocationRole.ADVISER)


def _with_another(life: Life, today: Today, login: str, role: str) -> Story:
    def join(at: datetime) -> None:
        for child in life.open_cases:
            worker = life.cast.login[login]
            add_joint_worker(child=life.record_of(child), worker=worker, by=life.manager, role=role, at=at)

    visited = (88, 62, 36, 12)
    yield from planned(life, today, None, days=110, visited=visited, team="safeguarding_central", also=((100, join),))


def restricted(life: Life, today: Today) -> Story:
    """The family of somebody who works for the council: only those named may know of the record."""

    def restrict(at: datetime) -> None:
        service = life.cast.login["service"]
        child = life.record_of(life.open_cases[0])
        _, *others = near_family(child)
        hide_household(
            child=child,
            others=others,
            kind=RestrictionKind.COLLEAGUE,
            reason="A parent works for the council",
            review_on=today.day + timedelta(days=20),
            named=[life.lead, life.manager, service],
            keeper=service,
            by=service,
            at=at,
        )

    visited = (70, 45, 20)
    yield from planned(life, today, None, days=90, visited=visited, team=CENTRAL, also=((85, restrict),))


def opened_from_outside(life: Life, today: Today, worker: User) -> Story:
    """Somebody of another team opened the record yesterday and said why; the manager was told."""
    yield from planned(life, today, worker, days=45, visited=(30, 15))
    at = yield moment(today.yesterday, 10, 50)
    open_with_reason(
        child_id=life.record_of(life.family.eldest).pk,
        by=life.cast.login["worker2"],
        reason=life.voice.common("why_opened"),
        at=at,
    )
    yield from _looked_at_night(life, today)


def _looked_at_night(life: Life, today: Today) -> Story:
    """Somebody at the front door read the record late in the evening, with no contact to work on: for the auditor."""
    child, mash = life.record_of(life.family.eldest), life.cast.login["mash"]
    for minute, page in ((40, "record"), (43, "chronology"), (51, "family")):
        yield moment(today.yesterday, 22, minute)
        child_for(mash, child.pk, page=page)
    at = yield moment(today.day, 4, 10)
    find_odd_access(now=at, days=5)


def known_by_a_car(life: Life, at_day: date) -> Story:
    """Another child, another year, the same man and the same car."""
    yield from front_door.front_door(
        life, moment(at_day, 11), lives.for_all(life, ContactOutcome.NO_FURTHER_ACTION), source="6", checks=1
    )
    at = yield moment(at_day, 11) + timedelta(days=3)
    by = life.cast.officer(life.rng)
    known = life.cast.known_men
    if not known:
        known.append(people.record_person(by=by, at=at, forename="Darren", surname="Pell", sex="M"))
    people.relate(
        from_person=known[0], to_person=life.record_of(life.family.eldest), kind=RelationshipKind.OTHER, by=by, at=at
    )
    people.use_vehicle(person=known[0], registration=GREY_CAR, description="Grey hatchback", by=by, at=at)
