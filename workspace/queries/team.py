"""What each worker of a team holds, and where time runs out."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from casework.models import Assessment
from staff.models import Allocation, Team, User
from staff.policies import may_open, teams_answered_for
from staff.queries import children_held, workers_of
from staff.roles import Permission
from workspace import acts
from workspace.rules import SOON


@dataclass(frozen=True)
class Load:
    """What one worker holds today."""

    worker: User
    children: int = 0
    late: int = 0
    soon: int = 0


@dataclass(frozen=True)
class TeamLoad:
    team: Team
    loads: list[Load]
    unallocated: int

    @property
    def children(self) -> int:
        return sum(load.children for load in self.loads)

    @property
    def late(self) -> int:
        return sum(load.late for load in self.loads)


def team_loads(user: User, now: datetime) -> list[TeamLoad]:
    """Each team that the person answers for, with its workers. The queries grow with the teams, not the children."""
    teams = list(teams_answered_for(user).order_by("name"))
    held, waiting, dates = _held(user), _waiting(user), _dates(user, now)
    return [
        TeamLoad(team, _loads(list(workers_of(team)), team, held, dates), waiting.get(team.pk, 0)) for team in teams
    ]


def _loads(
    workers: list[User], team: Team, held: dict[tuple[int, int], int], dates: dict[tuple[int, int], tuple[int, int]]
) -> list[Load]:
    loads = [
        Load(worker, held.get((team.pk, worker.pk), 0), *dates.get((team.pk, worker.pk), (0, 0))) for worker in workers
    ]
    return sorted(loads, key=lambda load: (-load.late, -load.children, load.worker.last_name, load.worker.first_name))


def _leads(user: User) -> QuerySet[Allocation]:
    """Counted only where the person may see the child: a restricted record does not show in a number either."""
    return Allocation.objects.open().lead().filter(may_open(user, "child"))


def _held(user: User) -> dict[tuple[int, int], int]:
    rows = _leads(user).filter(team__in=teams_answered_for(user), worker__isnull=False)
    counted = rows.order_by().values("team_id", "worker_id").annotate(n=Count("pk"))
    return {(row["team_id"], row["worker_id"]): row["n"] for row in counted}


def _waiting(user: User) -> dict[int, int]:
    rows = _leads(user).filter(team__in=teams_answered_for(user), worker__isnull=True)
    return dict(rows.order_by().values_list("team_id").annotate(Count("pk")))


def _dates(user: User, now: datetime) -> dict[tuple[int, int], tuple[int, int]]:
    """For each worker of each team: how many dates are late, and how many come in the next days."""
    clock = "child__clocks__"
    due = {f"{clock}stopped_at__isnull": True, f"{clock}due_at__lte": now + SOON}
    rows = _leads(user).filter(team__in=teams_answered_for(user), worker__isnull=False, **due)
    submitted = Assessment.objects.waiting_for_a_manager().values("pk")
    # What waits for the manager, or is the front door's, is not the worker's to do.
    others = [*acts.OF_THE_FRONT_DOOR, *acts.OF_MANAGERS]
    of_worker = ~Q(**{f"{clock}rule_id__in": acts.MANAGERS_RULES}) & ~Q(**{f"{clock}subject_kind__in": others})
    of_worker &= ~Q(**{f"{clock}subject_kind": "assessment", f"{clock}subject_id__in": submitted})
    counted = (
        rows.order_by()
        .values_list("team_id", "worker_id")
        .annotate(
            late=Count("child__clocks", filter=of_worker & Q(**{f"{clock}due_at__lt": now})),
            soon=Count("child__clocks", filter=of_worker & Q(**{f"{clock}due_at__gte": now})),
        )
    )
    return {(team, worker): (late, soon) for team, worker, late, soon in counted}


def who_could_hold(user: User) -> list[tuple[Team, list[User], dict[int, int]]]:
    """The workers of every team that the person answers for, with how many children each holds."""
    teams = list(teams_answered_for(user).order_by("name"))
    members = {team.pk: list(workers_of(team)) for team in teams}
    counts = children_held([worker.pk for workers in members.values() for worker in workers], user)
    return [(team, members[team.pk], counts) for team in teams]


def worker_in_teams_of(user: User, pk: int) -> User:
    """Somebody of a team that the person answers for, or the person. Raises Http404 for anybody else."""
    condition = Q(pk=user.pk)
    if user.may(Permission.ALLOCATE):
        condition |= Q(team__in=teams_answered_for(user))
    found = User.objects.filter(condition, pk=pk).select_related("team").first()
    if found is None:
        raise Http404
    return found
