"""What the web server and the workers connect as can do the day's work, and can do nothing to the logs."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.log_tables import history_models, log_tables, protected_tables
from audit.models import RecordOpening
from audit.protection import faults, history_functions, protect_for_the_application
from audit.sealing import seal_logs
from audit.verification import verify_logs
from casework.models import CaseNoteChild
from people.models import Person
from referrals.models import ThresholdDecision
from tests.casework.pages import as_user, moment_of
from tests.factories import people
from tests.factories.logs import connected_as
from tests.factories.past import then
from tests.factories.referrals import referral
from tests.factories.staff import held

pytestmark = [pytest.mark.django_db(transaction=True)]

EVERY_TABLE = protected_tables()
REFUSED = [
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DISABLE TRIGGER logs_no_change",
    "ALTER TABLE {table} ADD COLUMN more text",
    "DROP TRIGGER logs_no_change ON {table}",
    "DROP TABLE {table}",
    "CREATE RULE hide AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
    "SELECT * FROM {table} FOR UPDATE",
    "GRANT UPDATE ON {table} TO CURRENT_USER",
]

WAYS_ROUND = [
    "SET session_replication_role TO replica",
    "SET ROLE casework",
    "CREATE TABLE other (a int)",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION logs_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '0009', now())",
    "INSERT INTO people_personevent (pgh_label, pgh_obj_id, pgh_created_at) VALUES ('update', 1, now())",
    "INSERT INTO pghistory_context (id, created_at, updated_at, metadata)"
    " VALUES (gen_random_uuid(), now(), now(), '{}')",
    "INSERT INTO audit_event (id, kind, summary) VALUES (1, 'visit', 'Forged')",
    "SELECT setval('audit_event_id_seq', 1)",
    "SELECT setval('people_personevent_pgh_id_seq', 1)",
]


def refused(statement: str, values: tuple = ()) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            # PostgreSQL answers a GRANT that gives nothing with a warning only.
            return statement.startswith("GRANT") and not _may(cursor, statement.split()[3])
    except Error as error:
        return "permission denied" in str(error) or "must be owner" in str(error)


def _may(cursor, table: str) -> bool:
    cursor.execute("SELECT has_table_privilege(%s, 'UPDATE')", [table])
    return cursor.fetchone()[0]


def first_column(table: str) -> str:
    return next((one.columns[-1] for one in log_tables() if one.name == table), "body")


def test_every_statement_that_could_alter_a_log_is_refused_on_every_table_of_it(role):
    with connected_as(role):
        allowed = [
            statement.format(table=table, column=first_column(table))
            for table in EVERY_TABLE
            for statement in REFUSED
            if not refused(statement.format(table=table, column=first_column(table)))
        ]
    assert allowed == []
    assert len(EVERY_TABLE) > 40


def test_nor_is_there_a_way_round(role):
    with connected_as(role):
        assert [statement for statement in WAYS_ROUND if not refused(statement)] == []


def test_history_cannot_be_told_to_look_away(role):
    child = people.child("Maisie", "O'Brien")
    before = Person.pgh_event_model.objects.count()
    with connected_as(role), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(history_functions()) + "}"])
        cursor.execute("UPDATE people_person SET religion = 'None' WHERE id = %s", [child.pk])
    assert Person.pgh_event_model.objects.count() == before + 1


def test_a_temporary_table_of_the_same_name_keeps_nothing_from_the_history(role):
    """The application may make temporary views, to show a record as it was known: history does not look at them."""
    child = people.child("Maisie", "O'Brien")
    before = Person.pgh_event_model.objects.count()
    with connected_as(role), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE people_personevent (LIKE people_personevent) ON COMMIT DROP")
        cursor.execute("UPDATE people_person SET religion = 'None' WHERE id = %s", [child.pk])
    assert Person.pgh_event_model.objects.count() == before + 1


def test_a_record_as_it_was_known_is_shown_to_the_application_too(role, department):
    child = people.child("Ava", "Stone")
    held(child, department.anna)
    with connected_as(role):
        shown = as_user(department.anna).get(then(timezone.localtime(), "child", child.pk))
    assert shown.status_code == 200
    assert "Ava Stone" in shown.content.decode()


def test_the_owner_cannot_empty_or_change_a_log_by_mistake(role):
    for statement in ("TRUNCATE audit_event", "DELETE FROM audit_seal", "UPDATE pghistory_context SET metadata = '{}'"):
        with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_table_of_history_that_a_release_adds_is_covered_by_itself(role):
    """The list comes from the models: whatever pghistory writes to is on it."""
    assert {model._meta.db_table for model in history_models()} < set(EVERY_TABLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        looks_like_history = {name for (name,) in cursor.fetchall() if name.endswith("event")}
    assert looks_like_history <= set(EVERY_TABLE)


def test_a_contact_is_logged_and_decided_and_a_note_written_as_ever(role, department):
    child = people.child("Ava", "Stone")
    held(child, department.anna)
    with connected_as(role):
        waiting = referral(department.mo, department.maya, child, department.north)
        page = as_user(department.anna)
        assert page.get(reverse("child", args=[child.pk])).status_code == 200
        typed = {"kind": "telephone", "text": "Rang.", **moment_of("happened_at", timezone.now() - timedelta(hours=1))}
        assert page.post(reverse("case-note-new", args=[child.pk]), typed).status_code == 302
        done = seal_logs(patience=2)
        report = verify_logs()
    assert ThresholdDecision.objects.get().outcome == "referral"
    assert waiting.child_id == CaseNoteChild.objects.get().child_id
    assert RecordOpening.objects.filter(child_id=child.pk, user_id=department.anna.pk).exists()
    assert (done.held_back, report.breaches, report.concerns) == ((), [], [])


def test_rights_are_set_again_by_every_migrate(role):
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT UPDATE, DELETE ON audit_event TO {role}; DROP TRIGGER logs_no_change ON audit_event")
    assert len(faults()) == 2
    call_command("migrate", verbosity=0)
    assert faults() == []


def test_a_role_that_is_not_there_is_asked_for(role, settings):
    settings.APPLICATION_DATABASE = {"USER": "nobody_yet", "PASSWORD": "secret"}
    with pytest.raises(ImproperlyConfigured, match="CREATE ROLE nobody_yet LOGIN"):
        protect_for_the_application()
