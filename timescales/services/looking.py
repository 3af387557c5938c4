"""The nightly look over many clocks at once: whose are not as the record gives them? It locks and writes nothing.

Everything is seen as of one moment, so that somebody who writes meanwhile makes no difference. Whoever is found here
is worked out again under a lock, and only that tells what was wrong and puts it right.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from timescales.council import Council
from timescales.facts import ClockFact
from timescales.models import Clock
from timescales.services.storing import STORED, values
from timescales.sources import registered_sources
from timescales.timing import timing_of

KEY = ("child_id", "rule_id", "subject_kind", "subject_id", "started_at")


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is as it was when the first question was asked."""
    with transaction.atomic():
        if connection.savepoint_ids:
            yield  # within another transaction, as in a test: its own view has to do
            return
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def to_work_out(child_ids: Collection[int], council: Council) -> set[int]:
    """Of these children, those of whom some clock is missing, is too many, or differs in anything that is stored."""
    wanted_ids = set(child_ids)
    stored = Clock.objects.filter(child_id__in=child_ids).order_by().values_list(*KEY, *STORED)
    left = {row[:5]: row[5:] for row in stored.iterator(chunk_size=5000)}
    suspects: set[int] = set()
    seen: set[tuple[Any, ...]] = set()
    for registered in registered_sources():
        for fact in registered.facts(wanted_ids):
            if fact.child_id in wanted_ids:
                key, made = _row_of(fact, council)
                # Two visits on one day begin one clock; which of them it is, is for the closer look.
                if key in seen or left.pop(key, None) != made:
                    suspects.add(fact.child_id)
                seen.add(key)
    return suspects | {key[0] for key in left}


def _row_of(fact: ClockFact, council: Council) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    timing = timing_of(fact, council)
    key = (fact.child_id, fact.rule_id, fact.subject_kind, fact.subject_id, timing.started_at)
    return key, tuple(values(fact, timing)[name] for name in STORED)
