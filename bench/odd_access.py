"""How long the nightly look at openings takes among a million of them: `python -m bench.odd_access`.

Makes a test database beside the one that DATABASE_URL names, fills it with made-up workers, children and openings of
one year, looks at two days and at thirty, prints the times, and takes the database away again.
"""

import argparse
import os
import time
from typing import Any

import django

FILL = """
INSERT INTO staff_team (id, name, kind) SELECT n, 'Team ' || n, 'assessment' FROM generate_series(1, 30) n;
INSERT INTO staff_user (id, username, password, first_name, last_name, email, is_superuser, is_staff, is_active,
    date_joined, role, team_id, is_demo)
SELECT n, 'user' || n, '', 'First' || n, 'Surname' || n % 200, '', false, false, true, now(),
    CASE WHEN n % 10 = 0 THEN 'mash_officer' ELSE 'social_worker' END, 1 + n % 30, false FROM generate_series(1, 400) n;
INSERT INTO people_person (id, forename, middle_names, surname, known_as, date_of_birth_estimated, sex, gender_identity,
    ethnicity, first_language, religion, nhs_number_verified, upn_unknown, disabilities, immigration_status, is_child,
    created_at, version)
SELECT n, 'Child' || n, '', 'Name' || n % 3000, '', false, 'U', '', 'NOBT', '', '', false, '', '{{}}', '', true,
    now() - interval '2 years', 1 FROM generate_series(1, 20000) n;
INSERT INTO people_personname (person_id, kind, forename, surname)
SELECT id, 'current', forename, surname FROM people_person;
INSERT INTO people_address (id, line1, line2, town, postcode)
SELECT n, n % 90 || ' Road ' || n / 90, '', '', 'LS' || n % 9 || ' ' || n % 10 || 'AA' FROM generate_series(1, 9000) n
ON CONFLICT DO NOTHING;
INSERT INTO people_residence (person_id, address_id, kind, confidential)
SELECT p.id, a.id, 'main', false FROM people_person p JOIN people_address a ON a.id = 1 + p.id % 9000;
INSERT INTO staff_allocation (child_id, team_id, worker_id, role, from_on, to_on, reason)
SELECT n, 1 + w % 30, w, 'lead', current_date - 400, CASE WHEN n % 3 = 0 THEN current_date - n % 300 END, ''
FROM (SELECT n, 1 + n % 400 AS w FROM generate_series(1, 20000) n) AS held;
INSERT INTO referrals_contact (id, received_at, method, source, referrer_name, referrer_contact, concern, consent,
    consent_reason, urgency, partner_reference, logged_by_id, logged_at, version)
SELECT n, now() - n * interval '15 minutes', 'telephone', '2A', '', '', 'x', 'given', '', 'amber', '', 10, now(), 1
FROM generate_series(1, 30000) n;
INSERT INTO referrals_contactchild (contact_id, child_id, newly_known) SELECT n, 1 + n % 20000, false
FROM generate_series(1, 30000) n;
INSERT INTO audit_recordopening (user_id, user_name, child_id, page, reason, opened_at)
SELECT w, 'First' || w, CASE WHEN n % 50 = 0 THEN 1 + (n * 7) % 20000 ELSE 1 + (w - 1 + 400 * (n % 49)) % 20000 END,
    'record', '', now() - (n::float / %(count)s) * interval '365 days'
FROM (SELECT n, 1 + (n * 31) %% 400 AS w FROM generate_series(1, %(count)s) n) AS looks;
INSERT INTO staff_workerhome (user_id, fingerprint, set_by_id, set_at) SELECT n, md5(n::text), n, now()
FROM generate_series(1, 400) n;
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--openings", type=int, default=1_000_000)
    chosen = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from django.db import connection

    former = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with connection.cursor() as cursor:
            fill(cursor, chosen.openings)
        measure()
    finally:
        connection.creation.destroy_test_db(former, verbosity=0)


def fill(cursor: Any, count: int) -> None:
    """The history triggers rest meanwhile: nobody did this to a real record."""
    cursor.execute("SET session_replication_role = replica")
    statements = FILL.replace("{{}}", "{}").replace("%(count)s", str(count)).replace("%%", "%")
    cursor.execute(statements)
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute("ANALYZE")


def measure() -> None:
    from access.services import find_odd_access
    from audit.models import RecordOpening

    print(f"{RecordOpening.objects.count():,} openings of a year")
    for days in (2, 2, 30):
        began = time.perf_counter()
        found = find_odd_access(days=days)
        print(f"{days:3} days: {time.perf_counter() - began:.2f} s, {sum(found.values()):,} found: {found}")


if __name__ == "__main__":
    main()
