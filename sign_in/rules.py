"""How many failures are too many, and how long it then takes to be let in again. Pure: no database, no clock.

The numbers are the project's own; the National Cyber Security Centre's password guidance asks for throttling or
lock-out after 5 to 10 attempts without giving times.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limit:
    """`free` failures cost nothing; from then on each one doubles the wait, from `first` up to `longest`.

    After `forgotten` without a failure the count begins anew.
    """

    free: int
    first: timedelta
    longest: timedelta
    forgotten: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """How long nobody is let in after this many failures; nothing for the first few."""
        if failures < self.free:
            return timedelta(0)
        # 2 ** 30 minutes is longer than any limit; beyond that the sum would not fit.
        return min(self.first * 2 ** min(failures - self.free, 30), self.longest)


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS = {
    # One account from one address, in a browser that has not signed in to this account before.
    "pair": Limit(free=5, first=MINUTE, longest=HOUR, forgotten=DAY),
    # One account from anywhere, in browsers that have not: an attacker with many addresses.
    "account": Limit(free=20, first=5 * MINUTE, longest=HOUR, forgotten=DAY),
    # One address and any accounts, in browsers that have not: an attacker who tries one password on everybody. Wide,
    # and never long, because a whole council may stand behind one address.
    "address": Limit(free=100, first=MINUTE, longest=15 * MINUTE, forgotten=HOUR),
    # One account in a browser that has signed in to it before. Nobody else's failures are counted here.
    "browser": Limit(free=10, first=MINUTE, longest=HOUR, forgotten=DAY),
    # The second factor: whoever gets here knows the password.
    "code": Limit(free=5, first=MINUTE, longest=HOUR, forgotten=DAY),
    # Letters for a forgotten password: to one account, and asked for from one address.
    "letter": Limit(free=3, first=15 * MINUTE, longest=DAY, forgotten=DAY),
    "letters": Limit(free=50, first=MINUTE, longest=15 * MINUTE, forgotten=HOUR),
}


def needs_second_factor(setting: str, role: str) -> bool:
    """Whether REQUIRE_SECOND_FACTOR asks it of this role: "everyone", "nobody", or role keys with commas between."""
    named = {part.strip() for part in setting.split(",") if part.strip()}
    return "everyone" in named or role in named
