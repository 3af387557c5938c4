"""Posting what a browser would post."""

from datetime import date, datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from staff.models import User


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def moment_of(name: str, value: datetime) -> dict[str, str]:
    local = timezone.localtime(value)
    return {**day(name, local.date()), f"{name}_time": f"{local:%H:%M}"}


def text_of(response) -> str:
    """The page with its white space taken together."""
    return " ".join(response.content.decode().split())


def queries_of(client: Client, url: str) -> int:
    """How many queries the page takes, once everything that is looked up only once is known."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
