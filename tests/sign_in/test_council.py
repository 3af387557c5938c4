"""The council's own sign-on, against a real provider that runs as a process beside the test."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from audit.models import Event
from sign_in.council import NO_ACCOUNT, NOT_LET_IN, NOT_REACHED, NOT_STRONG, NOT_UNDERSTOOD
from sign_in.models import CouncilIdentity
from staff.models import User
from tests.factories.browsers import check_page
from tests.factories.pages import words
from tests.factories.staff import PASSWORD, user
from tests.sign_in.conftest import is_in, type_password
from tests.sign_in.council_provider import come_back, free_port, running_provider

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def process():
    with running_provider(free_port()) as provider:
        yield provider


@pytest.fixture
def provider(process, settings):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = process.issuer, "casework"
    settings.OIDC_CLIENT_SECRET = "a-secret-for-tests-only"
    return process


def sign_on(client: Client, provider, name: str, next: str = "/alerts/"):
    """All the way: from our button to the provider and back."""
    away = client.get("/log-in/council/", {"next": next})
    assert away.status_code == 302, words(away)
    return come_back(client, provider.sign_on(away.url, name))


def test_first_sign_on_binds_the_account_and_the_next_one_finds_it_by_subject(provider, anna, client):
    assert sign_on(client, provider, "anna").url == "/alerts/"
    assert client.get("/alerts/").status_code == 200
    identity = CouncilIdentity.objects.get()
    assert (identity.user, identity.subject) == (anna, "anna")
    assert Event.objects.filter(kind="council_identity_bound", actor_id=anna.pk).exists()
    anna.email = "anna.married@council.example"
    anna.save()
    again = Client()
    sign_on(again, provider, "anna")
    assert is_in(again)


def test_it_asks_with_pkce_state_and_nonce(provider, client):
    away = client.get("/log-in/council/").url
    for part in ("code_challenge_method=S256", "code_challenge=", "state=", "nonce=", "response_type=code"):
        assert part in away


def test_provider_sees_to_the_second_factor_unless_the_council_wants_it_here_too(provider, anna, settings):
    settings.REQUIRE_SECOND_FACTOR = "everyone"
    client = Client()
    sign_on(client, provider, "anna")
    assert client.get("/alerts/").status_code == 200
    settings.OIDC_SECOND_FACTOR = "here"
    client = Client()
    assert sign_on(client, provider, "anna").url == "/log-in/set-up/"
    assert not is_in(client)


@pytest.mark.parametrize("how", ["nonce", "no-nonce", "audience", "issuer", "expired", "key", "unsigned", "shared"])
def test_answer_that_cannot_be_trusted_lets_nobody_in(provider, anna, client, how):
    provider.spoil(how)
    answer = sign_on(client, provider, "anna")
    assert answer.status_code == 400
    assert NOT_UNDERSTOOD in words(answer)
    assert not is_in(client)
    assert not CouncilIdentity.objects.exists()


def test_answer_to_somebody_elses_question_is_refused(provider, anna, client):
    """The attacker signs on as herself and hands Anna's browser the way back."""
    attacker = Client()
    address = provider.sign_on(attacker.get("/log-in/council/").url, "anna")
    assert come_back(client, address).status_code == 400
    assert not is_in(client)


def test_one_answer_counts_once(provider, anna, client):
    address = provider.sign_on(client.get("/log-in/council/").url, "anna")
    come_back(client, address)
    client.post("/log-out/")
    assert come_back(client, address).status_code == 400
    assert not is_in(client)


def test_unknown_closed_and_doubtful_people_all_get_the_same_answer(provider, anna, client, db):
    user("closed", is_active=False)
    user("twin", email="same@council.example")
    user("twin2", email="SAME@council.example")
    answers = [sign_on(Client(), provider, name) for name in ("nobody", "closed", "same")]
    provider.spoil("unverified")
    answers.append(sign_on(Client(), provider, "anna"))
    assert {one.status_code for one in answers} == {403}
    assert len({words(one) for one in answers}) == 1
    assert NO_ACCOUNT in words(answers[0])
    assert not User.objects.filter(email="nobody@council.example").exists()


