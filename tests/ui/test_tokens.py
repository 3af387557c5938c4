"""Each form is handled once, also when two sendings arrive in the same instant."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ui import services
from ui.models import SubmitToken
from ui.tokens import make_token, read_token


@pytest.mark.django_db
def test_the_first_sending_claims_and_the_second_follows(anna, tariq):
    assert services.claim_token(user=anna, token="t")
    services.finish_token(user=anna, token="t", url="/notes/1")
    assert not services.claim_token(user=anna, token="t")
    assert services.handled(user=anna, token="t").result_url == "/notes/1"
    assert services.claim_token(user=tariq, token="t")


@pytest.mark.django_db
def test_a_failed_sending_leaves_the_token_free(anna):
    with transaction.atomic():
        services.claim_token(user=anna, token="t")
        transaction.set_rollback(True)
    assert services.claim_token(user=anna, token="t")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first_succeeds", [True, False])
def test_the_second_waits_for_the_first(anna, first_succeeds):
    claimed, answers = threading.Event(), []

    def second():
        claimed.wait(5)
        with transaction.atomic():
            answers.append(services.claim_token(user=anna, token="t"))
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        services.claim_token(user=anna, token="t")
        claimed.set()
        thread.join(0.5)
        assert thread.is_alive(), "the second did not wait"
        transaction.set_rollback(not first_succeeds)
    thread.join(5)
    assert answers == [not first_succeeds]


@pytest.mark.django_db
def test_old_tokens_are_forgotten(anna):
    services.claim_token(user=anna, token="old", at=timezone.now() - timedelta(days=15))
    services.claim_token(user=anna, token="new")
    assert services.forget_old_tokens() == 1
    assert SubmitToken.objects.count() == 1


def test_a_token_says_whose_page_it_is_and_cannot_be_changed():
    token = make_token(7, "visit:1")
    assert (read_token(token).user_id, read_token(token).draft_key) == (7, "visit:1")
    assert read_token(f"{token}x") is None
    assert make_token(7, "visit:1") != token
