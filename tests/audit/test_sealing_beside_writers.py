"""Nobody who writes waits for a seal, and what commits late is sealed late: it is never taken for forged."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Signal
from threading import Thread

import psycopg2
import pytest
from django.db import connection

from audit.models import Event
from audit.sealing import ONE_SEALER, SealedElsewhereError, seal_logs
from audit.services import record_event
from audit.verification import verify_logs

pytestmark = pytest.mark.django_db(transaction=True)

INSERT = (
    "INSERT INTO audit_event (kind, summary, detail, subject_kind, actor_id, actor_name, job, data, occurred_at,"
    " recorded_at) VALUES ('visit', %s, '', '', 1, 'Anna', '', '{}', now(), now()) RETURNING id"
)


@contextmanager
def another_connection() -> Iterator[psycopg2.extensions.connection]:
    """As another web server would have, in a transaction that stays open until it is told."""
    told = connection.get_connection_params()
    other = psycopg2.connect(
        **{key: told[key] for key in ("dbname", "user", "host", "port", "password") if key in told}
    )
    try:
        yield other
    finally:
        other.close()


def write(other, summary: str) -> int:
    with other.cursor() as cursor:
        cursor.execute(INSERT, [summary])
        return cursor.fetchone()[0]


def sealed_to(report) -> int:
    """How many events are under a seal."""
    return Event.objects.count() - sum(one.rows for one in report.unsealed if one.table == "audit_event")


def test_a_row_that_commits_late_is_sealed_late_and_not_taken_for_forged(anna):
    with another_connection() as slow:
        early = write(slow, "Import, under way")
        later = record_event(kind="visit", summary="Meanwhile", by=anna).pk
        assert early < later
        done = seal_logs()
        assert done.held_back == ("audit_event",)
        assert sealed_to(verify_logs()) == 0
        slow.commit()
    done = seal_logs()
    assert (done.held_back, sealed_to(verify_logs())) == ((), 2)
    assert verify_logs().holds


def test_a_row_that_is_rolled_back_leaves_a_gap_that_holds(anna):
    with another_connection() as slow:
        write(slow, "Import, given up")
        record_event(kind="visit", summary="Meanwhile", by=anna)
        seal_logs()
        slow.rollback()
    seal_logs()
    report = verify_logs()
    assert (report.holds, sealed_to(report)) == (True, 1)


def test_an_unbroken_stream_of_writers_does_not_keep_sealing_back(anna):
    """One writer is always there, never the same: what was decided at the last look is sealed."""
    with another_connection() as first, another_connection() as second:
        record_event(kind="visit", summary="Before", by=anna)
        write(first, "First")
        assert seal_logs().held_back == ("audit_event",)
        write(second, "Second")
        first.commit()
        assert seal_logs().held_back == ("audit_event",)
        assert sealed_to(verify_logs()) == 1  # the first writer's row came after what was seen at the first look
        write(first, "Third")
        second.commit()
        seal_logs()
        assert sealed_to(verify_logs()) == 2
        first.commit()
    seal_logs()
    report = verify_logs()
    assert (report.holds, sealed_to(report)) == (True, 4)


def test_one_log_that_is_held_back_holds_back_no_other(anna):
    with another_connection() as slow:
        write(slow, "Import, under way")
        seal_logs()
        waiting = {one.table for one in verify_logs().unsealed}
        assert "staff_userevent" not in waiting
        slow.commit()


def test_writers_and_sealers_at_once_lose_nothing_and_never_wait_for_each_other(anna):
    stop, failed = Signal(), []

    def writer(number: int) -> None:
        try:
            with another_connection() as other:
                for turn in range(60):
                    write(other, f"{number}.{turn}")
                    other.rollback() if turn % 5 == 4 else other.commit()
        except Exception as error:
            failed.append(error)

    def sealer() -> None:
        try:
            while not stop.is_set():
                seal_logs()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    writers, sealing = [Thread(target=writer, args=(number,)) for number in range(3)], Thread(target=sealer)
    for thread in [sealing, *writers]:
        thread.start()
    for thread in writers:
        thread.join(60)
    stop.set()
    sealing.join(60)
    seal_logs(patience=5)
    report = verify_logs()
    assert failed == []
    assert (report.breaches, sealed_to(report)) == ([], 3 * 48)


def test_two_sealers_do_not_seal_at_once():
    with another_connection() as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_SEALER])
        with pytest.raises(SealedElsewhereError):
            seal_logs()
        other.rollback()
    seal_logs()
