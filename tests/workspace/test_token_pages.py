"""An administrator makes and withdraws tokens of the API; whoever owns one collects it and sees it."""

import re
from contextlib import closing
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Event
from staff.models import ApiToken
from tests.factories.browsers import check_page, sign_in
from tests.factories.pages import count_queries, page, signed_in, words
from tests.factories.partners import partner
from tests.factories.staff import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def adam(db):
    return user("adam", "administrator")


def typed(owner, *scopes: str, days: int = 90, **fields) -> dict:
    day = timezone.localdate() + timedelta(days=days)
    parts = {"last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year}
    return {"owner": owner.pk, "name": "Notifications", "scopes": list(scopes), **parts, **fields}


def key_in(answer) -> str:
    return re.search(r'id="token-key">([^<]+)<', answer.content.decode())[1]


def works(key: str, url: str = "/api/v1/contacts/") -> int:
    return Client().get(url, HTTP_AUTHORIZATION=f"Token {key}").status_code


def test_key_is_shown_once_and_works(adam, db):
    client, police = signed_in(adam), partner()
    answer = client.post("/tokens/make/", typed(police, "contacts:read"))
    key = key_in(answer)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert works(key) == 200
    assert key not in client.get("/tokens/").content.decode()
    assert f"{key[:10]}…" in words(client.get("/tokens/"))


def test_page_sent_twice_makes_one_token_and_shows_no_key_again(adam, db):
    client, police = signed_in(adam), partner()
    token = re.search(r'name="submit_token" value="([^"]+)"', client.get("/tokens/make/").content.decode())[1]
    sent = typed(police, "contacts:read", submit_token=token)
    client.post("/tokens/make/", sent)
    again = client.post("/tokens/make/", sent)
    assert (again.status_code, again.headers["Location"]) == (302, "/tokens/")
    assert ApiToken.objects.count() == 1


def test_refusals_stand_beside_the_fields_and_nothing_typed_is_lost(adam, db):
    answer = signed_in(adam).post("/tokens/make/", typed(partner(), "children:read", days=400))
    assert answer.status_code == 422
    said = words(answer)
    assert "does not: read the children" in said
    assert "at the longest" in said
    assert "Notifications" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_staff_collect_their_own_key_which_the_administrator_never_sees(adam, anna):
    answer = signed_in(adam).post("/tokens/make/", typed(anna, "children:read"))
    assert answer.status_code == 302
    token = ApiToken.objects.get()
    assert signed_in(adam).get(f"/tokens/{token.pk}/collect/").status_code == 404
    assert "A token of the API waits for you" in page(anna, "/alerts/")
    key = key_in(signed_in(anna).post(f"/tokens/{token.pk}/collect/"))
    assert works(key, "/api/v1/children/") == 200
    assert works(key, "/api/v1/clocks/") == 403
    again = signed_in(anna).post(f"/tokens/{token.pk}/collect/")
    assert again.status_code == 422
    assert "collected already" in words(again)


def test_withdrawn_token_is_refused_at_once(adam, db):
    client = signed_in(adam)
    key = key_in(client.post("/tokens/make/", typed(partner(), "contacts:read")))
    token = ApiToken.objects.get()
    assert client.post(f"/tokens/{token.pk}/withdraw/").status_code == 302
    assert works(key) == 401
    assert "Withdrawn" in words(client.get("/tokens/"))
    assert set(Event.objects.values_list("kind", flat=True)) == {"token_made", "token_withdrawn"}


def test_everybody_sees_their_own_and_nobody_anothers(adam, anna, lena):
    signed_in(adam).post("/tokens/make/", typed(anna, "clocks:read", name="My list"))
    assert "My list" in page(anna, "/tokens/")
    assert "There is no token." in page(lena, "/tokens/")
    assert signed_in(lena).post(f"/tokens/{ApiToken.objects.get().pk}/withdraw/").status_code == 404


def test_fifty_tokens_take_as_many_queries_as_one(adam, anna):
    def add(number: int) -> None:
        ends = timezone.now() + timedelta(days=number)
        ApiToken.objects.create(user=anna, name=f"Token {number}", scopes=["clocks:read"], ends_at=ends, made_by=adam)

    add(1)
    client = signed_in(adam)
    client.get("/tokens/")
    few = count_queries(lambda: client.get("/tokens/"))
    for number in range(2, 50):
        add(number)
    assert count_queries(lambda: client.get("/tokens/")) == few


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 375])
def test_pages_are_in_order_for_everybody(browser, live_server, department, adam, width):
    police = partner()
    context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
    sign_in(context, adam, live_server.url)
    with closing(context):
        _make_one(context.new_page(), police)


def _make_one(pages, police) -> None:
    pages.goto("/tokens/make/")
    check_page(pages)
    pages.get_by_label("Whose account is it for?").select_option(str(police.pk))
    pages.get_by_label("What is it for?").fill("Notifications from the force's system")
    pages.get_by_label("Send contacts").check()
    pages.get_by_role("button", name="Make the token").click()
    pages.get_by_role("heading", name="Copy the token now").wait_for()
    check_page(pages)
    pages.get_by_role("link", name="I have it").click()
    check_page(pages)
