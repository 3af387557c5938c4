"""Tokens of the API: who makes them, for what, how long they last, and what is left of their keys."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import Event
from staff.api_scopes import SCOPES, scopes_for
from staff.api_tokens import (
    collect_token,
    make_token,
    note_use,
    set_demo_key,
    token_with_key,
    warn_of_ends,
    withdraw_token,
)
from staff.mail import send_alert_mails
from staff.models import Alert, ApiToken
from tests.factories.pages import count_queries
from tests.factories.partners import partner
from tests.factories.staff import user

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 5, 7, 12, tzinfo=LONDON)


@pytest.fixture
def adam(db):
    return user("adam", "administrator")


@pytest.fixture
def police(db):
    return partner()


def made(owner, by, **fields):
    facts = {"name": "Notifications", "scopes": ["contacts:write"], "last_day": timezone.localdate(), **fields}
    return make_token(owner=owner, by=by, **facts)


def test_key_of_a_partner_is_told_once_and_kept_nowhere(police, adam):
    token, key = made(police, adam)
    assert token_with_key(key) == token
    assert key.startswith(token.prefix)
    with connection.cursor() as cursor:
        for table in ("staff_apitoken", "staff_apitokenevent", "audit_event", "staff_alert"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            assert key[12:] not in cursor.fetchone()[0]


def test_two_keys_are_never_alike(police, adam):
    keys = {made(police, adam)[1] for _ in range(50)}
    assert len(keys) == 50
    assert min(map(len, keys)) >= 43


def test_token_that_shows_children_is_collected_by_its_owner_alone(anna, adam):
    token, key = made(anna, adam, scopes=["children:read"])
    assert key == ""
    assert Alert.objects.get(user=anna).url == f"/tokens/{token.pk}/collect/"
    with pytest.raises(PermissionDenied):
        collect_token(token=token, by=adam)
    key = collect_token(token=token, by=anna)
    assert token_with_key(key) == token
    with pytest.raises(ValidationError, match="collected already"):
        collect_token(token=token, by=anna)


def test_token_not_collected_within_a_week_is_never_collected(anna, adam):
    token, _ = made(anna, adam, scopes=["children:read"], last_day=date(2026, 9, 1), at=NOON)
    with pytest.raises(ValidationError, match="no longer"):
        collect_token(token=token, by=anna, at=NOON + timedelta(days=7))
    assert collect_token(token=token, by=anna, at=NOON + timedelta(days=7, seconds=-1))


@pytest.mark.parametrize("who", ["anna", "tariq", "mo"])
def test_only_an_administrator_makes_tokens(who, department, police):
    with pytest.raises(PermissionDenied, match="make and withdraw tokens"):
        made(police, getattr(department, who))
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": "  "}, "name", "what the token is for"),
        ({"scopes": []}, "scopes", "Choose what"),
        ({"scopes": ["children:read"]}, "scopes", "Partner agency, does not: read the children"),
        ({"scopes": ["everything"]}, "scopes", "does not: everything"),
        ({"last_day": timezone.localdate() - timedelta(days=1)}, "last_day", "today or later"),
        ({"last_day": timezone.localdate() + timedelta(days=367)}, "last_day", "at the longest"),
    ],
)
def test_token_that_cannot_be_made_says_why(police, adam, fields, field, words):
    with pytest.raises(ValidationError) as refusal:
        made(police, adam, **fields)
    assert words in refusal.value.message_dict[field][0]


def test_longest_life_is_a_setting(police, adam, settings):
    settings.API_TOKEN_LONGEST_DAYS = 30
    made(police, adam, last_day=timezone.localdate() + timedelta(days=30))
    with pytest.raises(ValidationError):
        made(police, adam, last_day=timezone.localdate() + timedelta(days=31))


def test_closed_account_gets_no_token_and_its_token_is_not_made(police, adam):
    police.is_active = False
    police.save()
    with pytest.raises(ValidationError, match="switched off"):
        made(police, adam)


def test_scope_is_offered_to_no_role_that_could_not_use_it(department, police, adam):
    assert scopes_for(police) == ["contacts:write", "contacts:read"]
    assert "queue:read" not in scopes_for(department.anna)
    assert "queue:read" in scopes_for(department.mo)
    assert not [scope for scope in scopes_for(adam) if SCOPES[scope].of_children]


def test_last_day_is_worked_to_its_end_in_london(police, adam):
    _, key = made(police, adam, last_day=date(2026, 5, 7), at=NOON)
    token = ApiToken.objects.get()
    assert token.ends_at == datetime(2026, 5, 8, tzinfo=LONDON)
    assert ApiToken.objects.usable(datetime(2026, 5, 7, 23, 59, tzinfo=LONDON)).exists()
    assert not ApiToken.objects.usable(datetime(2026, 5, 8, tzinfo=LONDON)).exists()
    assert token_with_key(key) is None  # that day is past


def test_withdrawn_token_opens_nothing_and_twice_is_once(police, adam):
    token, key = made(police, adam)
    withdraw_token(token=token, by=adam)
    withdraw_token(token=token, by=adam)
    assert token_with_key(key) is None
    assert list(Event.objects.order_by("pk").values_list("kind", "actor_id")) == [
        ("token_made", adam.pk),
        ("token_withdrawn", adam.pk),
    ]


def test_owner_may_withdraw_and_a_stranger_may_not(police, adam, anna):
    token, _ = made(police, adam)
    with pytest.raises(PermissionDenied):
        withdraw_token(token=token, by=anna)
    withdraw_token(token=token, by=police)
    token.refresh_from_db()
    assert token.revoked_by == police


@pytest.mark.parametrize("key", ["", "é", "cwk_", "x" * 201, "\x00", "' OR 1=1 --"])
def test_what_is_no_key_finds_nothing(key, police, adam):
    made(police, adam)
    assert token_with_key(key) is None


def test_use_is_noted_at_most_once_an_hour(police, adam):
    token, _ = made(police, adam)
    note_use(token, NOON)
    token.refresh_from_db()
    assert count_queries(lambda: note_use(token, NOON + timedelta(minutes=59))) == 0
    note_use(token, NOON + timedelta(minutes=60))
    token.refresh_from_db()
    assert token.last_used_at == NOON + timedelta(minutes=60)
    history = ApiToken.pgh_event_model.objects.filter(pgh_label="update")
    assert not history.exists()  # that it was used is no change of the token


def test_owner_and_administrators_are_warned_once_fourteen_days_before(police, adam, anna, mailoutbox):
    last = timezone.localdate() + timedelta(days=13)
    made(police, adam, name="Ends soon", last_day=last)
    made(police, adam, name="Ends later", last_day=last + timedelta(days=30))
    gone, _ = made(police, adam, name="Withdrawn", last_day=last)
    withdraw_token(token=gone, by=adam)
    assert [warn_of_ends(), warn_of_ends()] == [1, 1]
    told = Alert.objects.filter(kind="token_ends")
    assert {row.user for row in told} == {police, adam}
    assert all("Ends soon" in row.text and f"{last:%-d %B %Y}" in row.text for row in told)
    send_alert_mails()
    assert {mail.subject for mail in mailoutbox} == {"A token of the API ends soon"}


def test_only_a_demonstrations_account_has_a_key_that_is_known(police, adam):
    token, _ = made(police, adam)
    with pytest.raises(PermissionDenied):
        set_demo_key(token=token, key="known")


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"name": ""},
        {"ends_at": NOON - timedelta(days=1), "made_at": NOON},
        {"revoked_at": NOON},
    ],
)
def test_database_refuses_what_can_never_be_true(police, wrong):
    facts = {"user": police, "name": "N", "scopes": ["contacts:read"], "ends_at": timezone.now() + timedelta(1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.create(**{**facts, **wrong})


def test_tokens_of_the_earlier_kind_are_moved_and_their_keys_forgotten(police, anna):
    from importlib import import_module

    from django.db.migrations.state import ProjectState

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE authtoken_token (key varchar(40), created timestamptz, user_id bigint)")
        for person, key in ((police, "a" * 40), (anna, "b" * 40)):
            cursor.execute("INSERT INTO authtoken_token VALUES (%s, now(), %s)", [key, person.pk])
    move = import_module("staff.migrations.0006_move_earlier_tokens").move
    move(ProjectState().apps, type("Editor", (), {"connection": connection}))
    assert token_with_key("a" * 40).scopes == ["contacts:write", "contacts:read"]
    assert token_with_key("b" * 40).user == anna
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('authtoken_token')")
        assert cursor.fetchone() == (None,)
