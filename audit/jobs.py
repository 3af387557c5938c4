"""What runs without a person's request names itself in the history of every row that it changes."""

import getpass
import json
import uuid
from typing import Any

import pghistory
from celery import Task
from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# Each request that it answers names its own person and page.
ANSWERS_REQUESTS = {"runserver", "testserver"}


class NamedTask(Task):
    """Every task of the project: rows that it changes say which task it was."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with pghistory.context(job=self.name):
            return super().__call__(*args, **kwargs)


class NamedCommands(ManagementUtility):
    """manage.py: rows that a command changes say which command it was, and which account of the machine ran it."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        command = super().fetch_command(subcommand)
        if subcommand not in ANSWERS_REQUESTS:
            name_connections({"job": f"manage.py {subcommand}", "account": _account()})
        return command


def name_connections(told: dict[str, str]) -> None:
    """Each connection of this process is one context from now on, except within another (a request, a task).

    Told once to the connection, not before each statement: a command may send a million.
    """

    def name(connection: BaseDatabaseWrapper, **_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pghistory.context_id', %s, false),"
                " set_config('pghistory.context_metadata', %s, false)",
                [str(uuid.uuid4()), json.dumps(told)],
            )

    connection_created.connect(name, weak=False, dispatch_uid="name_connections")
    if connection.connection is not None:
        name(connection)


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
