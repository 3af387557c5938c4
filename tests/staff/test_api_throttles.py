"""How often one may ask, counted in a real Redis for all processes together."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as RedisIsAway
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework.throttling import SimpleRateThrottle

from config.api_limits import FailedAttempts, PerAddress
from parts.places import ROOT
from tests.factories.partners import partner, with_token

pytestmark = pytest.mark.django_db
URL = "/api/v1/contacts/"


@pytest.fixture(autouse=True)
def few(monkeypatch, settings):
    """Three a minute for everything, and a minute that does not end in the middle of a test."""
    cache.clear()
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"failed": "3/min"}}
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"user": "3/min", "anon": "3/min"})
    monkeypatch.setattr(time, "time", lambda: 1_800_000_010.0)
    yield
    cache.clear()


def statuses(client: APIClient, times: int = 4, **named: str) -> list[int]:
    return [client.get(URL, **named).status_code for _ in range(times)]


def test_each_token_is_counted_by_itself(department):
    police, school = partner(), partner("head", "Mill Lane School", "education")
    assert statuses(with_token(police)) == [200, 200, 200, 429]
    assert statuses(with_token(school), 1) == [200]
    assert statuses(with_token(police, "contacts:read"), 1) == [200]  # another program of the same account


def test_answer_says_when_to_go_on(department):
    client = with_token(partner())
    statuses(client, 3)
    answer = client.get(URL)
    assert answer.headers["Retry-After"] == "50"  # the minute began ten seconds ago
    assert "50 seconds" in answer.json()["detail"]


def test_address_that_fails_to_say_who_it_is_waits_and_a_valid_token_behind_it_does_not(department):
    stranger = APIClient()
    stranger.credentials(HTTP_AUTHORIZATION="Token cwk_guessed")
    assert statuses(stranger) == [401, 401, 401, 429]
    assert statuses(APIClient(), 1) == [429]  # no token at all counts the same
    assert statuses(with_token(partner()), 1) == [200]
    assert statuses(stranger, 1, REMOTE_ADDR="192.0.2.7") == [401]


def test_address_that_a_client_makes_up_is_not_believed(department):
    """Without proxies of the council's own, X-Forwarded-For is whatever the client wrote."""
    answers = [APIClient().get(URL, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}").status_code for number in range(4)]
    assert answers == [401, 401, 401, 429]


def test_description_is_counted_by_address():
    client = APIClient()
    assert [client.get("/api/schema/").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_twenty_at_once_are_counted_one_by_one(settings):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"failed": "5/min"}}
    request = APIRequestFactory().get(URL)
    with ThreadPoolExecutor(10) as pool:
        allowed = list(pool.map(lambda _: FailedAttempts().allow_request(request, None), range(20)))
    assert allowed.count(True) == 5


def test_another_process_counts_on_from_the_same_number():
    code = (
        "import django, time; django.setup(); time.time = lambda: 1_800_000_010.0\n"
        "from django.conf import settings\n"
        "settings.REST_FRAMEWORK['DEFAULT_THROTTLE_RATES'] = {'failed': '3/min'}\n"
        "from config.api_limits import FailedAttempts\n"
        "from rest_framework.test import APIRequestFactory\n"
        "request = APIRequestFactory().get('/api/v1/contacts/')\n"
        "print([FailedAttempts().allow_request(request, None) for _ in range(2)])"
    )
    request = APIRequestFactory().get(URL)
    assert [FailedAttempts().allow_request(request, None) for _ in range(2)] == [True, True]
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert answer.stdout.strip().endswith("[True, False]"), answer.stderr[-800:]


@pytest.mark.parametrize("throttle", [PerAddress, FailedAttempts])
def test_while_redis_is_away_everybody_is_answered(throttle, monkeypatch):
    def gone(*args, **kwargs):
        raise RedisIsAway

    monkeypatch.setattr(SimpleRateThrottle, "cache", type("Gone", (), {"add": gone, "incr": gone})())
    request = APIRequestFactory().get(URL)
    request.user = request.auth = None
    assert all(throttle().allow_request(request, None) for _ in range(9))
