"""Who may do what in child protection. Role and reach from staff, state from this room's rules."""

from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Child
from safeguarding.models import Section47Enquiry
from safeguarding.rules.conference import Line, why_not_independent
from staff.models import Allocation, User
from staff.policies import check_may, check_may_for, sees_all_of
from staff.queries import responsible_for
from staff.roles import Permission


def check_can_hold_discussion(user: User, children: Iterable[Child]) -> None:
    """A manager, or an experienced social worker, to whom every one of these records is open."""
    check_may(user, Permission.HOLD_STRATEGY)
    _check_sees(user, children)


def check_can_write(user: User, children: Iterable[Child]) -> None:
    check_may(user, Permission.WRITE_RECORD)
    _check_sees(user, children)


def _check_sees(user: User, children: Iterable[Child]) -> None:
    if not sees_all_of(user, [child.pk for child in children]):
        raise PermissionDenied("One of these records is not open to you. Ask the manager of the team that holds it.")


def check_can_write_enquiry(user: User, enquiry: Section47Enquiry) -> None:
    if enquiry.authorised_at:
        raise ValidationError("This enquiry is finished, and stays as it was authorised.")
    check_may_for(user, Permission.WRITE_ASSESSMENT, enquiry.child)


def check_can_decide_on_enquiry(user: User, enquiry: Section47Enquiry) -> None:
    """A manager of the child's team or service, and never whoever handed it in."""
    if enquiry.authorised_at:
        raise ValidationError("This enquiry is finished, and stays as it was authorised.")
    if not enquiry.submitted_at:
        raise ValidationError("This enquiry has not been handed in yet.")
    if user.pk == enquiry.submitted_by_id:
        raise PermissionDenied("You handed this enquiry in, so another manager must decide on it.")
    check_may_for(user, Permission.AUTHORISE, enquiry.child)


def check_can_chair(chair: User, children: Collection[Child]) -> None:
    """Raises ValidationError on "chair" for whoever does not chair, or carries or manages one of the cases."""
    if not chair.is_active or not chair.may(Permission.CHAIR):
        raise ValidationError({"chair": "Choose somebody who chairs conferences."})
    if sentence := why_not_independent(chair.pk, chair.team_id, lines_of(children)):
        raise ValidationError({"chair": sentence})


def lines_of(children: Collection[Child]) -> list[Line]:
    """Of each child that somebody holds: lead and joint workers, their manager and service manager, and the team."""
    ids = {child.pk for child in children}
    workers: dict[int, set[int]] = {pk: set() for pk in ids}
    teams: dict[int, int | None] = dict.fromkeys(ids)
    rows = Allocation.objects.open().filter(child__in=ids).exclude(role="reviewing")
    for child_id, worker_id, team_id, role in rows.values_list("child_id", "worker_id", "team_id", "role"):
        workers[child_id].add(worker_id)
        if role == "lead":
            teams[child_id] = team_id
    for child_id, line in responsible_for(ids).items():
        workers[child_id] |= {one.pk for one in (line.worker, line.team_manager, line.service_manager) if one}
    return [Line(frozenset(pk for pk in workers[child_id] if pk), teams[child_id]) for child_id in sorted(ids)]
