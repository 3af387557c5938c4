"""Who may do what to a case: role and reach from staff, state from this room's rules. Each check raises a sentence."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from casework.models import Assessment, NeedEpisode
from casework.rules.states import Step, check_step
from people.models import Child
from staff.models import User
from staff.policies import check_may, check_may_for, children_visible_to, sees_all_of
from staff.roles import Permission


def allowed(check: Callable[..., None], *args: Any) -> bool:
    """Whether a check of this module would let it pass: the only way in which a page asks."""
    try:
        check(*args)
    except (PermissionDenied, ValidationError):
        return False
    return True


def check_can_write_for(user: User, children: Iterable[Child]) -> None:
    """May write notes, visits, plans and documents for every one of these children."""
    check_may(user, Permission.WRITE_RECORD)
    if not sees_all_of(user, [child.pk for child in children]):
        raise PermissionDenied("One of these records is not open to you. Ask the manager of the team that holds it.")


def check_can_write_for_one_of(user: User, children: Iterable[Child]) -> None:
    """May write for at least one of these children: enough to act on what they share."""
    check_may(user, Permission.WRITE_RECORD)
    if not children_visible_to(user).filter(pk__in=[child.pk for child in children]).exists():
        raise PermissionDenied("This record is not open to you. Ask the manager of the team that holds it.")


def check_can_start_assessment(user: User, child: Child) -> None:
    """A worker who writes them, or a manager who hands one out."""
    needed = Permission.WRITE_RECORD if user.may(Permission.ALLOCATE) else Permission.WRITE_ASSESSMENT
    check_may_for(user, needed, child)


def check_can_write_assessment(user: User, assessment: Assessment) -> None:
    check_step(assessment.state, Step.SAVE)
    check_may_for(user, Permission.WRITE_ASSESSMENT, assessment.child)


def check_can_submit_assessment(user: User, assessment: Assessment) -> None:
    check_step(assessment.state, Step.SUBMIT)
    check_may_for(user, Permission.WRITE_ASSESSMENT, assessment.child)


def check_can_return_assessment(user: User, assessment: Assessment) -> None:
    check_step(assessment.state, Step.RETURN)
    _check_signs_off(user, assessment)


def check_can_authorise_assessment(user: User, assessment: Assessment) -> None:
    """A manager of the child's team or service, and never whoever wrote it."""
    check_step(assessment.state, Step.AUTHORISE)
    _check_signs_off(user, assessment)


def check_can_look_midway(user: User, assessment: Assessment) -> None:
    check_step(assessment.state, Step.CHECK_MIDWAY)
    check_may_for(user, Permission.AUTHORISE, assessment.child)


def _check_signs_off(user: User, assessment: Assessment) -> None:
    if user.pk == assessment.author_id:
        raise PermissionDenied("You wrote this assessment, so another manager must decide on it.")
    check_may_for(user, Permission.AUTHORISE, assessment.child)


def check_can_close_case(user: User, episode: NeedEpisode) -> None:
    if episode.closed_on:
        raise ValidationError("This case is already closed.")
    check_may_for(user, Permission.CLOSE_CASE, episode.child)


def check_can_read_history(user: User) -> None:
    """What was changed in a record is read by those who may write in records, and by those who audit them.

    Raises PermissionDenied with a sentence. That the record is open to the person is for `child_for` to say.
    """
    if not (user.may(Permission.WRITE_RECORD) or user.may(Permission.READ_LOGS)):
        raise PermissionDenied("Only those who write in records, and auditors, may see what was changed in one.")
