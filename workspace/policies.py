"""Who may see the pages about staff and about who looked."""

from django.core.exceptions import PermissionDenied

from casework.header import held_by
from people.models import Child, Person
from staff.codes import AllocationRole
from staff.models import User
from staff.policies import children_known_to_exist_for, teams_answered_for
from staff.roles import Permission, Scope


def may_know_of_child(user: User, person: Person) -> bool:
    """Whether a search may name the person: an adult, or a child of whom the user may know."""
    return not person.is_child or children_known_to_exist_for(user).filter(pk=person.pk).exists()


def check_can_read_openings(user: User, child: Child) -> None:
    """Those who read the logs: an auditor for every record, a manager for the children of the teams answered for.

    Raises PermissionDenied with a sentence.
    """
    if user.may(Permission.READ_LOGS):
        if user.role_definition.scope == Scope.EVERYBODY:
            return
        held = [row for row in held_by(child) if row.role == AllocationRole.LEAD]
        if held and teams_answered_for(user).filter(pk=held[0].team_id).exists():
            return
    raise PermissionDenied("Only the manager of the child’s team, and auditors, may see who opened this record.")


def may_read_openings(user: User, child: Child) -> bool:
    try:
        check_can_read_openings(user, child)
    except PermissionDenied:
        return False
    return True
