"""Every clock, worked out by the project's own sources and rules from the rows just loaded: `reconcile` finds nothing.

Run as `python -m bench.load.clocks_of ADDRESS FIRST LAST`, so that two processes share the children.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

BATCH = 20_000


def load_clocks(url: str, first: int, last: int) -> None:
    from bench.load.table import Table
    from timescales.queries import council
    from timescales.services.matching import match
    from timescales.services.storing import STORED, values
    from timescales.sources import registered_sources
    from timescales.timing import timing_of

    table, here = Table(url), council()
    columns = ("child_id", "rule_id", "subject_kind", "subject_id", *STORED, "late_reason")
    for start in range(first, last + 1, BATCH):
        ids = set(range(start, min(start + BATCH, last + 1)))
        facts = [fact for source in registered_sources() for fact in source.facts(ids)]
        new = match([], [(fact, timing_of(fact, here)) for fact in facts]).new
        lines = (_line(fact, values(fact, timing), STORED) for fact, timing in new)
        table.copy("timescales_clock", ", ".join(columns), lines)


def _line(fact: Any, made: Mapping[str, Any], stored: Sequence[str]) -> str:
    told = (fact.child_id, fact.rule_id, fact.subject_kind, fact.subject_id)
    return "\t".join(map(_said, (*told, *(made[name] for name in stored), ""))) + "\n"


def _said(value: Any) -> str:
    return r"\N" if value is None else str(value)


if __name__ == "__main__":
    import django

    django.setup()
    load_clocks(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
