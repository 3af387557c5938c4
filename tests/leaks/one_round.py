"""A department is made up, everybody in it asks for everything, and families whom most may not know of move in.

Then all is asked again. For whoever may not know of them nothing may have changed: not a name, not a count, not an
order, not a status. And asking by number for what one may not see answers as for a number that nobody has.
"""

import os
from collections.abc import Callable

from django.core import mail

from staff.mail import send_alert_mails
from tests.leaks.asking import Asking
from tests.leaks.department import LIKE_ANOTHER, Department, Life, hide_some, make_department


def seeds(seed: int) -> list[int]:
    """LEAKS_SEEDS=1,2,3 makes other departments."""
    return [int(one) for one in os.environ.get("LEAKS_SEEDS", str(seed)).split(",")]


def ask_everything(seed: int, hide: Callable[[Department, Life], None], who: set[str], by_number: set[str]) -> Asking:
    """One round: some ask for everything, more of them by number. LEAKS_WHO=all lets everybody ask for all, which takes
    longer.
    """
    department = make_department(seed)
    if os.environ.get("LEAKS_WHO") == "all":
        who = by_number = set(department.users)
    asking = Asking(department, sorted(who), sorted(by_number))
    asking.remember([LIKE_ANOTHER[department.open[0].surname]])
    hide_some(department, hide)
    asking.ask_again()
    asking.ask_by_number()
    send_alert_mails()
    asking.check_mails(mail.outbox)
    return asking


def check(asking: Asking) -> None:
    """The two rounds of the suite together ask more than ten thousand times."""
    assert not asking.leaks, f"{len(asking.leaks)} leaks in {asking.attempts}:\n" + "\n".join(asking.leaks[:40])
    assert asking.attempts > 5_000
