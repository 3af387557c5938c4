"""Whatever is done to a log behind the application's back shows, and is named."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from audit.canonical import hash_of
from audit.models import Event, RecordOpening, Seal, SealingState
from audit.sealing import seal_logs
from audit.services import record_event, record_opening
from audit.verification import verify_logs
from people.models import Person
from tests.factories import people
from tests.factories.logs import unprotected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("role")]


@pytest.fixture
def written(anna, copy):
    """Three visits written down, two records opened, a child put in and changed; all sealed."""
    child = people.child("Maisie", "O'Brien")
    for number in (1, 2, 3):
        record_event(kind="visit", summary=f"Visit {number}", by=anna, child_id=child.pk)
    for page in ("overview", "plan"):
        record_opening(user=anna, child_id=child.pk, page=page)
    Person.objects.filter(pk=child.pk).update(religion="None")
    seal_logs(patience=2)
    return child


def visits() -> list[int]:
    return list(Event.objects.filter(kind="visit").order_by("pk").values_list("pk", flat=True))


def kinds() -> list[str]:
    return [breach.kind for breach in verify_logs().breaches]


def only_breach():
    (breach,) = verify_logs().breaches
    return breach


def test_untouched_it_holds_and_every_row_is_covered(written):
    report = verify_logs()
    assert report.holds
    assert (report.concerns, report.notices, report.unsealed) == ([], [], [])
    assert Event.objects.count() + RecordOpening.objects.count() < report.rows


def test_one_changed_character_is_found_in_its_row(written):
    second = visits()[1]
    with unprotected("audit_event") as run:
        run("UPDATE audit_event SET summary = 'Visit 7' WHERE id = %s", [second])
    breach = only_breach()
    assert (breach.kind, breach.table, breach.rows, breach.seal) == ("rows changed", "audit_event", [second], 1)
    assert f"Row {second} of audit_event was changed" in breach.text


def test_an_empty_text_is_not_nothing(written):
    first = visits()[0]
    with unprotected("audit_event") as run:
        run("UPDATE audit_event SET subject_id = 0 WHERE id = %s", [first])
    assert only_breach().rows == [first]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("people_personevent", "UPDATE people_personevent SET religion = 'Other' WHERE religion = 'None'"),
        ("audit_recordopening", "UPDATE audit_recordopening SET user_name = 'Somebody Else' WHERE page = 'plan'"),
        ("pghistory_context", "UPDATE pghistory_context SET metadata = '{\"user\": 1}'"),
    ],
)
def test_a_change_in_any_log_is_found(written, table, change):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', false)")
        cursor.execute("SELECT set_config('pghistory.context_metadata', '{\"user\": 2}', false)")
        people.child("Noah", "Green")
        cursor.execute("SELECT set_config('pghistory.context_id', '', false)")
    seal_logs(patience=2)
    with unprotected(table) as run:
        run(change)
    breach = only_breach()
    assert (breach.kind, breach.table, len(breach.rows)) == ("rows changed", table, 1)


def test_a_deleted_row_is_named(written):
    second = visits()[1]
    with unprotected("audit_event") as run:
        run("DELETE FROM audit_event WHERE id = %s", [second])
    breach = only_breach()
    assert (breach.kind, breach.rows) == ("rows deleted", [second])


def test_the_newest_row_deleted_is_named_too(written):
    last = Event.objects.order_by("pk").last().pk
    with unprotected("audit_event") as run:
        run("DELETE FROM audit_event WHERE id = %s", [last])
    assert only_breach().rows == [last]


def test_a_row_put_into_a_gap_is_named(anna, copy):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('audit_event_id_seq')")  # as a transaction does that is rolled back
        (gap,) = cursor.fetchone()
    record_event(kind="visit", summary="After", by=anna)
    seal_logs(patience=2)
    with unprotected("audit_event") as run:
        run(
            "INSERT INTO audit_event (id, kind, summary, detail, subject_kind, actor_id, actor_name, job, data,"
            " occurred_at, recorded_at) SELECT %s, kind, 'Forged', detail, subject_kind, actor_id, actor_name, job,"
            " data, occurred_at, recorded_at FROM audit_event WHERE summary = 'After'",
            [gap],
        )
    breach = only_breach()
    assert (breach.kind, breach.rows) == ("rows put in", [gap])


def test_a_row_put_in_below_the_first_is_named(written):
    with unprotected("audit_recordopening") as run:
        run(
            "INSERT INTO audit_recordopening (id, user_id, user_name, child_id, page, reason, opened_at)"
            " VALUES (-4, 1, 'Nobody', 1, 'overview', '', now())"
        )
    assert only_breach().rows == [-4]


def test_a_row_that_says_it_was_written_long_ago_is_shown(written, anna):
    with unprotected("audit_event") as run:
        run(
            "INSERT INTO audit_event (kind, summary, detail, subject_kind, actor_id, actor_name, job, data,"
            " occurred_at, recorded_at) VALUES ('visit', 'Forged', '', '', 1, 'Anna', '', '{}',"
            " now() - interval '30 days', now() - interval '30 days')"
        )
    seal_logs(patience=2)
    report = verify_logs()
    assert report.holds
    assert [f"{Event.objects.order_by('pk').last().pk}" in concern for concern in report.concerns] == [True]


def test_rows_that_wait_for_a_seal_are_told_and_after_ten_minutes_warned_of(written, anna):
    record_opening(user=anna, child_id=written.pk, page="visits")
    report = verify_logs()
    assert [(one.table, one.rows) for one in report.unsealed] == [("audit_recordopening", 1)]
    assert report.notices == []
    with unprotected("audit_recordopening") as run:
        run("UPDATE audit_recordopening SET opened_at = now() - interval '11 minutes' WHERE page = 'visits'")
    (notice,) = verify_logs().notices
    assert "Does beat run?" in notice


def several_seals(anna) -> None:
    for number in range(4):
        record_event(kind="visit", summary=f"Later {number}", by=anna)
        seal_logs(patience=2)


def test_a_deleted_seal_is_found(written, anna):
    several_seals(anna)
    with unprotected("audit_seal") as run:
        run("DELETE FROM audit_seal WHERE number = 3")
    breaches = verify_logs().breaches
    assert {"seal missing", "gap between seals"} == {breach.kind for breach in breaches}
    assert breaches[0].text == "Seal 3 is not there."


def test_a_seal_with_another_number_is_found(written, anna):
    several_seals(anna)
    with unprotected("audit_seal") as run:
        run("DELETE FROM audit_seal WHERE number = 3")
        run("UPDATE audit_seal SET number = number - 1 WHERE number = 4")
        run("UPDATE audit_seal SET number = number - 1 WHERE number = 5")
    assert {"seal changed", "seal out of place"} <= set(kinds())


def test_a_changed_seal_is_found(written):
    with unprotected("audit_seal") as run:
        run("UPDATE audit_seal SET body = replace(body, 'audit_event', 'audit_evemt')")
    assert "seal changed" in kinds()


def recompute_everything(run) -> None:
    """As somebody would who knows how sealing works: every seal anew from the rows as they are now."""
    run("DELETE FROM audit_seal")
    SealingState.objects.all().delete()
    seal_logs(patience=2)


def test_everything_recomputed_shows_by_the_copy_alone(written, anna, copy):
    with unprotected("audit_event", "audit_seal") as run:
        run("UPDATE audit_event SET summary = 'Visit 7' WHERE id = %s", [visits()[1]])
        recompute_everything(run)
    seal = Seal.objects.get()
    assert seal.hash == hash_of(seal)
    breach = only_breach()
    assert breach.kind == "copy differs"
    copy.unlink()
    assert verify_logs().holds


def test_newest_seals_and_their_rows_taken_away_show_by_the_copy(written, anna):
    several_seals(anna)
    with unprotected("audit_event", "audit_seal") as run:
        run("DELETE FROM audit_event WHERE summary = 'Later 3'")
        run("DELETE FROM audit_seal WHERE number = 5")
    assert kinds() == ["seals cut off"]


def test_a_copy_that_disagrees_is_not_written_to(written, anna, copy):
    kept = copy.read_text()
    with unprotected("audit_seal") as run:
        recompute_everything(run)
    record_event(kind="visit", summary="Later", by=anna)
    seal_logs(patience=2)
    assert copy.read_text() == kept


def test_a_lost_state_is_worked_out_from_the_seals(written, anna, copy):
    SealingState.objects.all().delete()
    several_seals(anna)
    assert verify_logs().holds
    assert len(copy.read_text().splitlines()) == 5


def test_a_table_can_be_sealed_anew_and_that_stays_in_the_chain(written):
    with unprotected("audit_event") as run:
        run("UPDATE audit_event SET summary = 'Visit 7' WHERE id = %s", [visits()[1]])
    seal_logs(patience=2, anew=["audit_event"], reason="Looked into: restored by hand from last night's backup")
    report = verify_logs()
    assert report.holds
    assert "restored by hand" in report.notices[0]


def test_a_new_column_does_not_break_old_seals(written):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event ADD COLUMN later text")
        try:
            assert verify_logs().holds
        finally:
            cursor.execute("ALTER TABLE audit_event DROP COLUMN later")


def test_a_column_taken_away_is_said_to_be(written):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_recordopening RENAME COLUMN reason TO because")
        try:
            breach = only_breach()
        finally:
            cursor.execute("ALTER TABLE audit_recordopening RENAME COLUMN because TO reason")
    assert (breach.kind, breach.table) == ("cannot be checked", "audit_recordopening")
    assert "reason" in breach.text


def test_triggers_left_off_and_rights_too_wide_are_told(written, role):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER logs_no_change")
        cursor.execute(f"GRANT UPDATE ON audit_seal TO {role}")
        concerns = verify_logs().concerns
        cursor.execute("ALTER TABLE audit_event ENABLE ALWAYS TRIGGER logs_no_change")
        cursor.execute(f"REVOKE UPDATE ON audit_seal FROM {role}")
    assert concerns == [
        "The trigger logs_no_change of audit_event is off.",
        f"The application's role {role} may alter audit_seal.",
    ]


def test_the_command_says_so_in_plain_words_and_ends_with_one(written, copy):
    out = StringIO()
    call_command("verify_logs", stdout=out)
    assert out.getvalue().startswith("The chain holds: 1 seal over")
    assert (
        f"Compared with the copy outside the database, {copy}: the one seal is there too, with the same"
        in out.getvalue()
    )
    assert out.getvalue().endswith("Nothing that was sealed has been touched. Exit status 0.\n")
    gone = visits()[0]
    with unprotected("audit_event") as run:
        run("DELETE FROM audit_event WHERE id = %s", [gone])
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_logs", "--json", stdout=out)
    assert ended.value.code == 1
    told = json.loads(out.getvalue())
    assert told["holds"] is False
    assert [(one["table"], one["rows"]) for one in told["breaches"]] == [("audit_event", [gone])]


def test_the_command_says_which_row_of_which_table_and_when_it_was_sealed(written, copy):
    third = visits()[2]
    with unprotected("audit_event") as run:
        run("UPDATE audit_event SET summary = 'Visit 9' WHERE id = %s", [third])
    seal, out = Seal.objects.get(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_logs", stdout=out)
    assert ended.value.code == 1
    sealed = f"{seal.made_at:%-d %B %Y at %H:%M:%S} UTC (seal 1, over rows "
    assert f"  Row {third} of audit_event was changed after the sealing on {sealed}" in out.getvalue()
    assert "THE CHAIN IS BROKEN in 1 place." in out.getvalue()
    assert out.getvalue().endswith("What was sealed has been touched. Exit status 1.\n")


def test_a_seal_that_differs_from_its_copy_is_counted_as_such(written, copy):
    copy.write_text(copy.read_text().replace(Seal.objects.get().hash, "0" * 64))
    assert verify_logs().copy.endswith("1 of 1 seals are there too, 1 of them with another hash.")


def test_many_blocks_narrow_a_breach_to_the_row(anna, copy, monkeypatch):
    monkeypatch.setattr("audit.sealing.BLOCK_ROWS", 10)
    monkeypatch.setattr("audit.sealing.SEAL_ROWS", 70)
    for number in range(123):
        record_event(kind="visit", summary=f"Visit {number}", by=anna)
    done = seal_logs(patience=2)
    assert done.seals == 2
    wanted = visits()[101]
    with unprotected("audit_event") as run:
        run("UPDATE audit_event SET occurred_at = occurred_at + %s WHERE id = %s", [timedelta(microseconds=1), wanted])
    breach = only_breach()
    assert (breach.rows, breach.seal) == ([wanted], 2)
    assert breach.last - breach.first < 10
