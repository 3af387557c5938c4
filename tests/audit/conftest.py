"""The database as its owner leaves it after a migration, and the copy of the seals outside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.protection import protect_logs
from parts.postgres import APPLICATION
from tests.factories.logs import let_tests_empty_the_logs


@pytest.fixture
def role(db: None, settings) -> Iterator[str]:
    """The application's role, with rights and triggers set as after a migration."""
    settings.APPLICATION_DATABASE = {"USER": APPLICATION, "PASSWORD": ""}
    protect_logs(APPLICATION)
    yield APPLICATION
    let_tests_empty_the_logs()


@pytest.fixture
def copy(settings, tmp_path: Path) -> Path:
    """The copy of the seals outside the database."""
    settings.SEALS_FILE = str(tmp_path / "seals.jsonl")
    return tmp_path / "seals.jsonl"
