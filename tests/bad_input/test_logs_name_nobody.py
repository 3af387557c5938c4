"""A day's work with its faults, in the real processes: no log of any server says about whom."""

import json
import logging
import os
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg2
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from config.celery import app
from parts.careful_log import CarefulFormatter
from parts.pytest_plugin import OUR_OWN
from referrals.models import Contact
from tests.bad_input.faulty import insert_twice
from tests.factories.partners import key_of, partner, posted
from tests.factories.staff import PASSWORD

# Whoever finds one of these words in a log has found a child.
PLANTED = {
    "forename": "Zebedee",
    "surname": "Quillfeather",
    "street": "Plantedparade",
    "telephone": "07700900987",
    "nhs_number": "9990000018",
    "concern": "hiddenbehindthesofa",
    "search": "Xanthippe",
    "password": PASSWORD,
    "wrong password": "not-quite-my-password",
}
DETAILS = "Key (forename)"
QUIET = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def message() -> bytes:
    child = {"forename": PLANTED["forename"], "surname": PLANTED["surname"], "nhs_number": PLANTED["nhs_number"]}
    adult = {
        "forename": "Kelly",
        "surname": PLANTED["surname"],
        "phone": PLANTED["telephone"],
        "relationship": "mother",
    }
    home = {"line1": f"9 {PLANTED['street']}", "town": "Wexcombe", "postcode": "LS1 4AP"}
    return json.dumps(posted(child, concern=PLANTED["concern"], household=home, adults=[adult])).encode()


def session_of(user) -> str:
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def a_day_over_the_web(web, department, key: str) -> None:
    token = {"Authorization": f"Token {key}", "Content_Type": "application/json"}
    assert web.open("/api/v1/contacts/", message(), **token)[0] == 201
    assert web.open("/api/v1/contacts/", message()[:-20], **token)[0] == 400
    assert (
        web.open("/api/v1/contacts/", message(), Authorization="Token wrong", Content_Type="application/json")[0] == 401
    )
    cookie = {"Cookie": session_of(department.mo), "Referer": f"{web.url}/search/?q={PLANTED['search']}"}
    assert web.open(f"/search/?q={PLANTED['search']}", **cookie)[0] == 200
    assert web.open(f"/api/v1/children/?surname={PLANTED['surname']}&nonsense={PLANTED['search']}", **cookie)[0] == 400
    assert web.open(f"/contacts/matches/?forename={PLANTED['forename']}", **cookie)[0] in (403, 404, 405)
    form = urlencode({"username": "mo", "password": PLANTED["wrong password"]}).encode()
    assert web.open("/log-in/", form, **cookie)[0] == 403  # without the form's own token
    for address in ("/faulty/fails/", "/faulty/quotes/", "/api/faulty/"):
        status, page = web.open(f"{address}?name={quote(PLANTED['forename'] + ' ' + PLANTED['surname'])}")
        assert status == 500
        assert PLANTED["forename"] not in page
        assert "Traceback" not in page
    web.raw(b"GET /search/?q=" + PLANTED["search"].encode() + b" HTTP/9.9\r\nBad header " + PLANTED["surname"].encode())


def a_day_in_celery() -> None:
    name = f"{PLANTED['forename']} {PLANTED['surname']}"
    for task in ("faulty.fails", "faulty.quotes"):
        answer = app.send_task(task, [name])
        with pytest.raises(Exception, match=f"(?i){PLANTED['forename']}|already exists"):
            answer.get(timeout=60)
    assert app.send_task("faulty.tells", [], {"name": name}).get(timeout=60) == name
    app.send_task("staff.tasks.send_alert_mails").get(timeout=60)
    app.send_task("no.such.task", [name])
    app.send_task("staff.tasks.warn_of_ending_tokens").get(timeout=60)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_no_log_of_the_web_or_of_celery_names_anybody(make_web_process, make_celery_process, department, tmp_path):
    faulty = "tests.bad_input.faulty_settings"
    web = make_web_process(faulty)
    worker = make_celery_process(beat=True, DJANGO_SETTINGS_MODULE=faulty)
    worker.start()
    key = key_of(partner())
    a_day_over_the_web(web, department, key)
    a_day_in_celery()
    web.stop()
    worker.stop()
    assert Contact.objects.exists()
    written = {"web": web.said(), "celery": worker.log.read_text(errors="replace")}
    for process, text in written.items():
        found = [what for what, word in {**PLANTED, "token": key, "detail": DETAILS}.items() if word in text]
        assert found == [], process
    # What an operator needs is there.
    assert "builtins.RuntimeError (withheld)" in written["web"]
    assert 'faulty.py", line' in written["web"]
    assert "django.db.utils.IntegrityError 23505 seen_pkey" in written["web"]
    assert '"POST /api/v1/contacts/" 201' in written["web"]
    assert "faulty.fails" in written["celery"]
    assert "builtins.ValueError (withheld)" in written["celery"]


@pytest.mark.django_db
def test_database_of_ours_writes_no_statement_no_value_and_no_row():
    if OUR_OWN not in os.environ:
        pytest.skip("DATABASE_URL names another server; docs/operations.md says how it is to be set")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_twice(PLANTED["forename"])
    where = connection.settings_dict
    ours = psycopg2.connect(host=where["HOST"], port=where["PORT"], user="postgres", dbname="postgres")
    with closing(ours), ours.cursor() as cursor:
        for name, value in QUIET.items():
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == (value,), name
        cursor.execute("SHOW data_directory")
        log = Path(cursor.fetchone()[0]).parent / "server.log"
    written = log.read_text(errors="replace")
    assert "database system is ready" in written
    assert PLANTED["forename"] not in written
    assert "duplicate key" not in written


def record(text: str, *args, error: Exception | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    return CarefulFormatter("%(message)s").format(logging.LogRecord("x", 40, "x", 1, text, args, info))


def test_question_of_an_address_is_left_out():
    assert record("Not Found: %s", "/search/?q=Zebedee&page=2") == "Not Found: /search/?…"


def test_error_as_an_argument_is_told_by_its_kind():
    assert record("Task failed: %r", ValueError("Zebedee")) == "Task failed: 'builtins.ValueError'"


def test_lines_of_a_message_stay_one_line():
    assert record("Invalid: %s", "a\r\nERROR made up") == "Invalid: a\\r\\nERROR made up"


def test_cause_of_an_error_is_told_without_its_words():
    try:
        try:
            raise KeyError("Zebedee")
        except KeyError as first:
            raise ValueError("Quillfeather") from first
    except ValueError as error:
        text = record("Fault", error=error)
    assert "Zebedee" not in text
    assert "Quillfeather" not in text
    assert text.index("builtins.KeyError") < text.index("builtins.ValueError")


def test_message_that_is_no_good_format_still_names_nobody(capsys):
    """A wrong number of arguments: Python's own complaint prints them."""
    text = record("no place for it", "Zebedee")
    assert "Zebedee" not in text
