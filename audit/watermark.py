"""Up to which key a log is surely complete, without holding up anybody who writes.

A key is given out before its row can be seen, so the highest key seen says nothing about the lower ones: a slow
transaction may still bring one. Whoever writes to a table holds a lock on it to the end, and has it before it takes a
key. So: look at the highest key, then at who holds that lock. When all of those are gone, every key up to the one
looked at is decided: its row can be seen, or never will be. CREATE INDEX CONCURRENTLY waits in the same manner.
"""

import time
from collections.abc import Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper

from audit.log_tables import LogTable

PAUSE = 0.05
Waiting = dict[str, dict]
Writers = dict[str, set[str]]


def decided(
    cursor: CursorWrapper, tables: Sequence[LogTable], waiting: Waiting, patience: float
) -> tuple[dict[str, int], Waiting]:
    """By table, the key up to which all is decided; and what to look at next time: {table: {"to", "for"}}.

    `patience`: so many seconds, those who are writing now are waited for. A transaction that goes on for longer
    keeps back only the tables that it wrote to.
    """
    until = time.monotonic() + patience
    while True:
        highest, writers = _highest(cursor, tables), _writers(cursor, tables)
        sure: dict[str, int] = {}
        following: Waiting = {}
        for name, key in highest.items():
            writing, earlier = writers.get(name, set()), waiting.get(name)
            if not writing:
                sure[name] = key
            elif earlier and not writing & set(earlier["for"]):
                sure[name] = earlier["to"]
                following[name] = {"to": key, "for": sorted(writing)}
            else:
                following[name] = earlier or {"to": key, "for": sorted(writing)}
        waiting = following
        if not waiting or time.monotonic() > until:
            return sure, waiting
        time.sleep(PAUSE)


def _highest(cursor: CursorWrapper, tables: Sequence[LogTable]) -> dict[str, int]:
    quote = connection.ops.quote_name
    cursor.execute(
        " UNION ALL ".join(f"SELECT %s, max({quote(table.key)})::bigint FROM {quote(table.name)}" for table in tables),
        [table.name for table in tables],
    )
    return {name: key for name, key in cursor.fetchall() if key is not None}


def _writers(cursor: CursorWrapper, tables: Sequence[LogTable]) -> Writers:
    """By table, the transactions that may have rows under way, by their virtual number."""
    cursor.execute(
        "SELECT relation.relname, lock.virtualtransaction FROM pg_locks lock"
        " JOIN pg_class relation ON relation.oid = lock.relation"
        " WHERE lock.locktype = 'relation' AND lock.granted AND lock.mode = 'RowExclusiveLock'"
        " AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND lock.pid IS DISTINCT FROM pg_backend_pid() AND relation.relname = ANY(%s)",
        [[table.name for table in tables]],
    )
    found: Writers = {}
    for name, transaction in cursor.fetchall():
        found.setdefault(name, set()).add(transaction)
    return found