def test_account_that_is_closed_later_is_closed_to_its_subject_too(provider, anna, client):
    sign_on(client, provider, "anna")
    anna.is_active = False
    anna.save()
    assert client.get("/alerts/").status_code == 302
    assert sign_on(Client(), provider, "anna").status_code == 403


def test_account_that_is_bound_is_not_handed_to_another_subject_with_its_address(provider, anna):
    CouncilIdentity.objects.create(user=anna, issuer=provider.issuer, subject="somebody-before")
    assert sign_on(Client(), provider, "anna").status_code == 403


def test_account_for_a_newcomer_only_where_the_council_says_so(provider, client, db, settings):
    settings.OIDC_NEW_ACCOUNT_ROLE = "social_worker"
    sign_on(client, provider, "newcomer")
    made = User.objects.get(email="newcomer@council.example")
    assert (made.role, made.team, made.has_usable_password()) == ("social_worker", None, False)
    assert is_in(client)


def test_strength_that_the_council_asks_for(provider, anna, settings):
    settings.OIDC_REQUIRED_AMR, settings.OIDC_REQUIRED_ACR = ["mfa"], "strong"
    assert NOT_STRONG in words(sign_on(Client(), provider, "anna"))
    provider.spoil("amr")
    client = Client()
    sign_on(client, provider, "anna")
    assert is_in(client)


def test_provider_that_is_down(client, db, settings):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = f"http://127.0.0.1:{free_port()}", "casework"
    answer = client.get("/log-in/council/")
    assert answer.status_code == 503
    assert NOT_REACHED in words(answer)


def test_provider_that_goes_down_half_way(anna, client, settings):
    with running_provider(free_port()) as dying:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = dying.issuer, "casework"
        settings.OIDC_CLIENT_SECRET = "a-secret-for-tests-only"
        address = dying.sign_on(client.get("/log-in/council/").url, "anna")
    answer = come_back(client, address)
    assert answer.status_code == 503
    assert NOT_REACHED in words(answer)


def test_provider_that_says_no(provider, client, db):
    answer = client.get("/log-in/council/back/", {"error": "access_denied", "error_description": "<b>x</b>"})
    assert answer.status_code == 403
    assert NOT_LET_IN in words(answer)
    assert "<b>x</b>" not in answer.content.decode()


def test_next_never_leaves_the_site(provider, anna, client):
    assert sign_on(client, provider, "anna", next="https://evil.example/").url == "/"


def test_passwords_serve_only_the_emergency_accounts_where_the_council_says_so(provider, anna, settings):
    user("emergency")
    settings.PASSWORD_SIGN_IN, settings.BREAK_GLASS_ACCOUNTS = False, ["emergency"]
    page = Client().get("/log-in/").content.decode()
    assert "Sign in with your council account" in page
    assert 'name="password"' not in page
    hers, spare = Client(), Client()
    assert "is not right" in words(type_password(hers, "anna"))
    assert not is_in(hers)
    type_password(spare, "emergency")
    assert is_in(spare)


def test_nothing_of_it_is_there_until_it_is_set(client, db):
    assert client.get("/log-in/council/").status_code == 404
    assert "council account" not in client.get("/log-in/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_in_a_real_browser_there_back_and_out(provider, anna, browser, live_server):
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/log-in/?next=/alerts/")
    check_page(page)
    page.get_by_role("button", name="Sign in with your council account").click()
    page.locator("[name=login]").fill("anna")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/alerts/")
    page.get_by_role("button", name="Sign out").click()
    leave = page.get_by_role("link", name="sign out of your council account as well")
    expect(leave).to_have_attribute("href", re.compile(r"/session/end\?id_token_hint="))
    check_page(page)
    context.close()
