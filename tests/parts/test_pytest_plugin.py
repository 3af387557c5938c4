"""What each process of a parallel run is given for itself."""

import os
from collections.abc import Callable

import pytest
import redis
from django.conf import settings
from django.db import connection

from parts.celery_process import CeleryProcess
from parts.places import LOCAL
from parts.pytest_plugin import own_redis_database


def test_each_parallel_process_has_a_redis_database_of_its_own() -> None:
    assert own_redis_database("redis://:secret@127.0.0.1:7000/0", "gw0") == "redis://:secret@127.0.0.1:7000/1"
    assert own_redis_database("redis://:secret@127.0.0.1:7000/0", "gw3") == "redis://:secret@127.0.0.1:7000/4"
    assert own_redis_database("redis://elsewhere/5", "gw1") == "redis://elsewhere/7"


def test_settings_have_this_processes_database_and_not_the_demos() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    number = int(worker.removeprefix("gw")) + 1 if worker else 0
    assert settings.REDIS_URL.endswith(f"/{number}")
    assert redis.Redis.from_url(settings.REDIS_URL).ping()
    assert str(LOCAL) not in connection.settings_dict["HOST"]


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_answers_and_survives_a_kill_by_a_new_start(
    make_celery_process: Callable[..., CeleryProcess],
) -> None:
    from config.celery import app

    worker = make_celery_process()
    worker.start()
    first = worker.pid
    assert app.control.ping(timeout=5)
    worker.kill()
    worker.start()
    assert worker.pid != first
    assert app.control.ping(timeout=5)
    worker.stop()
