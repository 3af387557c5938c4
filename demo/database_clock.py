"""The database believes in the played moment too: the row history of what was played carries the day it was played on.

The history's triggers ask for `now()` by its bare name. For the one connection that plays, a function of that name in
a schema of its own is found before PostgreSQL's. It exists only while a department is played, and only this room, which
no council installs, can make it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from audit.protection import SEARCH_PATH, history_looks_for_names_in
from demo.clock import PlayedClock

SETTING = "demo.now"
MAKE = f"""
CREATE SCHEMA IF NOT EXISTS played;
CREATE OR REPLACE FUNCTION played.now() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('{SETTING}', true), '')::timestamptz, pg_catalog.now()) $$
"""
FIRST_PLAYED = 'SET search_path TO played, pg_catalog, "$user", public'
AS_EVER = "RESET search_path"
# The triggers run with the owner's rights and a path of their own, which no connection's setting reaches.
HISTORY_FIRST_PLAYED = "played, pg_catalog, public, pg_temp"


@contextmanager
def played_schema() -> Iterator[None]:
    """The function is there for the block: before any process plays, until all have."""
    _do(MAKE)
    history_looks_for_names_in(HISTORY_FIRST_PLAYED)
    try:
        yield
    finally:
        history_looks_for_names_in(SEARCH_PATH)
        _do("DROP SCHEMA IF EXISTS played CASCADE")


@contextmanager
def database_believes(clock: PlayedClock) -> Iterator[None]:
    """In this connection `now()` is the clock's moment. Needs `played_schema` around it."""
    _do(FIRST_PLAYED)
    try:
        with connection.execute_wrapper(_Telling(clock)):
            yield
    finally:
        _do(f"SELECT set_config('{SETTING}', '', false)")
        _do(AS_EVER)


class _Telling:
    """Tells the database the moment with the first write after it has changed: no journey of its own."""

    def __init__(self, clock: PlayedClock) -> None:
        self.clock, self.told = clock, ""

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        moment = self.clock.moment.isoformat()
        if moment == self.told or not _writes(sql):
            return execute(sql, params, many, context)
        self.told = moment
        if many or isinstance(params, dict):
            context["cursor"].cursor.execute(f"SELECT set_config('{SETTING}', %s, false)", [moment])
            return execute(sql, params, many, context)
        return execute(f"SELECT set_config('{SETTING}', %s, false); {sql}", (moment, *(params or ())), many, context)


def _writes(sql: Any) -> bool:
    return isinstance(sql, str) and sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")


def _do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
