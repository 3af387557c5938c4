"""The demonstration's accounts, whose password everybody knows, open nothing anywhere else."""

from base64 import b64encode

import pytest
from django.test import Client
from rest_framework.authentication import BasicAuthentication
from rest_framework.decorators import api_view, authentication_classes
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from staff.backends import StaffTokenAuthentication
from staff.models import User
from tests.factories.partners import key_of
from tests.factories.staff import PASSWORD, user


@api_view(["GET"])
@authentication_classes([StaffTokenAuthentication, BasicAuthentication])
def whoami(request):
    return Response({"name": request.user.username})


@pytest.fixture
def visitor(db) -> User:
    """An account of the demonstration."""
    return user("visitor", is_demo=True)


def log_in(client: Client, name: str) -> bool:
    """Through the page, as a person does."""
    client.post("/log-in/", {"username": name, "password": PASSWORD, "next": "/healthz"})
    return "_auth_user_id" in client.session


def ask(**credentials: str) -> int:
    return whoami(APIRequestFactory().get("/", **credentials)).status_code


def basic(name: str) -> str:
    return "Basic " + b64encode(f"{name}:{PASSWORD}".encode()).decode()


def test_demo_account_logs_in_where_the_demo_runs(client, visitor, settings):
    settings.DEMO = True
    assert log_in(client, "visitor")


def test_demo_account_is_refused_by_the_page_anywhere_else(client, visitor, settings):
    settings.DEMO = False
    assert not log_in(client, "visitor")


def test_session_of_a_demo_account_ends_where_the_demo_does(client, visitor, settings):
    settings.DEMO = True
    assert log_in(client, "visitor")
    settings.DEMO = False
    assert client.get("/log-in/").wsgi_request.user.is_anonymous


def test_real_account_logs_in_everywhere(client, db, settings):
    user("rosa")
    for demo in (True, False):
        settings.DEMO = demo
        assert log_in(Client(), "rosa")


def test_demo_token_is_refused_anywhere_else(visitor, settings):
    token = f"Token {key_of(visitor)}"
    settings.DEMO = True
    assert ask(HTTP_AUTHORIZATION=token) == 200
    settings.DEMO = False
    assert ask(HTTP_AUTHORIZATION=token) == 401


def test_demo_password_is_refused_by_the_api_anywhere_else(visitor, settings):
    settings.DEMO = True
    assert ask(HTTP_AUTHORIZATION=basic("visitor")) == 200
    settings.DEMO = False
    assert ask(HTTP_AUTHORIZATION=basic("visitor")) == 401


def test_account_that_was_closed_is_refused_everywhere(client, visitor, settings):
    settings.DEMO = True
    User.objects.filter(pk=visitor.pk).update(is_active=False)
    assert not log_in(client, "visitor")
    token = f"Token {key_of(visitor)}"
    assert ask(HTTP_AUTHORIZATION=token) == 401
