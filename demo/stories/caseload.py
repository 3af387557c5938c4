"""The cases that the visiting social worker holds, each in a state that a worker knows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from casework.codes import AssessmentOutcome, VisitPurpose
from demo.hours import moment
from demo.life import Act, Life, Story, Telling, in_order
from demo.stories import asides, assessing, front_door, planning, visits
from demo.stories.assessing import Course
from demo.stories.front_door import Decisions
from demo.stories.lives import for_all, told_again
from demo.stories.today import Today
from referrals.codes import ContactOutcome
from staff.models import User
from timescales.calendars import england

PLAN = AssessmentOutcome.CHILD_IN_NEED_PLAN


def referred(life: Life, received_on: date, team: str) -> Telling[Decisions]:
    """A contact in the morning that the front door decides on in the afternoon: a referral for each child."""
    life.team = team
    told = front_door.log_contact(life, (yield moment(received_on, 9, 25)))
    life.also(in_order(front_door.check_steps(life, told, 1)))
    at = yield moment(received_on, 14, 10)
    return front_door.decide(life, at, told, for_all(life, ContactOutcome.REFERRAL)())


def given_to(life: Life, received_on: date, team: str, worker: User | None) -> Telling[datetime]:
    """The referral is accepted on the next working morning. Without a worker, by whoever holds least."""
    decisions = yield from referred(life, received_on, team)
    at = yield moment(england().add(received_on, 1), 10, 5)
    assessing.accept(life, decisions, at, worker)
    return at


def assessed_until(
    life: Life,
    today: Today,
    worker: User | None,
    used: int,
    plan: Course,
    stop_at: str,
    team: str = "assessment_central",
) -> Story:
    """An assessment that has used so many of its 45 working days, and stopped at a step."""
    received_on = today.ago(used)
    yield from given_to(life, received_on, team, worker)
    yield from assessing.assess(life, moment(received_on, 9, 25), plan, stop_at=stop_at)


def due_today(life: Life, today: Today, worker: User) -> Story:
    """Written, not handed in, and due today; the worker has begun to change the analysis."""
    life.also(_half_typed(life, today))
    yield from assessed_until(life, today, worker, 45, Course(PLAN, 45), "submit")


def _half_typed(life: Life, today: Today) -> Story:
    from casework.models import Assessment
    from ui.drafts import save_draft

    at = yield today.share(0.6)
    child = life.family.eldest
    assessment = Assessment.objects.open().get(child=life.record_of(child).pk)
    words = f"{assessment.analysis}\n\n{life.voice.common('half_typed', child)}"
    save_draft(
        user=life.lead,
        key=f"assessment:{assessment.pk}",
        data={"analysis": [words], "outcome": [assessment.outcome], "factors": assessment.factors},
        base_version=assessment.version,
        title=f"Write the assessment: {assessment.child.name}",
        url=f"/children/{assessment.child_id}/assessment/{assessment.pk}/edit/",
        at=at,
    )


def to_authorise(life: Life, today: Today, worker: User | None) -> Story:
    """Handed in yesterday; the manager has not read it yet."""
    yield from assessed_until(life, today, worker, 38, Course(PLAN, 39), "authorise")


def overdue(life: Life, today: Today, worker: User) -> Story:
    """Past its 45 working days, seen once, and not handed in."""
    yield from assessed_until(life, today, worker, 48, Course(PLAN, 50, visits=(0.15,)), "submit")


def sent_back(life: Life, today: Today, worker: User) -> Story:
    """The manager sent it back yesterday."""
    yield from assessed_until(life, today, worker, 40, Course(PLAN, 43, sent_back=True), "rewrite")


def half_way(life: Life, today: Today, worker: User) -> Story:
    """Half of the time is used; somebody tells of the family again today."""
    life.also(told_again(life, today.share(0.15)))
    yield from assessed_until(life, today, worker, 22, Course(PLAN, 40), "submit")


def booked_at_the_old_house(life: Life, today: Today, worker: User) -> Story:
    """A first visit is booked for the next working day; yesterday the family moved."""
    accepted_at = yield from given_to(life, today.ago(3), "assessment_central", worker)
    at = yield accepted_at + timedelta(hours=2)
    visits.book(life, at, moment(today.ahead(1), 15, 30), VisitPurpose.ASSESSMENT)
    at = yield moment(today.yesterday, 16, 20)
    asides.move_house(life)(at)


def fresh(life: Life, today: Today, worker: User) -> Story:
    """Came in yesterday and was given to the worker this morning."""
    decisions = yield from referred(life, today.yesterday, "assessment_central")
    assessing.accept(life, decisions, (yield today.share(0.2)), worker)


def before_birth(life: Life, today: Today, worker: User) -> Story:
    """A baby is due in some weeks; the assessment is on its way."""
    life.family.eldest.born = today.day + timedelta(days=31)
    yield from assessed_until(life, today, worker, 20, Course(PLAN, 36), "submit")


def planned(
    life: Life,
    today: Today,
    worker: User | None,
    *,
    days: int,
    visited: Sequence[int],
    reviewed: Sequence[int] = (),
    team: str = "assessment_central",
    also: Sequence[tuple[int, Act]] = (),
) -> Story:
    """A plan that began `days` ago, with visits and reviews so many days ago."""
    started_on = today.days_ago(days)
    received_on = england().add(started_on, -32)
    yield from given_to(life, received_on, team, worker)
    yield from assessing.assess(life, moment(received_on, 9, 25), Course(PLAN, 25))
    planning.start(life, (yield moment(started_on, 11)))
    steps = [(moment(today.days_ago(ago), 15, 30), _visit(life)) for ago in visited]
    steps += [
        (moment(today.days_ago(ago), 13), planning.review(life, place == 0)) for place, ago in enumerate(reviewed)
    ]
    steps += [(moment(today.days_ago(ago), 16, 40), act) for ago, act in also]
    yield from in_order(steps)


def _visit(life: Life) -> Act:
    def act(at: datetime) -> None:
        visits.visit(life, at, alone=True)

    return act


def visit_due_today(life: Life, today: Today, worker: User) -> Story:
    """The last visit was four weeks ago to the day."""
    yield from planned(life, today, worker, days=80, visited=(58, 28), also=((20, asides.call_noted(life)),))


def visit_late(life: Life, today: Today, worker: User) -> Story:
    """The last visit was nearly five weeks ago."""
    also = ((12, asides.call_noted(life)), (40, asides.father_found(life)))
    yield from planned(life, today, worker, days=70, visited=(55, 33), also=also)


def review_soon(life: Life, today: Today, worker: User) -> Story:
    """Brothers and sisters whose first review is due within days."""
    also = ((30, asides.document_kept(life)), (9, asides.significant(life)))
    yield from planned(life, today, worker, days=87, visited=(68, 44, 22, 10), also=also)


def going_well(life: Life, today: Today, worker: User) -> Story:
    """Reviewed in time, visited last week."""
    also = ((90, asides.grandmother_linked(life)), (50, asides.document_kept(life)), (7, asides.call_noted(life)))
    visited = (130, 108, 84, 60, 34, 8)
    yield from planned(life, today, worker, days=150, visited=visited, reviewed=(66,), also=also)
