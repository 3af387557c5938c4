"""The same people in every test: tests/factories/staff.py says who they are."""

import pytest

from staff.models import User
from tests.factories import staff
from tests.factories.staff import Department


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
