"""Who is responsible for a child today, and who holds what."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from audit import as_known
from people.models import Child
from staff.codes import TeamKind
from staff.models import Agency, Alert, Allocation, Team, User, front_door_of
from staff.policies import alert_not_restricted_for, children_visible_to, teams_answered_for
from staff.roles import ROLES, Permission


@dataclass(frozen=True)
class Responsible:
    """The line for one child today. Each may be missing: an unallocated child has a team and no worker."""

    worker: User | None
    team_manager: User | None
    service_manager: User | None
    team: Team | None = None


def line_of(team: Team | None, worker: User | None = None) -> Responsible:
    """The management line above a team."""
    if team is None:
        return Responsible(worker, None, None)
    return Responsible(worker, team.manager, team.service_manager, team)


def responsible_for(child_ids: Collection[int]) -> dict[int, Responsible]:
    """The line for each child that a team holds today; a child whom nobody holds is left out. One query."""
    rows = _held_by_a_team(child_ids).select_related("worker", "team__manager", "team__service_manager")
    return {row.child_id: line_of(row.team, row.worker) for row in rows}


def responsible_for_many(child_ids: Collection[int]) -> dict[int, Responsible]:
    """The same for thousands of children: three queries, and children with one worker and team share one line."""
    rows = list(_held_by_a_team(child_ids).values_list("child_id", "team_id", "worker_id"))
    pairs = {(team_id, worker_id) for _, team_id, worker_id in rows}
    teams = Team.objects.select_related("manager", "service_manager").in_bulk({team_id for team_id, _ in pairs})
    workers = User.objects.in_bulk({worker_id for _, worker_id in pairs if worker_id})
    lines = {(team_id, worker_id): line_of(teams[team_id], workers.get(worker_id)) for team_id, worker_id in pairs}
    return {child_id: lines[team_id, worker_id] for child_id, team_id, worker_id in rows}


def _held_by_a_team(child_ids: Collection[int]) -> QuerySet[Allocation]:
    return Allocation.objects.open().lead().filter(child__any_of=child_ids)


def front_door_line() -> Responsible:
    """The line of the MASH team: answers for contacts about children whom nobody holds yet."""
    team = Team.objects.filter(kind=TeamKind.MASH).select_related("manager", "service_manager").order_by("pk").first()
    return line_of(team)


def user_with_standing(pk: int) -> User | None:
    """Somebody with the team, and whether the person answers for the front door. One query."""
    front_door = Team.objects.filter(front_door_of(OuterRef("pk"), OuterRef("team")))
    users = User.objects.select_related("team").filter(pk=pk)
    return users.annotate(answers_for_front_door=Exists(front_door)).first()  # type: ignore[no-redef] # as cached there


def open_lead_allocation(child: Child) -> Allocation | None:
    """The team, and perhaps the worker, that holds the child today."""
    return Allocation.objects.open().lead().filter(child=child).select_related("worker", "team").first()


def open_allocations(child: Child) -> QuerySet[Any]:
    """Everybody who works with the child today, the lead first; on a record as known in the past, who did then."""
    moment = as_known.moment_shown()
    rows = as_known.versions_known_at(Allocation, moment) if moment else Allocation.objects.all()
    return rows.filter(child=child.pk, to_on__isnull=True).select_related("worker", "team__manager").order_by("-role")


def workers_of(team: Team) -> QuerySet[User]:
    """Those of a team who may hold a child. How many each holds: `children_held`."""
    return (
        team.members.filter(is_active=True)
        .exclude(role__in=["mash_officer", "team_manager", "service_manager"])
        .order_by("last_name", "first_name")
    )


def children_held(worker_ids: Collection[int], user: User) -> dict[int, int]:
    """How many children each worker holds as lead, as far as the reader may count them: a hidden child is no number."""
    leads = Allocation.objects.open().lead().filter(child__in=children_visible_to(user), worker__in=worker_ids)
    return dict(leads.order_by().values_list("worker_id").annotate(Count("pk")))


def case_holding_teams() -> QuerySet[Team]:
    """Teams to which a referral can be given."""
    return Team.objects.exclude(kind__in=[TeamKind.MASH, TeamKind.REVIEWING]).order_by("name")


def agencies() -> QuerySet[Agency]:
    return Agency.objects.all()


def token_owners() -> QuerySet[User]:
    """Accounts that a token of the API can be made for: partners first, then by name."""
    rows = User.objects.filter(is_active=True).select_related("agency")
    return rows.order_by("agency__name", "last_name", "first_name")


def unallocated_for(user: User) -> QuerySet[Allocation]:
    """Children whom a team of this person's holds and no worker yet, the longest waiting first."""
    return (
        Allocation.objects.open()
        .lead()
        .filter(worker__isnull=True, team__in=teams_answered_for(user), child__in=children_visible_to(user))
        .select_related("child", "team")
        .order_by("from_on", "pk")
    )


def children_held_by(user: User) -> QuerySet[Allocation]:
    """The person's own caseload."""
    return (
        Allocation.objects.open()
        .filter(worker=user, child__in=children_visible_to(user))
        .select_related("child", "team")
        .order_by("child__surname", "child__forename")
    )


def alerts_for(user: User) -> QuerySet[Alert]:
    """All that a person was told, newest first, without what concerns a record that is restricted by now."""
    return Alert.objects.filter(alert_not_restricted_for(user), user=user).order_by("-raised_at", "-pk")


def auditors() -> QuerySet[User]:
    """Those who check who looked at records."""
    roles = [role.key for role in ROLES.values() if Permission.AUDIT_ACCESS in role.permissions]
    return User.objects.filter(role__in=roles, is_active=True).order_by("pk")


def unread_alerts(user: User) -> QuerySet[Alert]:
    return alerts_for(user).filter(read_at__isnull=True)
