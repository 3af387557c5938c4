"""Who plays: the people of the department as the stories need them."""

from collections import Counter
from random import Random

from demo.department import TEAMS
from demo.diary import Diary
from demo.places import LOCALITIES, Place
from people.models import Person
from staff.models import Agency, Team, User

ASSESSMENT_TEAMS = ("assessment_central", "assessment_vale", "assessment_coast")
# Which team holds a child in need plan, by the locality of the family.
PLAN_TEAMS = ("safeguarding_central", "safeguarding_central", "safeguarding_coast")
# Which agency a census source of contacts belongs to; a school is the family's own.
AGENCY_OF_SOURCE = {
    "2B": "Education Services",
    "3A": "Market Place Surgery",
    "3B": "Wexcombe Health Visiting",
    "3E": "Wexcombe Hospitals NHS Trust",
    "3F": "Wexcombe Hospitals NHS Trust",
    "4": "Wexcombe Homes",
    "5A": "Adult Social Care",
    "5B": "Youth Justice Service",
    "6": "Wexcombe Police",
}
ASKED = ("Wexcombe Police", "Wexcombe Health Visiting", "school", "Wexcombe Homes", "Wexcombe Probation")
# Cases of the visitor's own caseload are arranged one by one (stories/showcase.py): chance adds none.
ARRANGED = {"worker"}


class Cast:
    """The department's people. One object for each, so that what it remembers of itself serves every story."""

    def __init__(self, part: int = 0) -> None:
        people = list(User.objects.select_related("team", "agency").order_by("pk"))
        self.by_pk = {user.pk: user for user in people}
        self.login = {user.username: user for user in people if user.is_demo}
        names = {plan.name: plan.key for plan in TEAMS}
        self.teams = {names[team.name]: self._with_line(team) for team in Team.objects.order_by("pk")}
        for user in people:
            if user.team_id:
                user.team = next(team for team in self.teams.values() if team.pk == user.team_id)
        self.agencies = {agency.name: agency for agency in Agency.objects.all()}
        self.held: Counter[int] = Counter()
        # Men whom more than one family knows (stories/showcase.py).
        self.known_men: list[Person] = []
        self.members = {
            key: [user for user in people if user.team_id == team.pk and user.pk != team.manager_id]
            for key, team in self.teams.items()
        }

        self.diary = Diary(part, self.members["reviewing"])

    def _with_line(self, team: Team) -> Team:
        team.manager = self.by_pk.get(team.manager_id or 0)
        team.service_manager = self.by_pk.get(team.service_manager_id or 0)
        return team

    def manager(self, team: str) -> User:
        manager = self.teams[team].manager
        assert manager is not None, f"{team} has no manager"
        return manager

    def worker_for(self, team: str, children: int) -> User:
        """The one in the team who holds least; the first of them where several do."""
        able = [user for user in self.members[team] if user.username not in ARRANGED]
        chosen = min(able, key=lambda user: self.held[user.pk])
        self.held[chosen.pk] += children
        return chosen

    def let_go(self, worker: User, children: int) -> None:
        self.held[worker.pk] -= children

    def officer(self, rng: Random) -> User:
        """Whoever answers the telephone at the front door."""
        return rng.choice([user for user in self.members["mash"] if user.role == "mash_officer"])

    def decider(self, rng: Random) -> User:
        """The front door's manager, or its advanced practitioner."""
        practitioners = [user for user in self.members["mash"] if user.role == "advanced_practitioner"]
        return rng.choice([self.manager("mash"), *practitioners])

    def assessment_team(self, place: Place) -> str:
        return ASSESSMENT_TEAMS[LOCALITIES.index(place)]

    def plan_team(self, place: Place) -> str:
        return PLAN_TEAMS[LOCALITIES.index(place)]

    def agency_of(self, source: str, school: str) -> Agency | None:
        """The agency behind a source of contacts; None for a member of the public."""
        if source in {"2A", "3C"}:
            return self.agencies.get(school)
        return self.agencies.get(AGENCY_OF_SOURCE.get(source, ""))
