"""Signing in as a person does: through the page, with a clock that the test moves."""

from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from django.test import Client

from sign_in import second_factor
from staff.models import User
from tests.factories.staff import PASSWORD

MORNING = datetime(2026, 5, 7, 9, 0, tzinfo=UTC)


def type_password(client: Client, name: str, password: str = PASSWORD, next: str = "/healthz", **extra: Any):
    """Fill the page in and press the button."""
    return client.post("/log-in/", {"username": name, "password": password, "next": next}, **extra)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(secret: str, at: datetime) -> str:
    """What the telephone shows."""
    return pyotp.TOTP(secret).at(at)


@pytest.fixture
def secret(anna: User) -> str:
    """Anna has set up an authenticator app, long before the test."""
    made = second_factor.new_secret()
    second_factor.set_up_app(by=anna, secret=made, code=code_of(made, MORNING), at=MORNING)
    return made
