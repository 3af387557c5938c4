"""What the machines that watch the site are told."""

import time

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from workspace import health
from workspace.tasks import HEARTBEAT, beat_is_alive, heartbeat


@pytest.fixture(autouse=True)
def nobody_heard_of_yet():
    cache.delete_many(["alive:worker", "alive:beat"])
    yield
    cache.delete_many(["alive:worker", "alive:beat"])


def test_live_asks_nothing_of_the_database():
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_when_every_part_is_well():
    heartbeat()
    beat_is_alive(sender=HEARTBEAT)
    response = Client().get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "parts": {"database": "ok", "redis": "ok", "worker": "ok", "beat": "ok"},
    }


@pytest.mark.django_db
def test_not_ready_while_nobody_has_heard_of_worker_and_beat():
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"]["worker"] == "not heard of yet"


@pytest.mark.django_db
def test_a_worker_that_died_is_told_apart_from_beat():
    beat_is_alive(sender=HEARTBEAT)
    cache.set("alive:worker", 0)
    parts = Client().get("/readyz").json()["parts"]
    assert parts["beat"] == "ok"
    assert parts["worker"].startswith("silent for")


@pytest.mark.django_db
def test_beat_that_died_is_told_apart_from_the_worker():
    heartbeat()
    cache.set("alive:beat", 0)
    parts = Client().get("/readyz").json()["parts"]
    assert parts["worker"] == "ok"
    assert parts["beat"].startswith("silent for")


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_named(monkeypatch):
    def down():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", down)
    assert health.report()["database"] == "does not answer"


@pytest.mark.django_db
def test_redis_that_does_not_answer_is_named(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    parts = Client().get("/readyz").json()["parts"]
    assert parts["redis"] == "does not answer"
    assert parts["worker"] == "not known: Redis does not answer"


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_and_beat_are_heard(make_celery_process):
    """The signal runs in beat, the task in the worker: both leave their mark in the same Redis."""
    make_celery_process(beat=True).start()
    heartbeat.delay()
    for _ in range(100):
        if cache.get("alive:worker"):
            break
        time.sleep(0.1)
    assert health.report()["worker"] == "ok"
