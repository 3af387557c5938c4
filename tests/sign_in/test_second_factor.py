"""A code from the telephone, where the council asks for one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from audit.models import Event
from sign_in import second_factor, services
from sign_in.models import AuthenticatorApp, RecoveryCode
from sign_in.sealed import unseal
from staff.models import Alert
from tests.factories.pages import words
from tests.factories.staff import PASSWORD, user
from tests.sign_in.conftest import MORNING, code_of, is_in, type_password

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _everyone(settings):
    settings.REQUIRE_SECOND_FACTOR = "everyone"


def code_now(secret: str) -> str:
    return code_of(secret, timezone.now())


def test_password_alone_opens_nothing_not_the_pages_and_not_the_api(anna, secret, client):
    assert type_password(client, "anna", next="/alerts/").url == "/log-in/code/"
    assert not is_in(client)
    assert client.get("/alerts/").status_code == 302
    assert client.get("/api/v1/clocks/").status_code == 401
    assert client.post("/session/", headers={"X-Idle-Seconds": "0"}).status_code == 401


def test_the_code_leads_to_where_the_person_wanted_to_go(anna, secret, client):
    type_password(client, "anna", next="/alerts/")
    answer = client.post("/log-in/code/", {"code": code_now(secret)})
    assert answer.url == "/alerts/"
    assert client.get("/alerts/").status_code == 200
    assert client.get("/api/v1/clocks/").status_code == 200


def test_code_may_be_typed_with_a_space(anna, secret):
    code = code_of(secret, LATER)
    assert second_factor.check_code(by=anna, typed=f" {code[:3]} {code[3:]}", at=LATER) == "app"


def test_code_is_good_once(anna, secret):
    code = code_of(secret, LATER)
    second_factor.check_code(by=anna, typed=code, at=LATER)
    with pytest.raises(ValidationError, match="not right"):
        second_factor.check_code(by=anna, typed=code, at=LATER + timedelta(seconds=5))


def test_code_that_set_the_app_up_is_used_up_too(anna, secret):
    with pytest.raises(ValidationError, match="not right"):
        second_factor.check_code(by=anna, typed=code_of(secret, MORNING), at=MORNING)


@pytest.mark.django_db(transaction=True)
def test_of_ten_sendings_of_one_code_at_once_one_counts(anna, secret):
    code, now = code_of(secret, LATER), LATER

    def send(_: int) -> bool:
        try:
            return bool(second_factor._take(anna, code, now))
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(send, range(10))) == [False] * 9 + [True]


def test_clocks_may_differ_by_half_a_minute_and_no_more(anna, secret):
    for seconds, good in ((-60, False), (60, False), (-30, True), (30, True)):
        AuthenticatorApp.objects.update(last_step=0)
        code = code_of(secret, LATER + timedelta(seconds=seconds))
        assert bool(second_factor._take(anna, code, LATER)) is good, seconds


def test_sixth_code_is_not_looked_at_and_the_password_does_not_start_the_count_anew(anna, secret, client):
    type_password(client, "anna")
    for _ in range(5):
        assert client.post("/log-in/code/", {"code": "000000"}).status_code == 422
    type_password(client, "anna")
    answer = client.post("/log-in/code/", {"code": code_now(secret)})
    assert "Too many codes were wrong. Try again after" in words(answer)
    assert not is_in(client)


def test_whoever_has_no_app_yet_sets_one_up_before_coming_in(anna, client):
    assert type_password(client, "anna", next="/alerts/").url == "/log-in/set-up/"
    page = client.get("/log-in/set-up/")
    assert 'src="data:image/png;base64,' in page.content.decode()
    key = unseal(client.session["new_authenticator"])
    assert second_factor.in_fours(key) in words(page)
    assert client.get("/alerts/").status_code == 302
    assert client.post("/log-in/set-up/", {"code": "000000"}).status_code == 422
    answer = client.post("/log-in/set-up/", {"code": code_now(key)})
    assert words(answer).count("-") == 20  # ten codes in three parts
    assert client.get("/alerts/").status_code == 200
    assert Event.objects.filter(kind="second_factor_set_up", actor_id=anna.pk).exists()


def test_set_up_page_is_closed_to_whoever_has_an_app(anna, secret, client):
    type_password(client, "anna")
    assert client.get("/log-in/set-up/").status_code == 302
    client.post("/log-in/set-up/", {"code": "123456"})
    assert not is_in(client)


def test_two_people_with_the_password_never_see_the_same_key(anna):
    keys = set()
    for _ in range(2):
        client = Client()
        type_password(client, "anna")
        client.get("/log-in/set-up/")
        keys.add(unseal(client.session["new_authenticator"]))
    assert len(keys) == 2


def test_key_and_codes_cannot_be_read_from_the_database(anna, secret):
    codes = second_factor.new_recovery_codes(by=anna)
    assert secret not in AuthenticatorApp.objects.get().secret
    kept = set(RecoveryCode.objects.values_list("code", flat=True))
    assert not kept & {code.replace("-", "") for code in codes}


def test_key_survives_a_change_of_the_secret_key_that_keeps_the_old_one_as_a_fallback(anna, secret, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-new-key" * 6, [settings.SECRET_KEY]
    assert second_factor.check_code(by=anna, typed=code_of(secret, LATER), at=LATER) == "app"


def test_recovery_code_gets_in_once(anna, secret, client):
    code = second_factor.new_recovery_codes(by=anna)[3]
    type_password(client, "anna")
    assert client.post("/log-in/code/", {"code": code.upper()}).status_code == 302
    assert is_in(client)
    with pytest.raises(ValidationError):
        second_factor.check_code(by=anna, typed=code)
    assert Event.objects.get(kind="recovery_code_used").summary == "Recovery code used; 9 left"


def test_recovery_code_of_one_is_none_of_another(anna, lena, secret):
    code = second_factor.new_recovery_codes(by=anna)[0]
    with pytest.raises(ValidationError):
        second_factor.check_code(by=lena, typed=code)


def test_first_step_is_forgotten_after_ten_minutes_but_not_where_to_go(anna, secret, client):
    type_password(client, "anna", next="/alerts/")
    session = client.session
    session["sign_in_pending"] = {**session["sign_in_pending"], "at": session["sign_in_pending"]["at"] - 601}
    session.save()
    answer = client.post("/log-in/code/", {"code": code_now(secret)})
    assert answer.url == "/log-in/?next=%2Falerts%2F"
    assert not is_in(client)


def test_first_step_is_worth_nothing_after_the_password_was_changed_or_the_account_closed(anna, secret):
    for change in ("password", "closed"):
        client = Client()
        anna.is_active = True
        anna.set_password(PASSWORD)
        anna.save()
        type_password(client, "anna")
        if change == "password":
            anna.set_password("another-long-password")
        anna.is_active = change != "closed"
        anna.save()
        assert client.post("/log-in/code/", {"code": code_now(secret)}).status_code == 302
        assert not is_in(client), change


def test_session_from_before_the_council_asked_ends_for_pages_and_api(anna, client, settings):
    settings.REQUIRE_SECOND_FACTOR = "nobody"
    type_password(client, "anna")
    assert client.get("/api/v1/clocks/").status_code == 200
    settings.REQUIRE_SECOND_FACTOR = "social_worker"
    assert client.get("/api/v1/clocks/").status_code == 401
    type_password(client, "anna")
    assert not is_in(client)


def test_only_the_roles_named_are_asked(anna, tariq, settings):
    settings.REQUIRE_SECOND_FACTOR = "administrator, team_manager"
    mine, his = Client(), Client()
    type_password(mine, "anna")
    type_password(his, "tariq")
    assert is_in(mine)
    assert not is_in(his)


def test_whoever_set_one_up_of_her_own_will_is_asked_too(anna, secret, client, settings):
    settings.REQUIRE_SECOND_FACTOR = "nobody"
    assert type_password(client, "anna").url == "/log-in/code/"


def test_lost_telephone(anna, secret, client):
    """The administrator resets it: Anna is out everywhere, is told, and sets up another one."""
    adam = user("adam", "administrator")
    type_password(client, "anna")
    client.post("/log-in/code/", {"code": code_now(secret)})
    assert is_in(client)
    services.reset_second_factor(user=anna, by=adam)
    assert client.get("/alerts/").status_code == 302
    assert not RecoveryCode.objects.filter(user=anna).exists()
    event = Event.objects.get(kind="second_factor_reset")
    assert (event.actor_id, event.subject_id) == (adam.pk, anna.pk)
    assert Alert.objects.filter(user=anna, kind="second_factor").exists()
    assert type_password(client, "anna").url == "/log-in/set-up/"


def test_another_app_needs_a_code_of_the_present_one(anna, secret, client, settings):
    settings.REQUIRE_SECOND_FACTOR = "nobody"
    client.force_login(anna)
    client.get("/account/authenticator/")
    new = unseal(client.session["new_authenticator"])
    answer = client.post("/account/authenticator/", {"code_now": "000000", "code": code_now(new)})
    assert answer.status_code == 422
    assert unseal(AuthenticatorApp.objects.get().secret) == secret
    client.post("/account/authenticator/", {"code_now": code_now(secret), "code": code_now(new)})
    assert unseal(AuthenticatorApp.objects.get().secret) == new


def test_new_recovery_codes_against_a_code(anna, secret, client, settings):
    settings.REQUIRE_SECOND_FACTOR = "nobody"
    client.force_login(anna)
    old = set(RecoveryCode.objects.values_list("code", flat=True))
    assert client.post("/account/recovery-codes/", {"code": "000000"}).status_code == 422
    assert client.post("/account/recovery-codes/", {"code": code_now(secret)}).status_code == 200
    assert not old & set(RecoveryCode.objects.values_list("code", flat=True))
