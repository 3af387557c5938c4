"""What keeps the logs from being altered: rights and triggers, set anew by the owner after every migration.

The application's role reads the logs and adds events and openings, without a say in their keys. History is written by
triggers that run with the owner's rights, so the role has no way into it but the change of a row. It owns nothing, so
it can neither take a trigger off nor take a table away.
"""

from collections.abc import Iterator

import pgtrigger
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from pghistory.trigger import Event as HistoryTrigger
from psycopg2 import sql
from psycopg2.extensions import encrypt_password

from audit.log_tables import SEALS, protected_tables
from audit.models import Event, RecordOpening

NO_CHANGE, NO_TRUNCATE = "logs_no_change", "logs_no_truncate"
TRIGGERS = {NO_CHANGE: "UPDATE OR DELETE", NO_TRUNCATE: "TRUNCATE"}
REFUSE = """
CREATE OR REPLACE FUNCTION logs_refuse() RETURNS TRIGGER AS $$
BEGIN
    RAISE EXCEPTION 'Cannot % rows of %: the logs are append-only.', lower(TG_OP), TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END;
$$ LANGUAGE plpgsql;
"""
# pgtrigger lets any session name triggers that it does not wish to fire. Nobody may, here.
NEVER_IGNORED = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN AS $$
BEGIN
    RETURN FALSE;
END;
$$ LANGUAGE plpgsql;
"""
WRITABLE = (Event, RecordOpening)
# Where the functions that run with the owner's rights look for names: never in anybody's temporary tables first.
SEARCH_PATH = "public, pg_temp"


@transaction.atomic
def protect_logs(role: str, password: str = "") -> None:
    """Set every trigger and every right. `role` is the application's; empty where it connects as the owner itself.

    Has to run as the owner of the tables. Raises ImproperlyConfigured when the role is not there and the owner may
    not make it.
    """
    with connection.cursor() as cursor:
        cursor.execute(REFUSE + NEVER_IGNORED)
        there = _there(cursor)
        for table, trigger in _missing_triggers(cursor, there):
            cursor.execute(
                sql.SQL(
                    "CREATE OR REPLACE TRIGGER {trigger} BEFORE {what} ON {table} EXECUTE FUNCTION logs_refuse();"
                    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"
                ).format(trigger=_name(trigger), table=_name(table), what=sql.SQL(TRIGGERS[trigger]))
            )
        history_looks_for_names_in(SEARCH_PATH)
        if role:
            _ensure_role(cursor, role, password)
            cursor.execute(sql.SQL(";").join(_rights(cursor, role, there)))


def protect_for_the_application() -> None:
    """The same, for the role that the settings name."""
    application = settings.APPLICATION_DATABASE
    protect_logs(application.get("USER", ""), application.get("PASSWORD", ""))


def history_looks_for_names_in(path: str) -> None:
    """Let the history's triggers run with the owner's rights, and find what they name in these schemas alone."""
    with connection.cursor() as cursor:
        for function in _functions_there(cursor):
            alter = sql.SQL("ALTER FUNCTION {}() SECURITY DEFINER SET search_path = " + path)
            cursor.execute(alter.format(_name(function)))


def history_functions() -> list[str]:
    """The functions behind the triggers that write history."""
    return sorted(t.get_pgid(model) for model, t in pgtrigger.registered() if isinstance(t, HistoryTrigger))


def faults() -> list[str]:
    """What is not as `protect_logs` leaves it, in plain words: triggers that are off, and rights that are too wide."""
    role = settings.APPLICATION_DATABASE.get("USER", "")
    with connection.cursor() as cursor:
        found = [
            f"The trigger {trigger} of {table} is off."
            for table, trigger in _missing_triggers(cursor, protected_tables())
        ]
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        on = {name for (name,) in cursor.fetchall()}
        found += [
            f"The trigger {trigger.get_pgid(model)} of {model._meta.db_table} is off."
            for model, trigger in pgtrigger.registered()
            if trigger.get_pgid(model) not in on
        ]
        if not role:
            return [*found, "The application connects as the owner of the logs, who can switch every protection off."]
        cursor.execute(
            "SELECT t FROM unnest(%s) t WHERE has_table_privilege(%s, t, 'UPDATE, DELETE, TRUNCATE, TRIGGER')",
            [_there(cursor), role],
        )
        return found + [f"The application's role {role} may alter {table}." for (table,) in cursor.fetchall()]


def _there(cursor: CursorWrapper) -> list[str]:
    """The protected tables, less those that a migration which is still to come will make."""
    cursor.execute("SELECT t FROM unnest(%s) t WHERE to_regclass(t) IS NOT NULL", [protected_tables()])
    return [table for (table,) in cursor.fetchall()]


def _functions_there(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT f FROM unnest(%s) f WHERE to_regproc(f) IS NOT NULL", [history_functions()])
    return [function for (function,) in cursor.fetchall()]


def _missing_triggers(cursor: CursorWrapper, tables: list[str]) -> list[tuple[str, str]]:
    cursor.execute(
        "SELECT t, g FROM unnest(%s) t CROSS JOIN unnest(%s) g WHERE NOT EXISTS (SELECT 1 FROM pg_trigger"
        " WHERE tgrelid = to_regclass(t) AND tgname = g AND tgenabled = 'A') ORDER BY t, g",
        [tables, list(TRIGGERS)],
    )
    return cursor.fetchall()


def _ensure_role(cursor: CursorWrapper, role: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone():
        return
    cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        raise ImproperlyConfigured(
            f"DATABASE_URL names the role {role}, which is not there. Make it (CREATE ROLE {role} LOGIN PASSWORD …) "
            "and run migrate again."
        )
    # What the server may write into its log is the scrambled form, never the password.
    scrambled = encrypt_password(password, role, cursor.connection, "scram-sha-256") if password else None
    cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(_name(role), sql.Literal(scrambled)))


def _rights(cursor: CursorWrapper, role: str, there: list[str]) -> Iterator[sql.Composable]:
    """The whole of what the application's role may do in this database."""
    cursor.execute("SELECT current_database()")
    names = {"role": _name(role), "database": _name(cursor.fetchone()[0])}

    def say(text: str, **more: sql.Composable) -> sql.Composable:
        return sql.SQL(text).format(**names, **more)

    # Nobody else may make a table. Temporary ones are for the application alone, which shows a record as it was known
    # by views that stand before the tables; what runs with the owner's rights never looks at them.
    yield say("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}")
    yield say("REVOKE TEMPORARY, CREATE ON DATABASE {database} FROM PUBLIC, {role}")
    yield say("GRANT TEMPORARY ON DATABASE {database} TO {role}")
    yield say("GRANT CONNECT ON DATABASE {database} TO {role}; GRANT USAGE ON SCHEMA public TO {role}")
    yield say("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    yield say("GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
    for table in [*there, "django_migrations"]:
        yield say("REVOKE ALL ON {table} FROM PUBLIC, {role}; GRANT SELECT ON {table} TO {role}", table=_name(table))
    for model in WRITABLE:
        # Not the key: it is the database that counts.
        columns = sql.SQL(", ").join(
            _name(str(f.column)) for f in model._meta.local_concrete_fields if not f.primary_key
        )
        yield say("GRANT INSERT ({columns}) ON {table} TO {role}", columns=columns, table=_name(model._meta.db_table))
    yield say("GRANT INSERT ON {table} TO {role}", table=_name(SEALS))


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)
