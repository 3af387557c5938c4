"""Named calendars: which days each law leaves out when it counts working days.

A council adds two kinds of day. A bank holiday newly proclaimed leaves every count, as the law says. A day
when the council is closed leaves only the counts that the council set itself: it may not stretch the law's.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

from timescales.working_days import FIRST_DAY, LAST_DAY, FreeDay, WorkingCalendar

ENGLAND = "england"
# Representations Procedure (England) Regulations 2006, reg 2: Christmas Day, Boxing Day and Good Friday are
# named beside the bank holidays of the 1971 Act, so that they stay free whatever that Act says.
COMPLAINTS = "complaints"
# Freedom of Information Act 2000 s10(6): a bank holiday in any part of the United Kingdom.
FOI_UK = "foi_uk"

_NATIONS = {ENGLAND: ("ENG",), COMPLAINTS: ("ENG",), FOI_UK: ("ENG", "WLS", "SCT", "NIR")}
CALENDARS = tuple(_NATIONS)

# The library's names, as the government's own list of bank holidays has them.
_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


@lru_cache(maxsize=64)
def calendar(name: str = ENGLAND, extra: frozenset[FreeDay] = frozenset()) -> WorkingCalendar:
    """A named calendar with days added to it. Raises ValueError for a name that no rule may carry."""
    if name not in _NATIONS:
        raise ValueError(f"There is no calendar called {name!r}. There are: {', '.join(CALENDARS)}.")
    return WorkingCalendar(_bank_holidays(name) | {free.day: free for free in extra})


@lru_cache(maxsize=len(_NATIONS))
def _bank_holidays(name: str) -> dict[date, FreeDay]:
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    found: dict[date, FreeDay] = {}
    for nation in _NATIONS[name]:
        for day, title in holidays.country_holidays("GB", subdiv=nation, years=years).items():
            found.setdefault(day, FreeDay(day, _plain(title)))
    return found


def _plain(title: str) -> str:
    """Boxing Day (observed) is what the government's list calls a substitute day."""
    return _NAMES.get(title, title).replace("(observed)", "(substitute day)")


def england(extra: Iterable[FreeDay] = ()) -> WorkingCalendar:
    """Monday to Friday, less the bank holidays of England."""
    return calendar(ENGLAND, frozenset(extra))
