"""Failures slow an attacker down and keep no worker out of her own browser."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.models import Event
from sign_in import attempts, services
from sign_in.addresses import client_address, neighbourhood
from sign_in.attempts import LockedOutError, attempt_succeeded, begin_attempt, password_keys
from sign_in.models import AttemptCount
from sign_in.rules import LIMITS
from tests.factories.pages import words
from tests.factories.staff import user
from tests.sign_in.conftest import MORNING, is_in, type_password

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_sixth_attempt_from_one_address_is_not_looked_at_even_when_it_is_right(anna, client):
    for _ in range(5):
        assert type_password(client, "anna", "wrong").status_code == 200
    answer = type_password(client, "anna")
    assert answer.status_code == 429
    assert "Too many attempts. Try again after" in words(answer)
    assert not is_in(client)


def test_answer_is_the_same_for_an_account_that_does_not_exist_or_is_closed(anna, client):
    closed = user("closed", is_active=False)
    pages = {}
    for name in ("anna", "nobody", closed.username):
        answers = [type_password(Client(REMOTE_ADDR="192.0.2.1"), name, "wrong") for _ in range(6)]
        pages[name] = [(one.status_code, words(one).partition("Try again after")[0]) for one in answers]
    assert pages["anna"] == pages["nobody"] == pages["closed"]
    assert [status for status, _ in pages["anna"]] == [200] * 5 + [429]


def test_right_password_of_a_closed_account_is_answered_like_a_wrong_one(client, db):
    user("closed", is_active=False)
    assert words(type_password(client, "closed")) == words(type_password(client, "nobody"))


def test_browser_that_has_signed_in_before_is_not_kept_out_by_an_attacker_behind_the_same_address(anna, client):
    type_password(client, "anna")
    client.post("/log-out/")
    stranger = Client()
    for _ in range(30):
        type_password(stranger, "anna", "wrong")
    assert type_password(stranger, "anna").status_code == 429
    type_password(client, "anna")
    assert is_in(client)


def test_known_browser_has_a_limit_of_its_own(anna, client):
    type_password(client, "anna")
    client.post("/log-out/")
    answers = [type_password(client, "anna", "wrong").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_cookie_of_one_account_gives_nothing_for_another(anna, lena, client):
    type_password(client, "anna")
    client.post("/log-out/")
    answers = [type_password(client, "lena", "wrong").status_code for _ in range(6)]
    assert answers[-1] == 429


def test_made_up_cookie_is_no_known_browser(anna):
    client = Client()
    client.cookies["known-browser"] = "eyJhbm5hIjoiMTIzIn0:1a2b3c:made-up"
    assert [type_password(client, "anna", "wrong").status_code for _ in range(6)][-1] == 429


def test_attacker_with_many_addresses_meets_the_limit_of_the_account(anna):
    answers = [type_password(Client(REMOTE_ADDR=f"192.0.2.{n}"), "anna", "wrong").status_code for n in range(25)]
    assert answers == [200] * 20 + [429] * 5


def test_attacker_who_tries_one_password_on_everybody_meets_the_limit_of_the_address():
    for number in range(100):
        begin_attempt(password_keys(f"name{number}", "192.0.2.1"), at=MORNING)
    with pytest.raises(LockedOutError):
        begin_attempt(password_keys("another", "192.0.2.1"), at=MORNING)
    begin_attempt(password_keys("another", "192.0.2.2"), at=MORNING)


def test_wait_doubles_up_to_an_hour():
    # By hand: 5 failures 1 minute, 6: 2, 7: 4, 8: 8, 9: 16, 10: 32, 11: 64 minutes, which is more than an hour.
    waits = [LIMITS["pair"].wait_after(failures) / MINUTE for failures in range(3, 13)]
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60]


def test_wait_ends_and_the_right_password_gets_in_and_clears_the_count(anna):
    keys = password_keys("anna", "192.0.2.1")
    for _ in range(5):
        begin_attempt(keys, at=MORNING)
    with pytest.raises(LockedOutError):
        begin_attempt(keys, at=MORNING + MINUTE - timedelta(seconds=1))
    begin_attempt(keys, at=MORNING + MINUTE)
    attempt_succeeded(keys, at=MORNING + MINUTE)
    for _ in range(5):
        begin_attempt(keys, at=MORNING + 2 * MINUTE)


def test_success_of_the_attackers_own_account_does_not_wipe_the_address_clean():
    for number in range(50):
        begin_attempt(password_keys(f"name{number}", "192.0.2.1"), at=MORNING)
        own = password_keys("attacker", "192.0.2.1")
        begin_attempt(own, at=MORNING)
        attempt_succeeded(own, at=MORNING)
    assert AttemptCount.objects.get(kind="address").failures == 50


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 400)), max_size=40))
def test_whatever_comes_in_whatever_order_the_wait_is_kept_and_never_longer_than_an_hour(steps):
    """A model beside it: failures in a row since the last success, and when the door opens again."""
    keys, now, row, opens = [attempts.Key("pair", "x", "y")], MORNING, 0, MORNING
    AttemptCount.objects.all().delete()
    for succeeds, seconds in steps:
        now += timedelta(seconds=seconds)
        if now < opens:
            with pytest.raises(LockedOutError):
                begin_attempt(keys, at=now)
            continue
        begin_attempt(keys, at=now)
        row += 1
        if succeeds:
            attempt_succeeded(keys, at=now)
            row = 0
        wait = min(2 ** (row - 5), 60) if row >= 5 else 0
        opens = now + timedelta(minutes=wait)
        assert opens - now <= timedelta(hours=1)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_attempts_at_once_five_are_looked_at(anna):
    def attempt(_: int) -> int:
        try:
            return type_password(Client(), "anna", "wrong").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(attempt, range(20)))
    assert sorted(answers) == [200] * 5 + [429] * 15


def test_failure_is_written_down_without_password_or_typed_name(anna, client, caplog):
    with caplog.at_level(logging.INFO, logger="sign_in.security"):
        type_password(client, "anna", "Sunflower-Bridge-1")
        type_password(client, "Sunflower-Bridge-1", "")
        type_password(client, "Sunflower-Bridge-1", "x")
    text = caplog.text
    assert f"account {anna.pk}" in text
    assert "an unknown name" in text
    assert "Sunflower" not in text


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.9", "192.0.2.1"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "10.9.9.9, 198.51.100.9", "198.51.100.9"),
        (2, "6.6.6.6, 198.51.100.9, 10.0.0.1", "198.51.100.9"),
        (2, "198.51.100.9", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1"),
        (1, "::ffff:198.51.100.9", "198.51.100.9"),
    ],
)
def test_address_is_believed_only_from_the_councils_own_proxies(rf, settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


def test_a_whole_network_of_the_newer_addresses_is_one_place():
    assert neighbourhood("2001:db8:1:2::5") == neighbourhood("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert neighbourhood("192.0.2.1") == "192.0.2.1"


def test_administrator_unlocks_and_it_is_written_down(anna, client):
    adam = user("adam", "administrator")
    for _ in range(6):
        type_password(client, "anna", "wrong")
    desk = Client()
    desk.force_login(adam)
    assert "Locked until" in words(desk.get(f"/accounts/{anna.pk}/"))
    desk.post(f"/accounts/{anna.pk}/", {"do": "unlock"})
    type_password(client, "anna")
    assert is_in(client)


def test_command_unlocks(anna, client, capsys):
    for _ in range(6):
        type_password(client, "anna", "wrong")
    call_command("help_sign_in", "anna", "--unlock")
    assert "not locked" in capsys.readouterr().out
    type_password(client, "anna")
    assert is_in(client)


def test_signing_in_is_an_event(anna, client):
    type_password(client, "anna")
    event = Event.objects.get(kind="signed_in")
    assert (event.actor_id, event.data["address"]) == (anna.pk, "127.0.0.1")


def test_next_never_leaves_the_site(anna):
    for address in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert type_password(Client(), "anna", next=address).url == "/"
    assert type_password(Client(), "anna", next="/alerts/").url == "/alerts/"


def test_helping_is_for_those_who_keep_accounts(anna, tariq):
    with pytest.raises(PermissionDenied):
        services.unlock_account(user=anna, by=tariq)
