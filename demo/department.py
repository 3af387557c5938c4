"""The made-up department: localities, teams, partner agencies, about fifty people, and the logins that visitors use."""

from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from faker import Faker

from demo.diary import ROOMS
from demo.places import LOCALITIES, PRIMARIES, SECONDARIES
from safeguarding.models import ConferenceRoom
from staff.api_scopes import ApiScope
from staff.api_tokens import last_day_allowed, make_token, set_demo_key
from staff.codes import AgencyKind, TeamKind
from staff.models import Agency, Locality, Team, User

PASSWORD = "demo-password"
DOMAIN = "wexcombe.example"


@dataclass(frozen=True)
class TeamPlan:
    key: str
    name: str
    kind: str
    locality: int | None = None
    workers: int = 0
    role: str = "social_worker"
    practitioners: int = 0
    service: str = "service"


TEAMS = (
    TeamPlan("mash", "Front Door (MASH)", TeamKind.MASH, None, 3, "mash_officer", 1),
    TeamPlan("assessment_central", "Assessment Central", TeamKind.ASSESSMENT, 0, 4, practitioners=1),
    TeamPlan("assessment_vale", "Assessment Vale", TeamKind.ASSESSMENT, 1, 5, practitioners=1),
    TeamPlan("assessment_coast", "Assessment Coast", TeamKind.ASSESSMENT, 2, 4, practitioners=1),
    TeamPlan("safeguarding_central", "Safeguarding Central and Vale", TeamKind.SAFEGUARDING, 0, 6),
    TeamPlan("safeguarding_coast", "Safeguarding Coast", TeamKind.SAFEGUARDING, 2, 4),
    TeamPlan("looked_after", "Looked-after Children", TeamKind.LOOKED_AFTER, None, 3, service="service_care"),
    TeamPlan(
        "leaving_care", "Leaving Care", TeamKind.LEAVING_CARE, None, 2, "personal_adviser", service="service_care"
    ),
    TeamPlan("early_help", "Early Help", TeamKind.EARLY_HELP, None, 3, service="service_care"),
    TeamPlan(
        "reviewing",
        "Reviewing and Conferences",
        TeamKind.REVIEWING,
        None,
        4,
        "reviewing_officer",
        service="service_care",
    ),
)


@dataclass(frozen=True)
class LoginPlan:
    """A login for visitors. Where `manages` is set, the person manages that team instead of somebody made up."""

    name: str
    forename: str
    surname: str
    role: str
    team: str = ""
    agency: str = ""
    manages: str = ""


LOGINS = (
    LoginPlan("mash", "Mo", "Osei", "mash_officer", "mash"),
    LoginPlan("worker", "Anna", "Whitfield", "social_worker", "assessment_central"),
    LoginPlan("worker2", "Lena", "Novak", "social_worker", "assessment_coast"),
    LoginPlan("manager", "Tariq", "Aziz", "team_manager", "assessment_central", manages="assessment_central"),
    LoginPlan("service", "Sara", "Lindley", "service_manager"),
    LoginPlan("iro", "Ian", "Rowe", "reviewing_officer", "reviewing"),
    LoginPlan("adviser", "Grace", "Adeyemi", "personal_adviser", "leaving_care"),
    LoginPlan("performance", "Piotr", "Zielinski", "performance_analyst"),
    LoginPlan("auditor", "Helen", "Marsh", "auditor"),
    LoginPlan("admin", "Sam", "Okoro", "administrator"),
    LoginPlan("police", "Referrals", "Desk", "partner_agency", agency="Wexcombe Police"),
    LoginPlan("school", "Safeguarding", "Lead", "partner_agency", agency=PRIMARIES[1]),
)
# Anybody may read these here, so they open nothing outside the demonstration (staff/backends.py).
TOKENS = {name: f"demo-token-{name}".ljust(40, "0") for name in ("police", "school")}

