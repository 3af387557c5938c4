"""Every address of the API by every way of coming in: a token opens what the session of its owner opens, or less."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from staff.api import ApiView
from staff.api_scopes import SCOPES
from staff.models import ApiToken
from tests.architecture.access_table import EVERYBODY, PAGES, RECORD, OfChild
from tests.architecture.addresses import addresses
from tests.architecture.test_access import url_of
from tests.architecture.test_access import world as world
from tests.factories.pages import signed_in
from tests.factories.partners import key_of

pytestmark = pytest.mark.django_db
ROWS = [row for row in [*RECORD, *PAGES] if row.name.startswith("api-") and row.name != "api-schema"]
VIEWS = {one.name: one.view for one in addresses() if one.route.startswith("api/v1/")}


def ask(url: str, key: str, method: str = "get") -> tuple[int, dict]:
    answer = getattr(Client(), method)(url, HTTP_AUTHORIZATION=f"Token {key}", content_type="application/json")
    return answer.status_code, answer.json()


def scope_for(row, method: str = "GET") -> str | None:
    return VIEWS[row.name].scopes[method]


def places(row) -> list[str]:
    return ["own", "other", "restricted"] if isinstance(row, OfChild) else ["own"]


def test_every_address_is_an_api_view_with_a_scope_for_each_of_its_methods():
    for name, view in VIEWS.items():
        assert issubclass(view, ApiView), name
        methods = {method.upper() for method in ("get", "post", "put", "patch", "delete") if hasattr(view, method)}
        assert set(view.scopes) == methods, name
        assert None not in view.scopes.values() or name == "api-token"
    assert {row.name for row in ROWS} == set(VIEWS)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_token_with_the_scope_opens_what_the_session_of_its_owner_opens(who, world):
    browser, surprises = signed_in(world.actors[who]), []
    for row in ROWS:
        for whose in places(row):
            url, scope = url_of(row, world, whose), scope_for(row)
            by_session = browser.get(url).status_code
            by_token, _ = ask(url, key_of(world.actors[who], *([scope] if scope else [])))
            if by_token != by_session:
                surprises.append(f"{row.name} {whose}: {by_token} by token, {by_session} by session")
    assert surprises == []


@pytest.mark.parametrize("who", ["mo", "pc"])
def test_token_without_the_scope_is_told_which_it_needs(who, world):
    for row in ROWS:
        wanted = scope_for(row)
        if wanted is None or row.expected(*([who, "own"] if isinstance(row, OfChild) else [who])) != 200:
            continue
        others = [scope for scope in SCOPES if scope != wanted]
        status, said = ask(url_of(row, world), key_of(world.actors[who], *others))
        assert (status, said) == (403, {"detail": f"This token was not made for that. It needs the scope {wanted}."})


def test_token_that_reads_contacts_sends_none(world):
    status, said = ask("/api/v1/contacts/", key_of(world.actors["pc"], "contacts:read"), "post")
    assert (status, "contacts:write" in said["detail"]) == (403, True)


def test_scope_lends_nobody_what_the_role_does_not_do(world):
    """The scopes are all there; the role is not."""
    assert ask("/api/v1/contacts/queue/", key_of(world.actors["anna"]))[0] == 403
    assert ask("/api/v1/children/", key_of(world.actors["pc"]))[0] == 403
    assert ask("/api/v1/children/", key_of(world.actors["adam"]))[1]["results"] == []


def test_token_of_whatever_fault_is_answered_alike_everywhere(world):
    """Unknown, ended, withdrawn, not collected, of a closed account: nobody learns which."""
    mo, now = world.actors["mo"], timezone.now()
    closed = world.actors["lena"]
    keys = {
        "unknown": "cwk_nobody-ever-made-this-one",
        "ended": key_of(mo, "children:read", made_at=now - timedelta(days=9), ends_at=now - timedelta(seconds=1)),
        "withdrawn": key_of(mo, "queue:read", revoked_at=now, revoked_by=mo),
        "of a closed account": key_of(closed),
        "empty digest": "",
    }
    closed.is_active = False
    closed.save()
    ApiToken.objects.create(user=mo, name="Not collected", scopes=["queue:read"], ends_at=now + timedelta(days=1))
    for row in ROWS:
        answers = {name: ask(url_of(row, world), key) for name, key in keys.items() if key}
        said = {str(answer) for answer in answers.values()}
        assert len(said) == 1, (row.name, answers)
        assert answers["unknown"][0] == 401
        assert "ask the council for another" in answers["unknown"][1]["detail"]


@pytest.mark.parametrize(
    "header", ["Token", "Token ", "Token a b", "token \xe9", "Token " + "x" * 5000, "Bearer x", "\x00"]
)
def test_header_that_cannot_be_read_gets_a_sentence(header, world):
    answer = Client().get("/api/v1/contacts/", HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
    assert answer.json()["detail"].endswith((".", "you."))
    assert answer.headers["WWW-Authenticate"] == "Token"
