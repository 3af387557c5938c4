"""Who may know of whom, worked out by hand from docs/decisions/one-gate.md: nothing of staff/policies.py is asked."""

from tests.leaks.department import WORKERS, Department, Life

EVERYBODY = {"mo", "axel", "maya", "sara"}  # the front door, whoever answers for it, and the auditor
DECIDES_AT_THE_DOOR = EVERYBODY | {"asha", "tariq", "omar"}
MANAGES = {"tariq": "north", "omar": "south"}
SEES_NOBODY = {"perry", "adam", "pc"}
# May ask to open a record outside the team, so a search may tell them that there is such a child.
MAY_ASK = {"anna", "ben", "lena", "asha", "tariq", "omar", "maya", "sara", "ines", "petra", "mo"}


def may_open(who: str, life: Life, department: Department) -> bool:
    """Whether the person may read the record of the child."""
    if who in SEES_NOBODY or who in life.hidden_from:
        return False
    if who in EVERYBODY or who in life.joint | life.granted | life.named:
        return True
    if life.waiting_contact and who in DECIDES_AT_THE_DOOR:
        return True
    team = department.users[who].team
    return (MANAGES.get(who) or (team and team.name.lower())) == WORKERS[life.worker]


def may_know_of(who: str, life: Life, department: Department) -> bool:
    """Whether a search may tell the person that there is such a child."""
    return may_open(who, life, department) or (who in MAY_ASK and who not in life.hidden_from)
