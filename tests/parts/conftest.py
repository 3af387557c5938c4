"""These tests start servers of their own, beside the pair that the whole run uses."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from parts.accounts import server_account
from parts.places import throwaway_home


@pytest.fixture
def home() -> Iterator[Path]:
    """A directory that the servers' account can use, gone afterwards."""
    home = throwaway_home(server_account())
    yield home
    shutil.rmtree(home)


@pytest.fixture
def no_servers_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where nobody has named a server."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
