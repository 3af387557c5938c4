"""The same people in every test: tests/factories/staff.py says who they are."""

import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from parts.browser import ensure_browser
from parts.pytest_plugin import OUR_OWN
from parts.test_database import make_test_database
from staff.models import User
from tests.factories import staff
from tests.factories.logs import let_tests_empty_the_logs
from tests.factories.staff import Department


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """pytest-playwright asks this how to start the browser. In a plugin loaded before it, its own answer would win."""
    return ensure_browser().launch_arguments


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_keepdb: bool) -> bool:
    """pytest-django asks this whether the test database is there already: it is, as a copy of a migrated one."""
    ours = OUR_OWN in os.environ and make_test_database(connection.creation._get_test_db_name())
    return ours or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Migrating protects the logs; a test that commits has to be able to empty them."""
    with django_db_blocker.unblock():
        let_tests_empty_the_logs()


@pytest.fixture(autouse=True)
def _answered_before_emptied(_live_server_helper: None) -> Iterator[None]:
    """A browser that closes may leave a request half-way; it must be over before the database is emptied.

    Set up after the database and before any browser, so it ends between the two.
    """
    yield
    until = time.monotonic() + 20
    while any("process_request_thread" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < until, "the live server is still answering a request after its browser closed"
        time.sleep(0.01)


@pytest.fixture
def department(db) -> Department:
    return staff.department()


@pytest.fixture
def anna(department: Department) -> User:
    """A social worker of North; holds the case."""
    return department.anna


@pytest.fixture
def tariq(department: Department) -> User:
    """Manages North."""
    return department.tariq


@pytest.fixture
def mo(department: Department) -> User:
    """A MASH officer."""
    return department.mo


@pytest.fixture
def lena(department: Department) -> User:
    """A social worker of South; must see nothing of North's children."""
    return department.lena
