"""The description of the API is true and whole, and nothing that a program sends breaks what it says."""

import json
from io import StringIO

import pytest
import schemathesis
from django.core.cache import cache
from django.core.management import call_command
from rest_framework.throttling import SimpleRateThrottle
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from config.wsgi import application
from tests.architecture.addresses import addresses
from tests.factories.partners import key_of, partner, posted
from tests.factories.people import child
from tests.factories.referrals import contact
from tests.factories.staff import held

SCHEMA_URL = "/api/schema/?format=json"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
)


@pytest.fixture
def schema(client, db) -> dict:
    return json.loads(client.get(SCHEMA_URL).content)


def operations(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_schema_validates_without_a_warning():
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    assert out.getvalue().startswith("openapi: 3")


def test_every_address_of_the_api_is_described(schema):
    routes = {one.route.replace("<int:pk>", "{id}") for one in addresses() if one.route.startswith("api/v1/")}
    assert {path.lstrip("/") for path in schema["paths"]} == routes


def test_each_operation_says_how_to_come_in_and_how_it_refuses(schema):
    wanting = []
    for name, operation in operations(schema):
        missing = {"400", "401", "403", "429"} - set(operation["responses"])
        missing |= {"404"} - set(operation["responses"]) if "{id}" in name else set()
        if missing or {"token": []} not in operation["security"] or {} in operation["security"]:
            wanting.append((name, missing, operation["security"]))
    assert wanting == []


def test_each_operation_names_its_scope(schema):
    unnamed = [name for name, one in operations(schema) if "x-scope" not in one]
    assert unnamed == ["GET /api/v1/token/"]  # which tells any token what it is for
    assert all(f"`{one['x-scope']}`" in one["description"] for _, one in operations(schema) if "x-scope" in one)


def test_the_message_of_a_partner_has_an_example_that_is_taken(schema, client):
    content = schema["paths"]["/api/v1/contacts/"]["post"]["requestBody"]["content"]["application/json"]
    (example,) = content["examples"].values()
    sent = {"HTTP_AUTHORIZATION": f"Token {key_of(partner())}", "content_type": "application/json"}
    assert client.post("/api/v1/contacts/", json.dumps(example["value"]), **sent).status_code == 201


@pytest.fixture
def callers(department, monkeypatch) -> dict[str, str | None]:
    """A MASH officer and a partner with tokens, and nobody; something has happened to two children."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"user": None, "anon": None})
    cache.clear()
    maisie = child()
    held(maisie, department.anna)
    contact(department.mo, maisie, child("Leo"))
    people = {"mash": department.mo, "partner": partner()}
    return {who: f"Token {key_of(user)}" for who, user in people.items()} | {"nobody": None}


def told(authorization: str | None, *, examples: int, seed: int = 1) -> list[str]:
    """Every breach that all phases find: the examples, the limits, chance, and one answer leading to the next."""
    phases = {"stateful": {"generation": {"max-examples": 2}}, "fuzzing": {"generation": {"max-examples": examples}}}
    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "workers": 1,
            "color": False,
            "headers": {"Authorization": authorization} if authorization else {},
            "generation": {"mode": "all", "deterministic": True, "no-shrink": True, "max-examples": examples},
            "phases": phases,
            "checks": {"enabled": False, **{check: {"enabled": True} for check in CHECKS}},
            "warnings": False,
        }
    )
    schema = schemathesis.openapi.from_wsgi(SCHEMA_URL, application, config=config)
    breaches, asked = [], 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.FatalError | events.NonFatalError):
            breaches.append(f"{getattr(event, 'label', '')} {getattr(event, 'exception', None) or event.value!r}")
        if isinstance(event, events.ScenarioFinished):
            asked += len(event.recorder.interactions)
            for case, checks in event.recorder.checks.items():
                breaches += [_words(event, case, check) for check in checks if check.failure_info]
    assert asked > 50
    return sorted(set(breaches))


def _words(event, case, check) -> str:
    info = check.failure_info
    return f"{event.label}: {check.name}: {info.failure.title} {info.failure.message}\n{info.code_sample}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.parametrize("who", ["mash", "partner", "nobody"])
def test_no_message_and_no_question_breaks_the_api(callers, who):
    assert told(callers[who], examples=5) == []


def test_posted_message_is_the_shape_of_the_description(schema):
    described = schema["components"]["schemas"]["Message"]["properties"]
    assert set(posted()) <= set(described)
