"""Whole lives: which of the stories a family goes through, one after the other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from casework.codes import AssessmentOutcome
from demo.families import MadeUpChild
from demo.life import Life, Story
from demo.names import misspelt
from demo.stories import assessing, early_help, front_door, planning, protecting
from demo.stories.front_door import Decisions
from people.models import Child
from referrals.codes import ContactOutcome as Outcome
from referrals.models import Contact

PLAN_DAYS = (95, 270)


def quiet(life: Life, start: datetime) -> Story:
    """One contact that ends there, or several over the months: each alone is little."""
    for _ in range(life.rng.choices((1, 2, 3, 4), (68, 20, 8, 4))[0]):
        outcome = life.rng.choices((Outcome.NO_FURTHER_ACTION, Outcome.ADVICE), (70, 30))[0]
        yield from front_door.front_door(life, start, for_all(life, outcome))
        start = life.hours.in_days(start, 25, 260)


def again_and_again(life: Life, start: datetime) -> Story:
    """Several people tell of it, the family too, and each time nothing follows; then somebody reads the history."""
    sources = [source for source, _ in life.family.theme.told]
    life.rng.shuffle(sources)
    for source in (*sources[: life.rng.randint(1, 3)], "1A"):
        nothing = for_all(life, Outcome.NO_FURTHER_ACTION)
        yield from front_door.front_door(life, start, nothing, source=source, checks=0)
        start = life.hours.in_days(start, 20, 110)
    yield from case(life, start)


def recorded_twice(life: Life, start: datetime) -> Story:
    """The second caller says name or birthday a little differently, and nobody sees that it is the same child."""
    yield from front_door.front_door(life, start, for_all(life, Outcome.NO_FURTHER_ACTION))
    again_at = life.hours.in_days(start, 60, 300)
    life.family.children = [_heard_differently(life, child, again_at.date()) for child in life.family.children]
    yield from front_door.front_door(life, again_at, for_all(life, Outcome.ADVICE))


def _heard_differently(life: Life, child: MadeUpChild, on: date) -> MadeUpChild:
    """Day and month swapped where that gives a date, else the name misspelt; without the numbers."""
    born, forename = child.born, child.forename
    if born.day <= 12 and born.day != born.month and date(born.year, born.day, born.month) <= on:
        born = date(born.year, born.day, born.month)
    else:
        forename = misspelt(forename, life.rng)
    return replace(child, forename=forename, born=born, record=None, numbers_known=False)


def helped_early(life: Life, start: datetime) -> Story:
    """Early help; now and then it is stepped up, and a case follows."""
    _, at = yield from front_door.front_door(life, start, for_all(life, Outcome.EARLY_HELP))
    if life.maybe(0.14):
        up_at = yield life.hours.in_days(at, 25, 75)
        contact = early_help.stepped_up(life, up_at)
        life.also(early_help.early_help(life, up_at))
        if contact is not None:
            yield from _stepped_up_case(life, contact, up_at)
    else:
        yield from early_help.early_help(life, at)


def _stepped_up_case(life: Life, contact: Contact, up_at: datetime) -> Story:
    """The front door decides on a contact that came from early help."""
    row = contact.children.select_related("child", "contact").get()
    child = next(one for one in life.family.children if one.record and one.record.pk == row.child_id)
    told = front_door.Told(contact, {child: row}, contact.source, up_at)
    at = yield life.hours.in_working_days(up_at, 1, 1)
    decisions = front_door.decide(life, at, told, {child: Outcome.REFERRAL})
    yield from _from_referral(life, decisions, at, received=up_at)


def case(life: Life, start: datetime) -> Story:
    """A referral: declined now and then, else assessed; then closed, helped early, or planned for."""
    decisions, at = yield from front_door.front_door(life, start, lambda: _referred(life))
    if any(decision.outcome == Outcome.EARLY_HELP for decision in decisions.values()):
        life.also(early_help.early_help(life, at))
    yield from _from_referral(life, decisions, at, received=start)


def _referred(life: Life) -> dict[MadeUpChild, str]:
    """Brothers and sisters mostly go together; sometimes one is known to be well looked after elsewhere."""
    outcomes = for_all(life, Outcome.REFERRAL)()
    if len(outcomes) > 1 and life.maybe(0.2):
        other = Outcome.EARLY_HELP if not early_help.open_rows(life) and life.maybe(0.5) else Outcome.ADVICE
        outcomes[life.family.children[-1]] = other
    return outcomes


def _from_referral(life: Life, decisions: Decisions, at: datetime, *, received: datetime) -> Story:
    life.team = life.team or life.cast.assessment_team(life.family.locality)
    at = yield life.hours.in_working_days(at, 0, 2)
    if life.maybe(0.06):
        referrals = [decision.referral for decision in decisions.values() if hasattr(decision, "referral")]
        assessing.decline(life, referrals, at)
        return
    assessing.accept(life, decisions, at)
    if life.maybe(0.22):
        life.also(told_again(life, life.hours.in_days(at, 8, 120)))
    plan = assessing.course(life)
    at = yield from assessing.assess(life, received, plan)
    yield from after_assessment(life, plan.outcome, at)


def told_again(life: Life, start: datetime) -> Story:
    """Another contact while the case is open: passed to the worker, or advice where it has closed meanwhile."""

    def outcomes() -> dict[MadeUpChild, str]:
        return {
            child: Outcome.OPEN_CASE if child in life.episodes else Outcome.ADVICE for child in life.family.children
        }

    yield from front_door.front_door(life, start, outcomes, checks=0)


def after_assessment(life: Life, outcome: str, signed: datetime) -> Story:
    """What the assessment led to, begun a few days after it was authorised."""
    at = yield life.hours.in_working_days(signed, 1, 6)
    if outcome == AssessmentOutcome.STRATEGY_DISCUSSION:
        yield from _protected(life, at)
        return
    if outcome != AssessmentOutcome.CHILD_IN_NEED_PLAN:
        planning.close_after_assessment(life, outcome, at)
        if outcome == AssessmentOutcome.EARLY_HELP:
            life.also(early_help.early_help(life, at))
    else:
        planning.start(life, at)
        started = at
        if life.maybe(0.6):
            at = yield life.hours.in_working_days(at, 2, 8)
            planning.transfer(life, at, life.cast.plan_team(life.family.locality))
        at = yield from planning.plan_runs(life, started, life.rng.randint(*PLAN_DAYS))
    if life.maybe(0.22):
        life.team = ""
        yield from case(life, life.hours.in_days(at, 60, 300))


def _protected(life: Life, at: datetime) -> Story:
    """A child who is not safe. What follows, with a plan or without one, is the help that a child in need has."""
    at, _ = yield from protecting.protect(life, at)
    at = yield life.hours.in_working_days(at, 1, 3)
    planning.start(life, at)
    yield from planning.plan_runs(life, at, life.rng.randint(60, 120))


def before_birth(life: Life, start: datetime) -> Story:
    """A baby not born yet: assessed before birth, born, and seen through the first months."""
    life.also(_birth(life))
    yield from case(life, start)


def _birth(life: Life) -> Story:
    from people.services import record_birth

    baby = life.family.eldest
    at = yield life.hours.on(baby.born + timedelta(days=1))
    record: Child = life.record_of(baby)
    baby.forename = baby.name_at_birth
    baby.record = record_birth(
        child=record,
        date_of_birth=baby.born,
        sex=baby.sex,
        forename=baby.forename,
        nhs_number=baby.nhs_number,
        by=life.worker or life.cast.officer(life.rng),
        at=at,
    )


def for_all(life: Life, outcome: str) -> Callable[[], dict[MadeUpChild, str]]:
    return lambda: dict.fromkeys(life.family.children, outcome)
