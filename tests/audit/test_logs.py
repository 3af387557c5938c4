"""Both logs are append-only, and every row that changes leaves its former self behind."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import ProgrammingError

from audit.models import Event, RecordOpening
from audit.services import record_event, record_opening
from people.models import Person
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sql", ["UPDATE {table} SET {column} = 'x'", "DELETE FROM {table}"])
def test_neither_log_can_be_altered_not_even_by_sql(anna, sql):
    child = people.child()
    record_event(kind="contact", summary="Contact", by=anna, child_id=child.pk)
    record_opening(user=anna, child_id=child.pk, page="overview")
    for table, column in (("audit_event", "summary"), ("audit_recordopening", "page")):
        with (
            pytest.raises((InternalError, ProgrammingError), match="Cannot"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql.format(table=table, column=column))
    assert RecordOpening.objects.get().page == "overview"


def test_nothing_happens_by_nobody(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        record_event(kind="contact", summary="Contact", by=None)
    assert record_event(kind="sweep", summary="Swept", by=None, job="sweep").job == "sweep"


def test_a_bulk_update_leaves_the_former_row_in_the_history(db):
    child = people.child(forename="Maisie")
    Person.objects.filter(pk=child.pk).update(religion="None")
    history = Person.pgh_event_model.objects.filter(pgh_obj_id=child.pk).order_by("pgh_id")
    assert [(row.pgh_label, row.religion) for row in history] == [("insert", ""), ("update", "None")]


def test_the_history_itself_cannot_be_altered(db):
    people.child()
    with pytest.raises((InternalError, ProgrammingError), match="Cannot"), transaction.atomic():
        Person.pgh_event_model.objects.all().delete()
    assert Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_and_the_rows_that_it_changed_carry_the_very_same_moment():
    child = people.child()
    event = Event.objects.get(child_id=child.pk)
    history = Person.pgh_event_model.objects.get(pgh_obj_id=child.pk, pgh_label="insert")
    assert event.known_at == history.pgh_created_at
    later = record_event(kind="note", summary="Another act", by=None, job="test", child_id=child.pk)
    assert later.known_at > event.known_at


def test_nobody_but_the_database_says_when_something_was_known(anna):
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    event = Event.objects.create(
        kind="note", summary="Made earlier", actor_id=anna.pk, occurred_at=long_ago, known_at=long_ago
    )
    event.refresh_from_db()
    assert event.known_at.year > 2020
