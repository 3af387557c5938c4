"""Rows by the million: `INSERT … SELECT` and `COPY`, with history, constraints' triggers and indexes at rest meanwhile."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import StringIO
from typing import Any

import psycopg2

# What stands in a column that must be filled and of which the load says nothing: a new column breaks no load.
BLANKS = {
    "text": "''",
    "character varying": "''",
    "boolean": "false",
    "jsonb": "'{}'",
    "ARRAY": "'{}'",
    "integer": "1",
    "bigint": "1",
    "timestamp with time zone": "now()",
    "date": "current_date",
}
MEMORY = "512MB"


class Table:
    """One connection as the database's owner of all. Triggers rest: no row history, no check of foreign keys."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg2.connect(url)
        self.connection.autocommit = True
        self.cursor = self.connection.cursor()
        self.run("SET session_replication_role = replica")
        self.run(f"SET maintenance_work_mem = '{MEMORY}'")
        self.run("SET work_mem = '256MB'")
        self.run("SET synchronous_commit = off")
        self.run("SET timezone = 'Europe/London'")

    def run(self, statement: str, values: Any = None) -> int:
        self.cursor.execute(statement, values)
        return int(self.cursor.rowcount)

    def rows(self, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
        self.cursor.execute(statement, values)
        return self.cursor.fetchall()

    def one(self, statement: str, values: Any = None) -> Any:
        return self.rows(statement, values)[0][0]

    def insert(self, table: str, source: str, /, **columns: str) -> int:
        """Rows from `source` (what stands after FROM), each column an expression; what is not named stays blank."""
        filled = {**self._blanks(table), **columns}
        names = ", ".join(f'"{name}"' for name in filled)
        return self.run(f"INSERT INTO {table} ({names}) SELECT {', '.join(filled.values())} FROM {source}")

    def copy(self, table: str, columns: str, lines: Iterable[str]) -> None:
        """Lines with tabs between their values and a line feed at the end."""
        self.cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", StringIO("".join(lines)))

    def _blanks(self, table: str) -> dict[str, str]:
        found = self.rows(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"
            " AND is_generated = 'NEVER'",
            [table],
        )
        return {name: BLANKS[kind] for name, kind in found if kind in BLANKS}

    def close(self) -> None:
        self.connection.close()


def together(url: str, works: Sequence[Callable[[Table], object]], at_once: int = 2) -> None:
    """Each work on a connection of its own, two at a time."""

    def run(work: Callable[[Table], object]) -> None:
        with closing(Table(url)) as table:
            work(table)

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(run, works))


def take_indexes_away(table: Table) -> list[str]:
    """Drop every index but primary keys, and every unique or exclusion constraint; answers how to make them again."""
    constraints = table.rows(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"
        " JOIN pg_class ON pg_class.oid = conrelid JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE n.nspname = 'public' AND contype IN ('u', 'x')"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid)"
    )
    again = [f'ALTER TABLE {where} ADD CONSTRAINT "{name}" {definition}' for where, name, definition in constraints]
    for where, name, _ in constraints:
        table.run(f'ALTER TABLE {where} DROP CONSTRAINT "{name}"')
    indexes = table.rows(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i"
        " JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE n.nspname = 'public' AND NOT indisprimary"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)"
    )
    for name, _ in indexes:
        table.run(f"DROP INDEX {name}")
    return again + [definition for _, definition in indexes]


def make_indexes_again(url: str, statements: Sequence[str]) -> None:
    """Two at a time, the longest first: spelling, then what is built slowly."""
    slow = ("gin", "EXCLUDE", "audit_event", "timescales_clock")

    def order(statement: str) -> int:
        return next((place for place, word in enumerate(slow) if word in statement), len(slow))

    def making(statement: str) -> Callable[[Table], Any]:
        return lambda table: table.run(statement)

    together(url, [making(one) for one in sorted(statements, key=order)])


def count_on(table: Table) -> None:
    """Every identity goes on after the highest number given."""
    for where, column in table.rows(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_identity = 'YES'"
    ):
        table.run(
            f"SELECT setval(pg_get_serial_sequence('{where}', '{column}'), greatest((SELECT max({column}) FROM {where}), 1))"
        )


def broken_references(table: Table) -> dict[str, int]:
    """Every foreign key checked as the resting triggers would have: how many rows of each point at nothing."""
    broken = {}
    keys = table.rows(
        "SELECT conname, conrelid::regclass::text, confrelid::regclass::text, a.attname, b.attname FROM pg_constraint"
        " JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]"
        " JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1] WHERE contype = 'f'"
    )
    for name, where, to, column, key in keys:
        missing = table.one(
            f"SELECT count(*) FROM {where} one WHERE one.{column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {to} other WHERE other.{key} = one.{column})"
        )
        if missing:
            broken[name] = missing
    return broken
