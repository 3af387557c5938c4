"""Roles as code: whom each is for, what kind of work it may do, how far it sees. Which children: staff/policies.py."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """A kind of work."""

    SEE_FRONT_DOOR = "see the contacts that came in"
    LOG_CONTACT = "log a contact"
    ASK_CHECKS = "ask partners for checks"
    DECIDE_CONTACT = "decide on a contact"
    WRITE_RECORD = "write in a child's record"
    WRITE_ASSESSMENT = "write an assessment"
    AUTHORISE = "authorise an assessment"
    ALLOCATE = "allocate a child to a worker"
    CLOSE_CASE = "close a child's case"
    OPEN_WITH_REASON = "open a record outside the team, with a reason"
    RESTRICT = "restrict a record"
    MERGE_RECORDS = "merge two records of one person"
    READ_LOGS = "read who looked at a record"
    AUDIT_ACCESS = "check whether records were opened rightly"
    KEEP_ACCOUNTS = "keep the accounts of workers"
    SEND_CONTACT = "send a contact from a partner agency"
    SET_TIMESCALES = "set the council's own timescales and closed days"
    HOLD_STRATEGY = "hold a strategy discussion"
    CHAIR = "chair a child protection conference"
    MANAGE_TOKENS = "make and withdraw tokens of the API"


# All that is left to anybody on a record as it was known in the past: nothing can be done there.
READING = frozenset({Permission.SEE_FRONT_DOOR, Permission.READ_LOGS})


class Scope(StrEnum):
    """How far a role sees, before restrictions and grants."""

    NOBODY = "no child's record"
    OWN = "children allocated to the person"
    TEAM = "children of the person's team, or of a team the person manages"
    SERVICE = "children of the teams that the person's service holds"
    EVERYBODY = "every record that is not restricted"


@dataclass(frozen=True)
class Role:
    key: str
    title: str
    for_whom: str
    scope: Scope
    permissions: frozenset[Permission]


P = Permission
_RECORD = {P.WRITE_RECORD, P.OPEN_WITH_REASON}

ROLES: dict[str, Role] = {
    role.key: role
    for role in [
        Role(
            "mash_officer",
            "MASH officer",
            "Logs what comes in at the front door and gathers what partners know.",
            # The front door must see the history of whoever is phoned about.
            Scope.EVERYBODY,
            # Second records are made where contacts are taken in, and the front door alone sees both sides of most. A
            # merge can be taken back, and the managers of both are told.
            frozenset({P.SEE_FRONT_DOOR, P.LOG_CONTACT, P.ASK_CHECKS, P.OPEN_WITH_REASON, P.MERGE_RECORDS}),
        ),
        Role(
            "social_worker",
            "Social worker",
            "Holds cases: visits, assesses, plans.",
            Scope.TEAM,
            frozenset({P.LOG_CONTACT, P.WRITE_ASSESSMENT, *_RECORD}),
        ),
        Role(
            "advanced_practitioner",
            "Advanced practitioner",
            "An experienced social worker who also decides at the front door.",
            Scope.TEAM,
            frozenset(
                {
                    P.SEE_FRONT_DOOR,
                    P.LOG_CONTACT,
                    P.ASK_CHECKS,
                    P.DECIDE_CONTACT,
                    P.WRITE_ASSESSMENT,
                    P.HOLD_STRATEGY,
                    *_RECORD,
                }
            ),
        ),
        Role(
            "team_manager",
            "Team manager",
            "Answers for a team: decides, allocates, authorises, closes.",
            Scope.TEAM,
            frozenset(
                {
                    P.SEE_FRONT_DOOR,
                    P.LOG_CONTACT,
                    P.ASK_CHECKS,
                    P.DECIDE_CONTACT,
                    P.AUTHORISE,
                    P.ALLOCATE,
                    P.CLOSE_CASE,
                    P.HOLD_STRATEGY,
                    # They answer for both cases: which goes on, and who leads.
                    P.MERGE_RECORDS,
                    # Answers for who looks at the records of the children whom the team holds: workspace/policies.py.
                    P.READ_LOGS,
                    *_RECORD,
                }
            ),
        ),
        Role(
            "service_manager",
            "Service manager",
            "Answers for several teams.",
            Scope.SERVICE,
            frozenset(
                {
                    P.SEE_FRONT_DOOR,
                    P.LOG_CONTACT,
                    P.DECIDE_CONTACT,
                    P.AUTHORISE,
                    P.ALLOCATE,
                    P.CLOSE_CASE,
                    P.HOLD_STRATEGY,
                    # As a team manager, for every team of the service.
                    P.READ_LOGS,
                    P.RESTRICT,
                    P.MERGE_RECORDS,
                    P.SET_TIMESCALES,
                    *_RECORD,
                }
            ),
        ),
        Role(
            "reviewing_officer",
            "Reviewing officer or conference chair",
            "Reviews and chairs, from outside the line that manages the case.",
            Scope.OWN,
            frozenset({P.CHAIR, *_RECORD}),
        ),
        Role(
            "personal_adviser",
            "Personal adviser",
            "Stands by care leavers.",
            Scope.OWN,
            frozenset(_RECORD),
        ),
        Role(
            "performance_analyst",
            "Performance analyst",
            "Works with figures, never with what was written about a child.",
            Scope.NOBODY,
            frozenset(),
        ),
        Role(
            "auditor",
            "Auditor",
            "Reads records and who opened them, and changes nothing.",
            Scope.EVERYBODY,
            frozenset({P.SEE_FRONT_DOOR, P.READ_LOGS, P.AUDIT_ACCESS}),
        ),
        Role(
            "administrator",
            "System administrator",
            "Keeps accounts and teams, and sees no child.",
            Scope.NOBODY,
            frozenset({P.SET_TIMESCALES, P.KEEP_ACCOUNTS, P.MANAGE_TOKENS}),
        ),
        Role(
            "partner_agency",
            "Partner agency",
            "Sends contacts and sees what became of its own.",
            Scope.NOBODY,
            frozenset({P.SEND_CONTACT}),
        ),
    ]
}

ROLE_CHOICES = [(role.key, role.title) for role in ROLES.values()]
