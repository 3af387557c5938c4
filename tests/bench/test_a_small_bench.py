"""The bench runs to its end on a small department, so that it is there when somebody needs it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest

from bench.load.table import Table, broken_references
from parts.pytest_plugin import OUR_OWN
from parts.test_database import TEMPLATE
from parts.venv import ROOT

NAME = "a_small_bench"
PEOPLE = 2000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OUR_OWN not in os.environ, reason="needs a server of its own"),
    pytest.mark.skipif("BENCH_SMALL" not in os.environ, reason="takes a minute: BENCH_SMALL=1 runs it"),
]


@pytest.fixture
def empty_database(django_db_setup) -> Iterator[str]:
    """A migrated database of its own in the tests' server, as its superuser reaches it."""
    ours = os.environ["DATABASE_URL"]
    superuser = ours.replace("casework@", "postgres@", 1)
    with closing(psycopg2.connect(superuser)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {NAME} OWNER casework TEMPLATE {TEMPLATE}")
            yield urlsplit(superuser)._replace(path=f"/{NAME}").geturl()
            cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def test_every_page_and_job_is_measured_and_no_row_refers_to_nothing(empty_database):
    ours = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{NAME}").geturl()
    named = {"BENCH_DATABASE": empty_database, "DATABASE_URL": ours, "BENCH_PEOPLE": str(PEOPLE)}
    named |= {"BENCH_ALONE": "2", "BENCH_TOGETHER": "8", "BENCH_ROUNDS": "1", "BENCH_BLOCKS": "1"}
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    ran = subprocess.run(
        [sys.executable, "-m", "bench"], cwd=ROOT, env=environment | named, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for page in ("home: worker", "MASH queue", "child's record", "team list", "search: misspelt name", "sweep"):
        assert re.search(f"^{page}", ran.stdout, re.M), ran.stdout
    assert re.search(r"reconcile .* 0 differences \(plain SQL: 0\)", ran.stdout), ran.stdout
    with closing(Table(empty_database)) as table:
        assert broken_references(table) == {}
