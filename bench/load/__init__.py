"""Fills an empty database with a made-up department of any size, by statements about whole tables.

Row history and the checks of foreign keys rest meanwhile, and indexes are built afterwards; `broken_references` then
checks every key. Events are written as the services write them; clocks are worked out by the project's own rules.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

from bench.load.cases import load_cases, load_front_door, load_spells, load_visits
from bench.load.logs import load_access, load_events, load_restrictions
from bench.load.people import load_links, load_names, load_people
from bench.load.staff import load_staff
from bench.load.table import Table, count_on, make_indexes_again, take_indexes_away, together
from bench.load.warnings import load_warnings
from bench.size import FAMILY, Size

FEW = 50_000
# What reading one child's rows needs while the clocks are worked out.
NEEDED_FOR_CLOCKS = ("contactchild", "referrals_", "casework_", "people_adult")


def fill(url: str, size: Size, password: str, say: Callable[[str], None]) -> None:
    """Load everything, printing how long each step took. `url` is the database's superuser on its own socket."""
    steps = Steps(say)
    with closing(Table(url)) as table:
        again = take_indexes_away(table)
        steps.do("people and addresses", partial(load_people, table, size, datetime.now(UTC).date()))
        half = size.people // 2
        steps.do(
            "names, folded and sounded; homes, families",
            lambda: together(
                url,
                [
                    lambda one: load_names(one, size, 1, half),
                    lambda one: load_names(one, size, half + 1, size.families * FAMILY),
                    lambda one: load_links(one, size),
                ],
            ),
        )
        steps.do("staff", partial(load_staff, table, password))
        steps.do("what happened to each family", partial(load_spells, table, size))
        steps.do("restricted records", partial(load_restrictions, table))
        steps.do(
            "contacts, cases, visits, events",
            lambda: together(url, [load_front_door, load_cases, load_visits, load_events]),
        )
        first = [one for one in again if any(word in one for word in NEEDED_FOR_CLOCKS)]
        steps.do("indexes of cases", lambda: make_indexes_again(url, first))
        table.run("ANALYZE")
        steps.do("clocks", lambda: _clocks(url, size))
        steps.do("warnings given", lambda: [load(table) for load in (count_on, load_warnings, load_access)])
        steps.do("other indexes", lambda: make_indexes_again(url, [one for one in again if one not in first]))
        for name in ("bench_visit", "bench_child", "bench_spell"):
            table.run(f"DROP TABLE {name}")
        count_on(table)
        steps.do("vacuum, analyze", lambda: table.run("VACUUM (ANALYZE, PARALLEL 0)"))


class Steps:
    """Says what is done and how long it took."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say, self.began = say, time.perf_counter()

    def do(self, what: str, work: Callable[[], object]) -> None:
        began = time.perf_counter()
        work()
        self.say(f"  {time.perf_counter() - began:6.1f} s  {what}")


def _clocks(url: str, size: Size) -> None:
    """Two processes, half of the people each; for a few, this one."""
    if size.people <= FEW:
        from bench.load.clocks_of import load_clocks

        return load_clocks(url, 1, size.people)
    half = size.people // 2
    command = [sys.executable, "-m", "bench.load.clocks_of", url]
    running = [
        subprocess.Popen([*command, str(first), str(last)], env=dict(os.environ))
        for first, last in ((1, half), (half + 1, size.people))
    ]
    if any(code for code in [process.wait() for process in running]):
        raise RuntimeError("The clocks could not be worked out; what went wrong stands above.")
    return None
