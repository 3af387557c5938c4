"""A backup that is restored into another database verifies there, and its logs are protected there after migrate."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from audit.protection import faults
from audit.sealing import seal_logs
from audit.services import record_event
from audit.verification import verify_logs
from parts.backup import back_up, restore
from parts.backup_keys import make_key
from people.models import Person
from tests.factories import people
from tests.factories.logs import connected_as

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """An empty database beside the one in use."""
    name = f"restored_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


class In:
    """For as long as the block runs, the default connection leads to another database."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        connection.close()
        self.kept, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], self.name

    def __exit__(self, *raised: object) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.kept


def test_the_chain_holds_where_a_backup_was_restored(role, anna, elsewhere, copy, tmp_path: Path):
    child = people.child("Maisie", "O'Brien")
    Person.objects.filter(pk=child.pk).update(religion="None")
    seal_logs(patience=2)
    key, backup = tmp_path / "backup.key", tmp_path / "backup.age"
    public = make_key(key)
    back_up(settings.DATABASES["default"], tmp_path / "documents", backup, [public])
    record_event(kind="visit", summary="After the backup", by=anna)
    seal_logs(patience=2)
    before = verify_logs()
    restore({**settings.DATABASES["default"], "NAME": elsewhere}, tmp_path / "restored", backup, key)
    with In(elsewhere):
        call_command("migrate", verbosity=0)
        with connected_as(role):
            assert faults() == []
            report = verify_logs()
            assert report.breaches == []
            assert (report.seals, before.seals) == (1, 2)
            assert "a backup restored elsewhere?" in report.notices[0]
            Person.objects.filter(pk=child.pk).update(religion="Other")
            seal_logs(patience=2)
            assert verify_logs().rows == report.rows + 1
    assert connections["default"].settings_dict["NAME"] != elsewhere
    assert verify_logs().holds
