"""The nightly look at the chain over both logs."""

import hashlib
import logging

from audit.verification import Report, verify_logs
from staff.models import Alert, User
from staff.services import alerts

log = logging.getLogger("audit.seals")
TOLD = ["auditor", "administrator"]


def verify_and_tell() -> bool:
    """Answers whether the chain holds. Auditors and administrators are told of the same findings once."""
    report = verify_logs()
    for finding in [breach.text for breach in report.breaches] + report.concerns:
        log.error("%s", finding)
    if report.breaches or report.concerns:
        _tell(report)
    return report.holds


def _tell(report: Report) -> None:
    """That there is something. What it is says the command, to those who look after the database."""
    findings = [breach.text for breach in report.breaches] + report.concerns
    key = hashlib.sha256("\n".join(findings).encode()).hexdigest()[:16]
    what = "The logs were altered" if report.breaches else "The logs need somebody's look"
    number = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
    text = f"{what}: {number}. Ask whoever runs the system for the answer of manage.py verify_logs today."
    told = User.objects.filter(role__in=TOLD, is_active=True)
    alerts([Alert(user=user, kind="logs_checked", text=text, key=f"logs:{key}") for user in told])
