"""A referral is accepted, and an assessment is written: the child seen, the words saved, handed in, authorised."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from casework import services
from casework.codes import AssessmentOutcome, VisitPurpose
from casework.models import Assessment, Visit
from casework.queries import about_child
from casework.rules.assessment import cautions, missing_for_submission
from demo.families import MadeUpChild
from demo.hours import moment, working_day
from demo.life import Act, Life, Telling, in_order
from demo.stories import asides, early_help, visits
from demo.stories.front_door import Decisions
from demo.words import common
from referrals.models import Referral
from referrals.services import accept_referral, decline_referral
from staff.models import User
from timescales.calendars import england

DUE = 45


@dataclass
class Course:
    """How one assessment goes. Working days are counted from the referral, as the 45 are."""

    outcome: str
    authorised_on: int
    sent_back: bool = False
    seen_alone: bool = True
    visits: tuple[float, ...] = (0.12, 0.45, 0.75)
    assessments: dict[MadeUpChild, Assessment] = field(default_factory=dict)


def course(life: Life) -> Course:
    """Most are in time, some early, one in eight late; one in seven comes back once."""
    rng = life.rng
    day = rng.choices((rng.randint(12, 25), rng.randint(26, 44), rng.randint(47, 64)), (30, 58, 12))[0]
    outcome = rng.choices(
        (
            AssessmentOutcome.NO_FURTHER_ACTION,
            AssessmentOutcome.EARLY_HELP,
            AssessmentOutcome.CHILD_IN_NEED_PLAN,
            AssessmentOutcome.STRATEGY_DISCUSSION,
            AssessmentOutcome.OTHER_SERVICE,
        ),
        (32, 17, 33, 14, 4),
    )[0]
    return Course(outcome, day, sent_back=day > 20 and life.maybe(0.16), seen_alone=life.maybe(0.93))


def accept(life: Life, decisions: Decisions, at: datetime, worker: User | None = None) -> None:
    """The team's manager takes the referrals of a family and gives them to one worker."""
    referrals = {child: decision.referral for child, decision in decisions.items() if hasattr(decision, "referral")}
    if life.worker is None:
        life.take_on(worker or life.cast.worker_for(life.team, len(referrals)), len(referrals))
    early_help.give_way(life, list(referrals), at)
    for child, referral in referrals.items():
        life.episodes[child] = accept_referral(
            referral=referral, worker=life.lead, primary_need=life.family.theme.need, by=life.manager, at=at
        )


def decline(life: Life, referrals: list[Referral], at: datetime) -> None:
    for referral in referrals:
        decline_referral(referral=referral, reason=life.voice.common("declined"), by=life.manager, at=at)


def assess(life: Life, received: datetime, plan: Course, *, stop_at: str = "") -> Telling[datetime]:
    """From the day after the worker got the family to the manager's signature. `stop_at` names a step left undone."""
    steps: list[tuple[datetime, Act]] = []
    at = _moments(life, received.date(), plan)
    booked: list[Visit] = []
    first, *others = (at(plan.authorised_on * share) for share in plan.visits)
    early = working_day(received.date() + timedelta(days=2))
    steps.append((max(moment(early, 10), first - timedelta(days=3)), _book(life, booked, first)))
    steps.append((first, _first_visit(life, booked)))
    steps += [(when, _visit(life, alone=plan.seen_alone)) for when in others]
    if life.maybe(0.88):
        steps.append((at(min(9, plan.authorised_on * 0.4)), _look(life)))
    steps.append((at(plan.authorised_on * 0.35), asides.call_noted(life)))
    hand_in_on = plan.authorised_on - (6 if plan.sent_back else 2)
    # Written before it is handed in, however short the time.
    steps.append((at(min(plan.authorised_on * 0.8, hand_in_on - 1)), _save(life, plan)))
    if stop_at != "submit":
        steps.append((at(hand_in_on), _submit(life, plan)))
        if plan.sent_back:
            steps.append((at(plan.authorised_on - 4), _send_back(life, plan)))
            if stop_at != "rewrite":
                steps.append((at(plan.authorised_on - 2), _hand_in_again(life, plan)))
        if stop_at not in {"authorise", "rewrite"}:
            steps.append((at(plan.authorised_on), _authorise(life, plan, received.date())))
    return (yield from in_order(steps))


def _moments(life: Life, received_on: date, plan: Course) -> Callable[[float], datetime]:
    """Moments by working days from the referral, each in working hours."""

    def at(working_days: float) -> datetime:
        return life.hours.on(england().add(received_on, max(2, round(working_days))))

    return at


