"""Brings PostgreSQL and Redis up before Django's settings are read, and gives tests a Celery worker.

Loaded by `-p parts.pytest_plugin`: a conftest.py would be read too late. Each run has throw-away servers of its own;
each process of a parallel run has its own test database (pytest-django) and its own Redis database (here).
"""

import os
import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import pytest

from parts.accounts import server_account
from parts.browser import find_browser
from parts.celery_process import CeleryProcess
from parts.places import sweep_throwaway_homes, throwaway_home
from parts.servers import Servers

# Playwright's own loop makes Django believe that it was called from asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
MARKS = {"page": "browser", "browser": "browser", "celery_worker_process": "celery", "make_celery_process": "celery"}
# Set where the PostgreSQL of this run is a private one, in which a database may simply be made.
OUR_OWN = "CASEWORK_TESTS_OWN_POSTGRES"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Runs around pytest-django's own hook of this name, which reads the settings."""
    options = early_config.known_args_namespace
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ["REDIS_URL"] = own_redis_database(os.environ["REDIS_URL"], worker)
    elif not (options.help or options.version):
        _start_servers(early_config)
    yield


def _start_servers(config: pytest.Config) -> None:
    signal.signal(signal.SIGTERM, _stop_properly)
    sweep_throwaway_homes()
    home = throwaway_home(server_account())
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    servers = Servers(home, durable=False, tied=True)
    config.add_cleanup(servers.stop)
    os.environ.update(servers.start())
    if "OWNER_DATABASE_URL" in os.environ:
        # Tests make and empty databases. Those that ask what the application may do connect as its role.
        os.environ["DATABASE_URL"] = os.environ.pop("OWNER_DATABASE_URL")
    if servers.postgres is not None:
        os.environ[OUR_OWN] = "1"  # seen by the processes of a parallel run


def _stop_properly(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def own_redis_database(url: str, worker: str) -> str:
    """The same Redis, other databases: two for each process, the queue's and (by the settings) the cache's."""
    parts = urlsplit(url)
    first = int(parts.path.strip("/") or 0)
    return parts._replace(path=f"/{first + 2 + 2 * int(worker.removeprefix('gw'))}").geturl()


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks that say what a test needs."""
    config.addinivalue_line("markers", "early: takes a minute or more, so that nothing should wait for it at the end")
    config.addinivalue_line("markers", "browser: needs a real browser (set by itself)")
    config.addinivalue_line("markers", "celery: needs a real Celery worker (set by itself)")


def pytest_report_header() -> str:
    """Say which browser the tests will use."""
    return f"browser: {find_browser() or 'none yet; one is installed when a test asks for it'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with what it needs, so that `-m 'not browser and not celery'` is quick; long ones first."""
    items.sort(key=lambda item: item.get_closest_marker("early") is None)
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARKS:
                item.add_marker(MARKS[fixture])


@pytest.fixture(scope="session")
def make_celery_process(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., CeleryProcess]]:
    """Make Celery workers on this process's test database and Redis: `make_celery_process(beat=True).start()`.

    Tests that use them need `transaction=True`: another process sees only what was committed.
    """
    from django.db import connection

    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    with ExitStack() as stack:

        def make(*, beat: bool = False, concurrency: int = 1, **environment: str) -> CeleryProcess:
            folder: Path = tmp_path_factory.mktemp("celery")
            named = {"DATABASE_URL": database, **environment}
            process = CeleryProcess(named, folder, beat=beat, concurrency=concurrency)
            stack.callback(process.stop)
            return process

        yield make


@pytest.fixture(scope="session")
def celery_worker_process(make_celery_process: Callable[..., CeleryProcess]) -> CeleryProcess:
    """One Celery worker for all tests of this process, started when the first test asks."""
    process = make_celery_process()
    process.start()
    return process