AGENCIES = (
    ("Wexcombe Police", AgencyKind.POLICE),
    ("Wexcombe Hospitals NHS Trust", AgencyKind.HEALTH),
    ("Wexcombe Health Visiting", AgencyKind.HEALTH),
    ("Market Place Surgery", AgencyKind.HEALTH),
    ("Wexcombe Homes", AgencyKind.HOUSING),
    ("Wexcombe Probation", AgencyKind.PROBATION),
    ("Adult Social Care", AgencyKind.ADULT_CARE),
    ("Youth Justice Service", AgencyKind.YOUTH_JUSTICE),
    ("Education Services", AgencyKind.EDUCATION),
    ("Haven Domestic Abuse Service", AgencyKind.VOLUNTARY),
    ("Turning Tide Drug and Alcohol Service", AgencyKind.VOLUNTARY),
    ("Little Acorns Nursery", AgencyKind.EDUCATION),
    *((school, AgencyKind.EDUCATION) for school in (*PRIMARIES, *SECONDARIES)),
)


def is_built() -> bool:
    """Whether the department stands in this database already."""
    return Team.objects.filter(name=TEAMS[0].name).exists()


@transaction.atomic
def build_department(seed: int) -> None:
    """Write the department into an empty database."""
    localities = [Locality.objects.create(name=place.name) for place in LOCALITIES]
    agencies = {name: Agency.objects.create(name=name, kind=kind) for name, kind in AGENCIES}
    for name in ROOMS:
        ConferenceRoom.objects.create(name=name)
    teams = {
        plan.key: Team.objects.create(
            name=plan.name,
            kind=plan.kind,
            locality=None if plan.locality is None else localities[plan.locality],
        )
        for plan in TEAMS
    }
    people = _Recruiter(seed)
    shown = people.open_logins(teams, agencies)
    services = {"service": shown["service"], "service_care": people.hire("service_manager", None)}
    managers = {login.manages: shown[login.name] for login in LOGINS if login.manages}
    for plan in TEAMS:
        team = teams[plan.key]
        team.manager = managers.get(plan.key) or people.hire("team_manager", team)
        team.service_manager = services[plan.service]
        team.save(update_fields=["manager", "service_manager"])
        for role, number in ((plan.role, plan.workers), ("advanced_practitioner", plan.practitioners)):
            for _ in range(number):
                people.hire(role, team)


class _Recruiter:
    """Gives people names that nobody else here has."""

    def __init__(self, seed: int) -> None:
        self.faker = Faker("en_GB")
        self.faker.seed_instance(seed)
        self.rng = Random(f"{seed}:department")
        self.taken: set[str] = set()

    def hire(self, role: str, team: Team | None) -> User:
        """Somebody whom no visitor is. Without a password nobody can log in as them."""
        sex = self.rng.choice("FFFM")
        while True:
            forename = self.faker.first_name_female() if sex == "F" else self.faker.first_name_male()
            surname = self.faker.last_name()
            username = f"{forename}.{surname}".lower().replace("'", "")
            if username not in self.taken:
                break
        self.taken.add(username)
        return User.objects.create(
            username=username,
            first_name=forename,
            last_name=surname,
            email=f"{username}@{DOMAIN}",
            role=role,
            team=team,
            password=make_password(None),
        )

    def open_logins(self, teams: dict[str, Team], agencies: dict[str, Agency]) -> dict[str, User]:
        # One hash for all: it is the same password, and a good hasher takes its time on purpose.
        password = make_password(PASSWORD)
        users = {}
        for login in LOGINS:
            users[login.name] = User.objects.create(
                username=login.name,
                first_name=login.forename,
                last_name=login.surname,
                email=f"{login.name}@{DOMAIN}",
                role=login.role,
                team=teams.get(login.team),
                agency=agencies.get(login.agency),
                password=password,
                is_demo=True,
            )
        last_day = last_day_allowed()
        for name, key in TOKENS.items():
            token, _ = make_token(
                owner=users[name],
                name=f"{users[name].agency}: sends contacts",
                scopes=[ApiScope.SEND_CONTACTS, ApiScope.READ_CONTACTS],
                last_day=last_day,
                by=users["admin"],
            )
            set_demo_key(token=token, key=key)
        return users