def _book(life: Life, booked: list[Visit], visit_at: datetime) -> Act:
    def act(at: datetime) -> None:
        if visits.visible(life):
            booked.append(visits.book(life, at, max(visit_at, at), VisitPurpose.ASSESSMENT))

    return act


def _first_visit(life: Life, booked: list[Visit]) -> Act:
    """One in ten finds nobody at home; then the next days bring it about."""

    def act(at: datetime) -> None:
        visit = booked.pop() if booked else None
        visits.visit(life, at, VisitPurpose.ASSESSMENT, booked=visit, seen=not life.maybe(0.1))

    return act


def _visit(life: Life, *, alone: bool) -> Act:
    def act(at: datetime) -> None:
        visits.visit(life, at, VisitPurpose.ASSESSMENT, alone=alone)

    return act


def _look(life: Life) -> Act:
    def act(at: datetime) -> None:
        for one in _open_assessments(life):
            services.look_midway(assessment=one, by=life.manager, note=life.voice.common("oversight"), at=at)

    return act


def _open_assessments(life: Life) -> list[Assessment]:
    held = [episode.pk for episode in life.episodes.values()]
    return list(Assessment.objects.open().filter(episode__in=held).order_by("pk"))


def _by_child(life: Life) -> dict[MadeUpChild, Assessment]:
    rows = {row.child_id: row for row in _open_assessments(life)}
    return {child: rows[child.record.pk] for child in life.open_cases if child.record and child.record.pk in rows}


def _save(life: Life, plan: Course) -> Act:
    """All parts are written; what is the family's is the same for each child, the rest is each child's own."""

    def act(at: datetime) -> None:
        theme, voice = life.family.theme, life.voice
        shared: dict[str, Any] = {name: voice.whole(part) for name, part in FAMILY_PARTS.items()}
        factors = list(life.rng.choice(theme.factors))
        plan.assessments = _by_child(life)
        for child, assessment in plan.assessments.items():
            plan.assessments[child] = services.save_assessment(
                assessment=assessment,
                by=life.lead,
                at=at,
                child_words=voice.said_by(child),
                developmental_needs=voice.own_part("needs", child, at.date()),
                analysis=voice.own_part("analysis", child, at.date()),
                factors=factors,
                outcome=plan.outcome,
                next_steps=voice.fill(common("steps")[plan.outcome], child),
                **shared,
            )

    return act


FAMILY_PARTS = {"parenting_capacity": "parenting", "family_and_environment": "family", "family_views": "views"}


def _submit(life: Life, plan: Course) -> Act:
    def act(at: datetime) -> None:
        for child, assessment in plan.assessments.items():
            plan.assessments[child] = services.submit_assessment(
                assessment=assessment, by=life.lead, note=_caution(life, child, assessment, at), at=at
            )

    return act


def _caution(life: Life, child: MadeUpChild, assessment: Assessment, at: datetime) -> str:
    """A word on what is missing, where something is: nearly always that the child was not seen alone."""
    # As the record has the child now: a baby may have been born since the words were written.
    assessment.child = life.record_of(child)
    gaps = missing_for_submission(assessment, about_child(assessment), at.date())
    return life.voice.common("not_alone", child) if cautions(gaps) else ""


def _send_back(life: Life, plan: Course) -> Act:
    def act(at: datetime) -> None:
        for child, assessment in plan.assessments.items():
            reason = life.voice.common("sent_back", child)
            plan.assessments[child] = services.return_assessment(
                assessment=assessment, by=life.manager, reason=reason, at=at
            )

    return act


def _hand_in_again(life: Life, plan: Course) -> Act:
    def act(at: datetime) -> None:
        for child, assessment in plan.assessments.items():
            more = f"{assessment.analysis}\n\n{life.voice.common('added', child)}"
            services.save_assessment(assessment=assessment, by=life.lead, at=at, analysis=more)
        _submit(life, plan)(at)

    return act


def _authorise(life: Life, plan: Course, received_on: date) -> Act:
    def act(at: datetime) -> None:
        late = at.date() > england().add(received_on, DUE)
        for child, assessment in plan.assessments.items():
            services.authorise_assessment(
                assessment=assessment,
                by=life.manager,
                reason=life.voice.common("authorised", child),
                late_reason=life.voice.common("late", child) if late else "",
                at=at,
            )

    return act
