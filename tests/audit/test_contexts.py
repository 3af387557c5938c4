"""Every row of history says who and where: the person and the page, or the job."""

import uuid
from datetime import timedelta

import pghistory
import pytest
from celery import shared_task
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pghistory.models import Context
from rest_framework.test import APIClient

from audit.jobs import NamedCommands, NamedTask, name_connections
from casework.models import CaseNote
from config.celery import app
from people.models import Person
from referrals.models import Contact
from tests.casework.pages import as_user, moment_of
from tests.factories import people
from tests.factories.partners import partner, posted, with_token
from tests.factories.staff import held

pytestmark = pytest.mark.django_db


def told_of(row) -> dict | None:
    context = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id").last().pgh_context
    return context and context.metadata


@shared_task(name="tests.change_religion")
def change_religion(pk: int) -> None:
    Person.objects.filter(pk=pk).update(religion="None")


@pytest.fixture
def forget_names():
    """Ends what a command would take with it when its process ends."""
    yield
    from django.db.backends.signals import connection_created

    connection_created.disconnect(dispatch_uid="name_connections")
    with connection.cursor() as cursor:
        cursor.execute("RESET pghistory.context_id; RESET pghistory.context_metadata")


def test_a_page_gives_its_person_and_address_and_nothing_else(anna):
    child = people.child("Maisie", "O'Brien")
    held(child, anna)
    url = reverse("case-note-new", args=[child.pk])
    typed = {"kind": "telephone", "text": "Rang.", **moment_of("happened_at", timezone.now() - timedelta(hours=1))}
    as_user(anna).post(f"{url}?name=Maisie", typed)
    assert told_of(CaseNote.objects.get()) == {"user": anna.pk, "url": url}


def test_the_api_gives_the_partner_whose_token_it_was(department):
    sender = partner()
    client = with_token(sender)
    assert isinstance(client, APIClient)
    assert client.post("/api/v1/contacts/", posted(), format="json").status_code == 201
    assert told_of(Contact.objects.get()) == {"user": sender.pk, "url": "/api/v1/contacts/"}


def test_a_celery_task_gives_its_name():
    child = people.child("Maisie", "O'Brien")
    app.tasks["tests.change_religion"].apply(args=[child.pk], throw=True)
    assert told_of(Person.objects.get(pk=child.pk)) == {"job": "tests.change_religion"}


def test_every_task_of_the_timetable_does(db):
    app.loader.import_default_modules()
    tasks = [app.tasks[entry["task"]] for entry in app.conf.beat_schedule.values()]
    assert [task.name for task in tasks if not isinstance(task, NamedTask)] == []


def test_a_command_gives_its_name_and_the_account_that_ran_it(forget_names):
    NamedCommands(["manage.py", "sweep"]).fetch_command("sweep")
    child = people.child("Maisie", "O'Brien")
    told = told_of(Person.objects.get(pk=child.pk))
    assert told["job"] == "manage.py sweep"
    assert set(told) == {"job", "account"}


def test_a_request_within_a_command_gives_its_own(forget_names):
    name_connections({"job": "manage.py shell"})
    with pghistory.context(user=7):
        inside = people.child("Maisie", "O'Brien")
    assert told_of(Person.objects.get(pk=inside.pk)) == {"user": 7}


def test_a_context_that_is_written_never_changes(db):
    """The same request says who it is only later on: its first rows keep what was known then."""
    known = str(uuid.uuid4())
    told = []
    for metadata in ('{"user": null}', '{"user": 7}', '{"user": null}', '{"user": 7}'):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pghistory.context_id', %s, true)", [known])
            cursor.execute("SELECT set_config('pghistory.context_metadata', %s, true)", [metadata])
        told.append(told_of(Person.objects.get(pk=people.child().pk)))
    assert told == [{"user": None}, {"user": 7}, {"user": None}, {"user": 7}]
    assert Context.objects.count() == 2
