"""The children at risk whom visitors meet: one in an enquiry, some on a plan."""

from datetime import timedelta

from casework.codes import AssessmentOutcome
from demo.hours import moment
from demo.life import Life, Story
from demo.stories import assessing, protecting
from demo.stories.assessing import Course
from demo.stories.caseload import given_to
from demo.stories.today import Today
from staff.models import User

RISK = AssessmentOutcome.STRATEGY_DISCUSSION


def in_an_enquiry(life: Life, today: Today, worker: User) -> Story:
    """The discussion was a week ago; the conference is booked, and the enquiry is nearly written."""
    yield from _at_risk(life, today, worker, referred=9, discussed=5)


def on_a_plan(life: Life, today: Today, worker: User) -> Story:
    """On a plan for some two months: visits, core groups, and a review to come."""
    received_on = today.ago(66)
    life.also(_assessed(life, today, 66))
    at = yield from given_to(life, received_on, "assessment_central", worker)
    at = yield at + timedelta(days=4)
    yield from protecting.protect(life, moment(at.date(), 11, 20), arranged=True)


def _at_risk(life: Life, today: Today, worker: User, *, referred: int, discussed: int) -> Story:
    yield from given_to(life, today.ago(referred), "assessment_central", worker)
    at = yield moment(today.ago(discussed), 11, 20)
    yield from protecting.protect(life, at, arranged=True)


def _assessed(life: Life, today: Today, used: int) -> Story:
    """The assessment goes its way beside the enquiry."""
    received_on = today.ago(used)
    yield moment(today.ago(used - 2), 9, 40)
    yield from assessing.assess(life, moment(received_on, 9, 25), Course(RISK, 32), stop_at="")
