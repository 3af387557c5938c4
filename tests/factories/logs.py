"""What only tests may do to the logs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

WITH_TRIGGER = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'logs_no_truncate'"


def let_tests_empty_the_logs() -> None:
    """Django empties every table after a test that commits, by the command that the logs refuse."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_TRIGGER)
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER logs_no_truncate")


@contextmanager
def connected_as(role: str) -> Iterator[None]:
    """Everything in the block goes over a connection of that role."""
    kept = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = role
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = kept


@contextmanager
def unprotected(*tables: str) -> Iterator[Callable[..., None]]:
    """What the owner of a database can do: take the triggers off, change something, and put them on as they were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, CASE tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END"
            " FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgrelid::regclass::text = ANY(%s)",
            [list(tables)],
        )
        on = cursor.fetchall()
        for table, trigger, _ in on:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield cursor.execute
        for table, trigger, enable in on:
            cursor.execute(f"ALTER TABLE {table} {enable} TRIGGER {trigger}")
