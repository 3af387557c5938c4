"""Forty teams under four services, with a worker's ordinary caseload in the first of them and far more in the rest."""

from bench.load.table import Table

PASSWORD = "a-password-for-the-bench"
TEAMS, SERVICES, MEMBERS = 40, 4, 7
MASH_OFFICERS = 8
FIRST_HOLDING, LAST_HOLDING = 2, 36
# Two children of each of nine families: eighteen children to a worker, where the rest hold some hundreds.
ORDINARY_TEAM, ORDINARY_CHILDREN = 2, 18
LOCALITIES = 5
AGENCIES = ("police", "health", "education", "housing", "probation", "adult_care", "youth_justice", "voluntary")

# Who is who by number: service managers, then a manager for each team, then members team by team.
SERVICE_MANAGER, TEAM_MANAGER, MEMBER = 0, SERVICES, SERVICES + TEAMS


def worker_id(team: str, place: str) -> str:
    """The expression for the number of a team's member, from 0."""
    return f"({MEMBER} + ({team} - 1) * {MEMBERS} + ({place}) % {MEMBERS} + 1)"


def load_staff(table: Table, password: str) -> None:
    """Localities, agencies, teams and everybody who logs in; `password` as it is stored."""
    table.insert("staff_locality", f"generate_series(1, {LOCALITIES}) n", id="n", name="'Locality ' || n")
    for number, kind in enumerate(AGENCIES, 1):
        table.insert("staff_agency", "(SELECT 1) one", id=str(number), name=f"'Wexcombe {kind}'", kind=f"'{kind}'")
    table.insert(
        "staff_team", f"generate_series(1, {TEAMS}) n",
        id="n", name="CASE n WHEN 1 THEN 'Front door' ELSE 'Team ' || lpad(n::text, 2, '0') END",
        kind="CASE WHEN n = 1 THEN 'mash' WHEN n <= 16 THEN 'assessment' WHEN n <= 36 THEN 'safeguarding'"
        " WHEN n <= 38 THEN 'early_help' WHEN n = 39 THEN 'looked_after' ELSE 'reviewing' END",
        locality_id=f"1 + n % {LOCALITIES}", manager_id=f"{TEAM_MANAGER} + n", service_manager_id=f"1 + n % {SERVICES}",
    )  # fmt: skip
    usual = {
        "password": f"'{password}'",
        "is_active": "true",
        "date_joined": "now()",
        "email": "'nobody@wexcombe.example'",
        "first_name": "(SELECT forename FROM people_person WHERE id = 1 + n * 5)",
        "last_name": "(SELECT surname FROM people_person WHERE id = 1 + n * 5)",
    }
    table.insert(
        "staff_user", f"generate_series(1, {SERVICES}) n",
        id="n", username="'service' || n", role="'service_manager'", **usual,
    )  # fmt: skip
    table.insert(
        "staff_user", f"generate_series({TEAM_MANAGER + 1}, {TEAM_MANAGER + TEAMS}) n",
        id="n", username=f"'manager' || n - {TEAM_MANAGER}", role="'team_manager'", team_id=f"n - {TEAM_MANAGER}", **usual,
    )  # fmt: skip
    table.insert(
        "staff_user", f"generate_series({MEMBER + 1}, {MEMBER + TEAMS * MEMBERS}) n",
        id="n", username=f"'worker' || n - {MEMBER}",
        role=f"CASE WHEN n <= {MEMBER + MEMBERS} THEN 'mash_officer' ELSE 'social_worker' END",
        team_id=f"1 + (n - {MEMBER} - 1) / {MEMBERS}", **usual,
    )  # fmt: skip
