"""manage.py due: the face that other programs rely on."""

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from parts.places import ROOT
from timescales.services import add_non_working_day, set_local_timescale

pytestmark = pytest.mark.django_db


def due(*arguments: str) -> str:
    out = StringIO()
    call_command("due", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("assessment", "2026-03-02", "2026-05-07"),
        ("assessment", "2026-05-01", "2026-07-07"),
        ("assessment", "2026-11-24", "2027-01-29"),
        ("icpc", "2026-04-02", "2026-04-27"),
        ("referral.decision", "2026-12-24", "2026-12-29"),
        ("rcpc.first", "2026-11-30", "2027-02-28"),
        ("epo", "2026-03-02", "2026-03-10"),
        ("cp.twoyears", "2024-02-29", "2026-02-28"),
        # Six weeks before Monday 15 June.
        ("pf.notice", "2026-06-15", "2026-05-04"),
    ],
)
def test_dates(rule, start, expected):
    answer = json.loads(due(rule, start, "--json"))
    assert answer["due"] == expected
    assert answer["start"] == start
    assert answer["rule"] == rule


def test_json_has_these_names_and_says_what_was_skipped():
    answer = json.loads(due("assessment", "2026-03-02", "--json"))
    assert answer == {
        "rule": "assessment",
        "start": "2026-03-02",
        "due": "2026-05-07",
        "counted": "45 working days",
        "skipped": [
            {"date": "2026-04-03", "name": "Good Friday"},
            {"date": "2026-04-06", "name": "Easter Monday"},
            {"date": "2026-05-04", "name": "Early May bank holiday"},
        ],
        "source": "Working Together to Safeguard Children 2026, ch. 3 (carried over from the 2023 edition)",
    }


def test_in_words():
    assert due("assessment", "2026-03-02") == (
        "Child and family assessment: 45 working days from 2 March 2026; 3 and 6 April and 4 May are bank holidays: "
        "due 7 May 2026\n"
        "Source: Working Together to Safeguard Children 2026, ch. 3 (carried over from the 2023 edition)\n"
    )


def test_hours_from_a_moment_are_due_at_a_moment():
    answer = json.loads(due("missing.rhi", "2026-10-24T12:00", "--json"))
    assert answer["start"] == "2026-10-24T12:00:00+01:00"
    assert answer["due"] == "2026-10-27T11:00:00+00:00"


def test_hours_from_a_day_are_due_on_a_day():
    assert json.loads(due("missing.rhi", "2026-03-02", "--json"))["due"] == "2026-03-05"


def test_a_moment_for_a_rule_in_days_is_its_day():
    assert json.loads(due("assessment", "2026-03-02T14:30", "--json"))["start"] == "2026-03-02"


def test_a_variant():
    assert json.loads(due("mash.check", "2026-06-01T12:00", "--variant", "red", "--json"))["counted"] == "4 hours"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("assesment", "2026-03-02"), "Did you mean assessment"),
        (("assessment", "2.3.2026"), "is not a date. Write 2026-03-02"),
        (("assessment", "2026-02-30"), "is not a date"),
        (("assessment", "1066-10-14"), "can be counted"),
        (("strategy", "2026-03-02"), "strategy has no number"),
        (("mash.check", "2026-03-02"), "needs a variant"),
        (("mash.check", "2026-03-02", "--variant", "pink"), "It has: red"),
    ],
)
def test_what_cannot_be_answered_says_why(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        due(*arguments)


def test_the_council_s_own_days_count(department):
    add_non_working_day(by=department.sara, day=date(2026, 5, 7), name="Proclaimed")
    answer = json.loads(due("assessment", "2026-03-02", "--json"))
    assert answer["due"] == "2026-05-08"
    assert {"date": "2026-05-07", "name": "Proclaimed"} in answer["skipped"]


def test_the_council_s_own_number_counts(department):
    set_local_timescale(
        by=department.sara,
        rule_id="assessment",
        duration=40,
        unit="working_days",
        from_on=date(2030, 1, 1),
        reason="Assessments drift in the last week.",
    )
    answer = json.loads(due("assessment", "2030-01-02", "--json"))
    assert answer["counted"] == "40 working days"
    assert answer["source"].startswith("Set by the council")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    return subprocess.run(
        [sys.executable, "manage.py", "due", *arguments],
        cwd=ROOT,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_database_the_law_alone_answers():
    done = run("assessment", "2026-03-02", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["due"] == "2026-05-07"
    assert "The database could not be asked" in done.stderr


def test_an_error_is_a_sentence_and_an_exit_code():
    done = run("assesment", "2026-03-02")
    assert done.returncode == 1
    assert "Did you mean" in done.stderr
    assert "Traceback" not in done.stderr
