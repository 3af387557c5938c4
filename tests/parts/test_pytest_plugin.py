"""What each process of a parallel run is given for itself."""

import os
from collections.abc import Callable

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from parts.celery_process import CeleryProcess
from parts.places import LOCAL
from parts.pytest_plugin import own_redis_database


def test_each_parallel_process_has_a_redis_database_of_its_own() -> None:
    assert own_redis_database("redis://:secret@127.0.0.1:7000/0", "gw0") == "redis://:secret@127.0.0.1:7000/2"
    assert own_redis_database("redis://:secret@127.0.0.1:7000/0", "gw3") == "redis://:secret@127.0.0.1:7000/8"
    assert own_redis_database("redis://elsewhere/5", "gw1") == "redis://elsewhere/9"


def test_settings_have_this_processes_database_and_not_the_demos() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    number = 2 * int(worker.removeprefix("gw")) + 2 if worker else 0
    assert settings.REDIS_URL.endswith(f"/{number}")
    assert settings.CACHE_URL.endswith(f"/{number + 1}")
    assert redis.Redis.from_url(settings.REDIS_URL).ping()
    assert str(LOCAL) not in connection.settings_dict["HOST"]


def test_emptying_the_cache_leaves_the_queue_alone() -> None:
    queue = redis.Redis.from_url(settings.REDIS_URL)
    queue.lpush("a-queue", "a task")
    cache.set("number", 1)
    cache.clear()
    assert cache.get("number") is None
    assert queue.lpop("a-queue") == b"a task"


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
