"""The description of the API is true: it validates, and what it describes does not break."""

import json
from io import StringIO

import pytest
import schemathesis
from django.core.cache import cache
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from rest_framework.throttling import SimpleRateThrottle
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from config.wsgi import application
from tests.factories.partners import partner, with_token
from tests.factories.people import child
from tests.factories.referrals import contact

SCHEMA_URL = "/api/schema/?format=json"
TRUE_TO_THE_SCHEMA = [not_a_server_error, status_code_conformance, response_schema_conformance]


def test_schema_validates_without_a_warning():
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    assert out.getvalue().startswith("openapi: 3")


@pytest.mark.django_db
def test_schema_is_open_to_those_who_write_a_program(client):
    found = json.loads(client.get(SCHEMA_URL).content)
    assert set(found["paths"]) == {
        "/api/v1/children/",
        "/api/v1/children/{id}/",
        "/api/v1/clocks/",
        "/api/v1/contacts/",
        "/api/v1/contacts/queue/",
        "/api/v1/contacts/{id}/",
    }


@pytest.fixture
def callers(department, monkeypatch):
    """What a MASH officer and a partner say of themselves, in a department where something has happened."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"user": None, "anon": None})
    cache.clear()
    contact(department.mo, child())
    clients = [with_token(one) for one in (department.mo, partner())]
    return [{"Authorization": client._credentials["HTTP_AUTHORIZATION"]} for client in clients]


# Each call ends its connection, as in a real server: a test inside one transaction would lose it.
@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_message_and_no_filter_breaks_the_api(callers, mode):
    """Ten of each operation, such as the schema allows and such as it does not: no fault of ours, all as described."""
    operations = [one.ok() for one in schemathesis.openapi.from_wsgi(SCHEMA_URL, application).get_all_operations()]
    for operation in operations:

        @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers_as_described(case):
            for headers in callers:
                case.call_and_validate(headers=headers, checks=TRUE_TO_THE_SCHEMA)

        answers_as_described()
    assert len(operations) == 7
