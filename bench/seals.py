"""How long sealing and verifying take for a million rows: `python -m parts.run .venv/bin/python -m bench.seals`.

Makes the rows in a test database beside the one that DATABASE_URL names, and drops it again.
"""

import os
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
os.environ["DATABASE_URL"] = os.environ.get("OWNER_DATABASE_URL") or os.environ["DATABASE_URL"]
NAME = "bench_seals"
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
FILL = """
INSERT INTO audit_event (kind, child_id, summary, detail, subject_kind, subject_id, actor_id, actor_name, job, data,
                         occurred_at, recorded_at)
SELECT 'visit', n %% 5000, 'Visited at home, number ' || n, repeat('Seen alone in the kitchen. ', 5), 'visit', n,
       n %% 200, 'Anna Example', '', '{"before": null, "after": "seen"}', now() - n * interval '1 minute', now()
FROM generate_series(1, %s) n
"""


def timed(what: str, work) -> None:
    began = time.perf_counter()
    answer = work()
    print(f"{what}: {time.perf_counter() - began:.1f} s {answer}", flush=True)


def main() -> None:
    django.setup()
    import resource

    from django.db import connection

    from audit.sealing import seal_logs
    from audit.verification import verify_logs
    from parts.test_database import make_test_database

    if not make_test_database(NAME):
        sys.exit("The database could not be migrated.")
    connection.settings_dict["NAME"] = NAME
    try:
        with connection.cursor() as cursor:
            timed(f"{ROWS:,} events written", lambda: cursor.execute(FILL, [ROWS]))
        timed("sealed", seal_logs)
        timed("nothing new to seal", seal_logs)
        timed("verified", lambda: f"breaches: {len(verify_logs().breaches)}")
        print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = "casework"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
            cursor.execute("DROP DATABASE migrated")


if __name__ == "__main__":
    main()
