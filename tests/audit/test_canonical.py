"""A row's text: no two rows share one, and no setting of a session changes it."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from audit.canonical import pin, row_hash
from audit.models import Event
from audit.sealing import keys, steps
from audit.services import record_event

pytestmark = pytest.mark.django_db

TEXTS = st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8))
NASTY = st.sampled_from(["", ",", '"', "\\", "()", '","', " ", "NULL", "\n", "(,)", '""', None])
ROWS = st.tuples(*[st.one_of(TEXTS, NASTY)] * 3)


def text_hash(values: tuple) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT encode({row_hash(['a', 'b', 'c'])}, 'hex')"
            " FROM (VALUES (%s::text, %s::text, %s::text)) v (a, b, c)",
            values,
        )
        return cursor.fetchone()[0]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, ROWS)
def test_different_rows_have_different_hashes(db, one, other):
    assume(one != other)
    assert text_hash(one) != text_hash(other)
    assert text_hash(one) == text_hash(one)


@settings(deadline=None)
@given(st.lists(st.integers(1, 5000), max_size=40, unique=True).map(sorted), st.integers(0, 10_000))
def test_keys_come_back_from_their_steps(offsets, start):
    ids = [start + offset for offset in offsets]
    assert keys(start + 1, len(ids), steps(start + 1, ids)) == ids or not ids


def test_a_sessions_own_settings_change_no_hash(anna):
    record_event(kind="visit", summary="Visit", by=anna, at=None)
    name, columns = Event._meta.db_table, [field.column for field in Event._meta.local_concrete_fields]
    found = set()
    for zone, style in (("UTC", "ISO, MDY"), ("Asia/Tokyo", "German, DMY"), ("Europe/London", "SQL, DMY")):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL TimeZone TO '{zone}'; SET LOCAL DateStyle TO '{style}'")
            pin(cursor)
            cursor.execute(f"SELECT encode({row_hash(columns)}, 'hex') FROM {name}")
            found.add(cursor.fetchone()[0])
    assert len(found) == 1
