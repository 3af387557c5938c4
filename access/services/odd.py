"""Looking through the openings of some days for what looks odd."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from access.odd.rules import BY_DAY, GATHER, RULES, statement
from access.odd.thresholds import COUNCIL, Thresholds
from access.services.homes import pepper
from staff.models import Alert
from staff.queries import auditors
from staff.roles import ROLES, Permission
from staff.services import alerts
from timescales.calendars import england
from timescales.working_days import LONDON


def find_odd_access(*, now: datetime | None = None, days: int = 2, thresholds: Thresholds = COUNCIL) -> dict[str, int]:
    """Look at the openings of the last days, today's among them; answers how many are new by kind of oddity.

    Found once: run again it adds nothing. The auditors are told where there is something new.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    since = datetime.combine(today - timedelta(days=days), time.min, tzinfo=LONDON)
    values = {**_values(now, since, thresholds), "until": now + timedelta(microseconds=1)}
    found = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS odd_opened")
        cursor.execute(GATHER, values)
        cursor.execute("ANALYZE odd_opened")
        for kind in RULES:
            again = 1 if kind in BY_DAY else thresholds.again_after_days
            cursor.execute(statement(kind), {**values, "again": again})
            found[kind] = cursor.rowcount
    if new := sum(found.values()):
        alerts(
            Alert(
                user=one,
                kind="odd_access",
                text=f"{new} opening{'' if new == 1 else 's'} of records to look at",
                url="/access/odd/",
                key=f"odd:{now:%Y%m%dT%H%M}",
                raised_at=now,
            )
            for one in auditors()
        )
    return found


def _values(now: datetime, since: datetime, thresholds: Thresholds) -> dict[str, Any]:
    begins, ends = settings.WORKING_HOURS
    first = timezone.localdate(since)
    span = [first + timedelta(days=n) for n in range((timezone.localdate(now) - first).days + 1)]
    return {
        **thresholds.values(),
        "now": now,
        "since": since,
        "auditors": _roles(Permission.AUDIT_ACCESS),
        "managers": _roles(Permission.ALLOCATE),
        "door": _roles(Permission.SEE_FRONT_DOOR),
        "holidays": [day for day in span if not england().is_working(day)],
        "begins": begins,
        "ends": ends,
        "pepper": pepper(),
    }


def _roles(permission: Permission) -> list[str]:
    return [role.key for role in ROLES.values() if permission in role.permissions]
