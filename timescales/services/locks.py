"""Two locks, so that a stored clock always follows from what was committed.

Per child: two people who write to one child's record at once work out its clocks one after the other, the second
seeing what the first did. Across all: whoever works out clocks shares a lock that a change of the council's days or
numbers takes alone, so that no clock is worked out by the old ones and stored after the new.
"""

from collections.abc import Collection

from django.db import connection

# Any number that nothing else in this database locks by.
COUNCIL_LOCK = 7_205_759


def lock_children(child_ids: Collection[int]) -> set[int]:
    """Hold these children's clocks until the transaction ends: one query, in order, so that none wait in a ring.

    Answers those whose record goes on: one that was merged into another has no clocks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, merged_into_id, pg_advisory_xact_lock_shared(%s) FROM people_person WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            [COUNCIL_LOCK, sorted(child_ids)],
        )
        return {pk for pk, merged_into, _ in cursor.fetchall() if merged_into is None}


def lock_council() -> None:
    """Wait for whoever works out clocks now, and let nobody begin until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNCIL_LOCK])
