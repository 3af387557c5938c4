"""What a manager does to a child's allocation, with all that follows from it in the rooms below."""

from datetime import datetime

from django.db import transaction

from casework.models import Assessment
from casework.services import assign_assessment
from people.models import Child
from staff.bars import bars_on
from staff.models import Allocation, Team, User
from staff.policies import check_may_for
from staff.queries import open_lead_allocation
from staff.roles import Permission
from staff.services import allocate_child, give_to_team
from timescales.services import refresh_clocks


@transaction.atomic
def hand_child_to(*, child: Child, worker: User, by: User, reason: str = "", at: datetime | None = None) -> Allocation:
    """Name the worker who holds the child. An open assessment goes along, where nobody, the former worker
    or one kept from the record writes it.

    Raises PermissionDenied for one who may not allocate, ValidationError on "worker" for one who cannot hold a case.
    """
    before = open_lead_allocation(child)
    row = allocate_child(child=child, worker=worker, by=by, reason=reason, at=at)
    # Whoever had to give the case up for a conflict of interest cannot go on writing.
    former = {None, before.worker_id if before else None, *(bar.user_id for bar in bars_on(child))}
    for assessment in Assessment.objects.open().filter(child=child):
        if assessment.author_id in former and assessment.author_id != worker.pk:
            assign_assessment(assessment=assessment, author=worker, by=by, at=at)
    refresh_clocks(child, at=at)
    return row


@transaction.atomic
def move_child_to_team(*, child: Child, team: Team, by: User, reason: str, at: datetime | None = None) -> Allocation:
    """Another team takes the child; its manager is told, and names the worker.

    Raises PermissionDenied for one who may not allocate this child.
    """
    check_may_for(by, Permission.ALLOCATE, child)
    row = give_to_team(child=child, team=team, by=by, reason=reason, at=at)
    refresh_clocks(child, at=at)
    return row
