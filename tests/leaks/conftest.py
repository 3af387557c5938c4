"""A department that stands still, with numbers that can be told from everything else on a page."""

import logging
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection


@pytest.fixture
def still(monkeypatch, settings, tmp_path):
    """Time stands still, so that "3 hours left" is the same before and after; nobody is throttled.

    Thousands of refusals would fill the log with where each came from, which costs more than the asking.
    """
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    settings.MEDIA_ROOT = tmp_path
    _long_numbers()
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


def _long_numbers() -> None:
    """Every row gets a number that stands nowhere else on a page, so that it can be taken out before answers are
    compared."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(sequencename) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")
        for place, (name,) in enumerate(cursor.fetchall(), start=1):
            cursor.execute("SELECT setval(%s, %s)", [name, 500_000_000 + place * 1_000_000])
