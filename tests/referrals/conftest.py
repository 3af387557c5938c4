"""Partners, and their programs, for the tests of what they send."""

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from staff.models import User
from tests.factories.partners import partner, with_token
from tests.factories.staff import Department


@pytest.fixture
def police(department: Department) -> User:
    """Somebody of the police who sends contacts."""
    return partner()


@pytest.fixture
def api(police: User) -> APIClient:
    """The program of the police, with a token of its own."""
    cache.clear()  # requests of an earlier test do not count
    return with_token(police)
