"""`manage.py check --deploy` says what is unwise before anybody signs in."""

import pytest

from sign_in.checks import fit_for_a_council, no_demonstration_accounts, settings_make_sense
from tests.factories.staff import user

WISE = {"REQUIRE_SECOND_FACTOR": "everyone", "DEMO": False, "CLAMD_URL": "tcp://clamd:3310", "IDLE_MINUTES": 30}


def ids(found) -> list[str]:
    return [one.id.removeprefix("sign_in.") for one in found]


@pytest.fixture
def wise(settings):
    for name, value in WISE.items():
        setattr(settings, name, value)
    return settings


def test_wise_settings_are_clean(wise):
    assert ids(settings_make_sense() + fit_for_a_council()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"REQUIRE_SECOND_FACTOR": "nobody"}, ["W001"]),
        ({"REQUIRE_SECOND_FACTOR": "team_manger"}, ["E001", "W001"]),
        ({"REQUIRE_SECOND_FACTOR": ""}, ["E001", "W001"]),
        ({"DEMO": True}, ["W002"]),
        ({"OIDC_ISSUER": "http://sso.example", "OIDC_CLIENT_ID": "x"}, ["W003"]),
        ({"OIDC_ISSUER": "https://sso.example"}, ["E002"]),
        ({"OIDC_ISSUER": "https://sso.example", "OIDC_CLIENT_ID": "x", "PASSWORD_SIGN_IN": False}, ["W004"]),
        ({"PASSWORD_SIGN_IN": False}, ["E006", "W004"]),
        ({"OIDC_NEW_ACCOUNT_ROLE": "partner_agency"}, ["E005"]),
        ({"IDLE_MINUTES": 600}, ["W005"]),
        ({"CLAMD_URL": ""}, ["I001"]),
    ],
)
def test_unwise_setting_is_named(wise, changes, expected):
    for name, value in changes.items():
        setattr(wise, name, value)
    assert ids(settings_make_sense() + fit_for_a_council()) == expected


@pytest.mark.django_db
def test_accounts_of_the_demonstration_in_a_councils_database_are_found(wise):
    assert ids(no_demonstration_accounts(databases=["default"])) == []
    user("visitor", is_demo=True)
    assert ids(no_demonstration_accounts(databases=["default"])) == ["W006"]
