"""When a case may close, and with which reason.

Children in need census: rules 8805 and 8810 (date and reason together), 8565, 8867 and 8868 (nothing open inside a
closed episode, nothing dated after it), 2990 and 8825Q (RC8 and RC9 only after an assessment that led to nothing more).
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from casework.codes import ReasonForClosure as Reason
from casework.rules.dates import words

ONLY_ASSESSED = (Reason.AFTER_ASSESSMENT, Reason.AFTER_ASSESSMENT_EARLY_HELP)


@dataclass(frozen=True)
class Case:
    """One need episode as it stands."""

    child_name: str
    referral_date: date
    died_on: date | None
    assessment_open: bool
    authorised_on: list[date]
    plans: int
    latest_date: date | None = None
    obstacles: list[str] = field(default_factory=list)


def check_closure(case: Case, closed_on: date, reason: str, today: date) -> None:
    """Raises ValidationError, by field, for every part of this closure that cannot be true."""
    problems: dict[str, list[str]] = {}
    if sentences := _when(case, closed_on, today):
        problems["closed_on"] = sentences
    if sentences := _why(case, closed_on, reason):
        problems["reason"] = sentences
    if sentences := what_is_open(case):
        problems["__all__"] = sentences
    if problems:
        raise ValidationError(problems)


def what_is_open(case: Case) -> list[str]:
    """What stands in the way of closing, whatever the date and reason."""
    mine = []
    if case.assessment_open:
        mine.append(f"{case.child_name}'s assessment is still open. It must be authorised before the case can close.")
    return [*mine, *case.obstacles]


def _when(case: Case, closed_on: date, today: date) -> list[str]:
    if closed_on > today:
        return [f"The case cannot close in the future. Today is {words(today)}."]
    if closed_on < case.referral_date:
        return [f"The case cannot close before the referral of {words(case.referral_date)}."]
    if case.latest_date and closed_on < case.latest_date:
        return [f"The record holds work of {words(case.latest_date)}. The case cannot close before that."]
    return []


def _why(case: Case, closed_on: date, reason: str) -> list[str]:
    if reason not in Reason.values:
        return ["Select why the case closes."]
    if reason == Reason.DIED and case.died_on is None:
        return [f"Record the day on which {case.child_name} died first, in the child's details."]
    if reason == Reason.DIED and case.died_on and closed_on < case.died_on:
        return [f"{case.child_name} died on {words(case.died_on)}. The case cannot close for that reason before then."]
    if reason in ONLY_ASSESSED and not case.authorised_on:
        return ["This reason is only for a case with an authorised assessment."]
    if reason in ONLY_ASSESSED and case.plans:
        return ["This reason is only for a case that led to nothing more than an assessment; this one had a plan."]
    return []


def reason_for_step_down(case: Case) -> Reason:
    """The reason that goes with early help: RC9 where an assessment was all there was, else services ended."""
    return Reason.AFTER_ASSESSMENT_EARLY_HELP if case.authorised_on and not case.plans else Reason.OTHER
