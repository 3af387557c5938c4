"""A child in need plan: started, visited, reviewed, ended; and the ways in which a case closes."""

from datetime import date, datetime, timedelta

from casework import services
from casework.codes import AssessmentOutcome, ReasonForClosure, ReviewDecision
from demo.families import MadeUpChild
from demo.life import Act, Life, Telling, in_order
from demo.stories import asides, visits
from demo.words import common
from referrals.services import step_down
from staff.models import User
from staff.services import allocate_child

WEEKS_BETWEEN_VISITS = 4
REVIEW_DAYS = 84


def close_after_assessment(life: Life, outcome: str, at: datetime) -> None:
    """No further action, early help, or another service: the case ends with the assessment."""
    for child in life.open_cases:
        if outcome == AssessmentOutcome.EARLY_HELP:
            hand_to_early_help(life, child, at)
        else:
            _close(life, child, ReasonForClosure.AFTER_ASSESSMENT, at)
    life.let_go()


def hand_to_early_help(life: Life, child: MadeUpChild, at: datetime) -> None:
    """Stepped down: what the assessment and the plan say goes along."""
    after_plan = child in life.plans
    reason = ReasonForClosure.OTHER if after_plan else ReasonForClosure.AFTER_ASSESSMENT_EARLY_HELP
    step_down(
        episode=life.episodes.pop(child),
        agency=life.cast.agencies[child.school],
        lead_practitioner=life.rng.choice(common("referrers")["2A"]),
        consent_given_on=at.date(),
        closure_reason=reason,
        note=life.voice.common("step_down", child),
        by=life.manager,
        at=at,
    )
    life.plans.pop(child, None)


def _close(life: Life, child: MadeUpChild, reason: str, at: datetime) -> None:
    services.close_case(
        episode=life.episodes.pop(child),
        closed_on=at.date(),
        reason=reason,
        note=life.voice.common("closing", child),
        by=life.manager,
        at=at,
    )
    life.plans.pop(child, None)


def start(life: Life, at: datetime) -> None:
    """The plan that follows from the assessment, the same for each child of the case but for the names in it."""
    theme, voice = life.family.theme, life.voice
    for child in life.open_cases:
        outcomes: list[tuple[str, list[tuple[str, str, date | None]]]] = [
            (
                voice.fill(text, child),
                [
                    (voice.fill(action, child), voice.fill(owner, child), at.date() + timedelta(days=14 * place + 14))
                    for place, (action, owner) in enumerate(actions)
                ],
            )
            for text, actions in theme.outcomes
        ]
        life.plans[child] = services.start_child_in_need_plan(
            episode=life.episodes[child],
            started_on=at.date(),
            summary=voice.fill(theme.plan, child),
            outcomes=outcomes,
            family_views=voice.one_of(theme.views, child),
            if_things_get_worse=voice.common("if_worse", child),
            by=life.lead,
            at=at,
        )


def transfer(life: Life, at: datetime, team: str, worker: User | None = None) -> None:
    """The family goes from the assessment team to the team that works with plans."""
    manager, children = life.manager, life.open_cases
    life.let_go()
    life.take_on(worker or life.cast.worker_for(team, len(children)), len(children))
    for child in children:
        allocate_child(
            child=life.record_of(child),
            worker=life.lead,
            by=manager,
            at=at,
            reason=f"Child in need plan, with {life.cast.teams[team].name}",
        )
    life.team = team


def plan_runs(life: Life, started: datetime, days: int, *, ends: bool = True) -> Telling[datetime]:
    """Visits about every four weeks and reviews about every twelve, until `days` are over; then the case closes."""
    steps: list[tuple[datetime, Act]] = []
    at = started
    while (at := life.hours.in_days(at, *_until_next_visit(life))) < started + timedelta(days=days):
        steps.append((at, _visit(life)))
    reviews = range(life.rng.randint(60, 84), days - 20, REVIEW_DAYS)
    for place, day in enumerate(reviews):
        steps.append((life.hours.in_days(started, day, day + 5), review(life, place == 0)))
    steps += [(life.hours.in_days(started, day, day + 10), asides.call_noted(life)) for day in range(10, days, 45)]
    steps += _asides(life, started, days)
    if ends:
        steps.append((life.hours.in_days(started, days, days), _end(life)))
    return (yield from in_order(steps))


def _until_next_visit(life: Life) -> tuple[int, int]:
    """In time, mostly; one visit in ten comes late."""
    return (30, 44) if life.maybe(0.1) else (17, 27)


def _visit(life: Life) -> Act:
    def act(at: datetime) -> None:
        if life.episodes:
            visits.visit(life, at, seen=not life.maybe(0.05))

    return act


def _asides(life: Life, started: datetime, days: int) -> list[tuple[datetime, Act]]:
    """Some of what can happen beside a plan."""
    chances = (
        (0.18, asides.move_house),
        (0.35, asides.father_found),
        (0.12, asides.joint_worker),
        (0.15, asides.document_kept),
        (0.25, asides.significant),
        (0.2, asides.grandmother_linked),
    )
    return [
        (life.hours.in_days(started, 5, max(6, days - 10)), make(life))
        for chance, make in chances
        if life.maybe(chance)
    ]


def review(life: Life, first: bool = False) -> Act:
    """A review of each plan of the family; with the first, some of what was to be done is done."""

    def act(at: datetime) -> None:
        progress = life.voice.common("progress_good" if life.maybe(0.75) else "progress_slow")
        for child, plan in life.plans.items():
            if first:
                _first_action_done(life, child, at)
            services.record_plan_review(
                plan=plan,
                held_on=at.date(),
                present=life.voice.fill("{mother}, {school}, health visitor, social worker", child),
                child_views=life.voice.said_by(child),
                progress=progress,
                decision=ReviewDecision.CONTINUE,
                by=life.lead,
                at=at,
            )

    return act


def _first_action_done(life: Life, child: MadeUpChild, at: datetime) -> None:
    outcome = life.plans[child].outcomes.first()
    action = outcome.actions.first() if outcome else None
    if action and action.done_on is None:
        services.complete_action(action=action, done_on=at.date() - timedelta(days=3), by=life.lead, at=at)


def _end(life: Life) -> Act:
    """The last review ends the plan; the case closes, or goes on as early help."""

    def act(at: datetime) -> None:
        down = life.maybe(0.3)
        for child in life.open_cases:
            _last_review(life, child, at.date(), at)
            if down:
                hand_to_early_help(life, child, at)
            else:
                _close(life, child, ReasonForClosure.OTHER, at)
        life.let_go()

    return act


def _last_review(life: Life, child: MadeUpChild, on: date, at: datetime) -> None:
    services.record_plan_review(
        plan=life.plans[child],
        held_on=on,
        present=life.voice.fill("{mother}, {grandmother}, {school}, social worker", child),
        child_views=life.voice.said_by(child),
        progress=life.voice.common("plan_ends", child),
        decision=ReviewDecision.END,
        by=life.lead,
        at=at,
    )
