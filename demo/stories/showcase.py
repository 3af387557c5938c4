"""The families that visitors meet today: the worker's caseload, the front door's queue, the managers' in-trays."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from demo.cast import Cast
from demo.engine import Engine
from demo.families import FamilyMaker, choose_schools
from demo.hours import moment
from demo.life import Life, Story
from demo.places import LOCALITIES
from demo.stories import at_risk, caseload, in_trays
from demo.stories.today import Today
from demo.words import BEFORE_BIRTH, THEMES, Theme

# Of a small department not more than this share is arranged, so that there is a past as well.
MOST = 0.6
Tell = Callable[[Life, Today], Story]


@dataclass(frozen=True)
class Arranged:
    """One family: what brings it, how many children, and how its story is told."""

    theme: str
    size: int
    tell: Tell
    ages: tuple[int, int] | None = None
    locality: int = 0


def _own(tell: Callable[..., Story]) -> Tell:
    """A case that the visiting social worker holds."""
    return lambda life, today: tell(life, today, life.cast.login["worker"])


def _queue(urgency: str, share: float, checks: int = 0) -> Tell:
    """Came in today, when that share of the day had passed."""
    return lambda life, today: in_trays.waits(life, today.share(share), urgency, checks)


def _queue_yesterday(urgency: str, hour: int, checks: int = 0) -> Tell:
    return lambda life, today: in_trays.waits(life, moment(today.yesterday, hour, 15), urgency, checks)


def _sent(login: str, share: float) -> Tell:
    """A partner agency sent it by itself today."""
    return lambda life, today: in_trays.sent_by_partner(life, today, login, share)


def _car(days_ago: int) -> Tell:
    return lambda life, today: in_trays.known_by_a_car(life, today.days_ago(days_ago))


# In this order, so that a small department has a little of everything.
ARRANGED = (
    Arranged("domestic_abuse", 1, _own(caseload.due_today)),
    Arranged("domestic_abuse", 2, _queue("red", 0.55, 2)),
    Arranged("neglect", 1, lambda life, today: in_trays.referral_waits(life, today)),
    Arranged("neglect", 2, _own(caseload.to_authorise)),
    Arranged("low_mood", 1, _own(caseload.sent_back)),
    Arranged("housing", 1, _queue("green", 0.2)),
    Arranged("substances", 1, _own(caseload.overdue)),
    Arranged("neglect", 1, in_trays.waits_too_long),
    Arranged("physical", 2, _own(caseload.booked_at_the_old_house)),
    Arranged("parent_mental_health", 1, _own(caseload.visit_due_today)),
    Arranged("physical", 1, _queue_yesterday("amber", 15, 2)),
    Arranged("domestic_abuse", 1, _sent("police", 0.45), ages=(5, 11)),
    Arranged("disability", 1, in_trays.nobody_holds_it, locality=1),
    Arranged("neglect", 1, _own(caseload.visit_late)),
    Arranged("neglect", 1, _own(at_risk.on_a_plan), ages=(6, 9)),
    Arranged("physical", 1, _own(at_risk.in_an_enquiry), ages=(7, 12)),
    Arranged("domestic_abuse", 3, _own(caseload.review_soon), ages=(9, 12)),
    Arranged("young_carer", 1, in_trays.restricted),
    Arranged("disability", 1, _own(in_trays.opened_from_outside)),
    Arranged("quarrels", 1, _queue("amber", 0.75, 1)),
    Arranged("neglect", 1, _sent("school", 0.3), ages=(6, 10)),
    Arranged("young_carer", 1, _own(caseload.going_well)),
    Arranged("before_birth", 1, _own(caseload.before_birth)),
    Arranged("substances", 1, lambda life, today: in_trays.referral_waits(life, today, strategy=True)),
    Arranged("who_with", 1, in_trays.with_adviser, ages=(16, 16)),
    Arranged("neglect", 2, in_trays.with_reviewing_officer),
    Arranged("quarrels", 1, _own(caseload.half_way)),
    Arranged("housing", 1, _own(caseload.fresh)),
    Arranged("parent_mental_health", 2, _queue_yesterday("amber", 16, 1)),
    Arranged("substances", 1, lambda life, today: caseload.to_authorise(life, today, None)),
    Arranged("low_mood", 1, _queue("red", 0.9, 1)),
    Arranged("who_with", 1, _car(520)),
    Arranged("who_with", 1, _car(290)),
    Arranged("who_with", 1, _car(40)),
    Arranged("disability", 1, _queue("blue", 0.35)),
    Arranged("domestic_abuse", 2, lambda life, today: in_trays.referral_waits(life, today)),
    Arranged("domestic_abuse", 2, in_trays.restricted),
    Arranged("quarrels", 1, in_trays.with_adviser, ages=(16, 16)),
    Arranged("physical", 1, in_trays.with_reviewing_officer),
    Arranged("neglect", 3, _queue_yesterday("green", 11, 1)),
    Arranged("substances", 2, _queue("amber", 0.65, 2)),
)


def arranged(children: int) -> list[Arranged]:
    """Those that a department of so many children has room for."""
    chosen: list[Arranged] = []
    for one in ARRANGED:
        if sum(plan.size for plan in chosen) + one.size <= children * MOST:
            chosen.append(one)
    return chosen


def begin(plans: list[Arranged], maker: FamilyMaker, cast: Cast, engine: Engine, today: Today) -> None:
    """Put the arranged families on their way. Families are numbered by their place, others follow after."""
    for number, plan in enumerate(plans):
        theme = _theme(plan)
        born_by = today.day - timedelta(days=200)
        family = maker.family(number, theme=theme, size=plan.size, on=born_by, locality=LOCALITIES[plan.locality])
        choose_schools(family, born_by)
        engine.add(plan.tell(Life(family, cast, engine.add), today))


def _theme(plan: Arranged) -> Theme:
    theme = next(one for one in (*THEMES, BEFORE_BIRTH) if one.key == plan.theme)
    return replace(theme, ages=plan.ages) if plan.ages else theme
