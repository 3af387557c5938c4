"""A department is made up, everybody in it asks for everything, and families whom most may not know of move in.

Then all is asked again. For whoever may not know of them nothing may have changed: not a name, not a count, not an
order, not a status. And asking by number for what one may not see answers as for a number that nobody has.
"""

import logging
import os
from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.db import connection

from staff.mail import send_alert_mails
from tests.leaks.asking import Asking
from tests.leaks.department import LIKE_ANOTHER, bar, hide_some, make_department, restrict

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.early]


@pytest.fixture
def _still(monkeypatch, settings, tmp_path):
    """Time stands still, so that "3 hours left" is the same before and after; nobody is throttled.

    Thousands of refusals would fill the log with where each came from, which costs more than the asking.
    """
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    settings.MEDIA_ROOT = tmp_path
    _long_numbers()
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


def _long_numbers() -> None:
    """Every row gets a number that stands nowhere else on a page, so that it can be taken out before answers are
    compared."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(sequencename) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")
        for place, (name,) in enumerate(cursor.fetchall(), start=1):
            cursor.execute("SELECT setval(%s, %s)", [name, 500_000_000 + place * 1_000_000])


# Each takes some minutes. LEAKS_SEEDS=1,2,3 makes other departments, hidden in either way.
SEEDS = [int(seed) for seed in os.environ.get("LEAKS_SEEDS", "1").split(",")]


@pytest.mark.parametrize(("hide", "seed"), [((bar, restrict)[seed % 2], seed) for seed in SEEDS])
@pytest.mark.usefixtures("_still")
def test_no_answer_tells_of_a_child_whom_one_may_not_see(hide, seed):
    department = make_department(seed)
    asking = Asking(department)
    asking.remember([LIKE_ANOTHER[department.open[0].surname]])
    hide_some(department, hide)
    asking.ask_again()
    asking.ask_by_number()
    send_alert_mails()
    asking.check_mails(mail.outbox)
    assert not asking.leaks, f"{len(asking.leaks)} leaks in {asking.attempts}:\n" + "\n".join(asking.leaks[:40])
    assert asking.attempts > 200 * len(asking.askers)
