"""Working clocks out again from their own rows, after the council changed a day or a number."""

from datetime import datetime

from django.db.models import QuerySet

from timescales.models import Clock
from timescales.queries import council
from timescales.services.refreshing import forget_untrue_warnings
from timescales.services.storing import differing, fact_of, rewrite, values
from timescales.timing import timing_of


def recalculate(clocks: QuerySet[Clock], *, at: datetime) -> int:
    """Give these clocks the dates that now follow; answers how many due dates moved. Hold the council's lock."""
    here = council()
    changed: list[Clock] = []
    moved: list[Clock] = []
    for clock in clocks.iterator(chunk_size=2000):
        wanted = values(fact_of(clock), timing_of(fact_of(clock), here))
        names = differing(clock, wanted)
        if names:
            changed.append(clock)
        if "due_at" in names:
            moved.append(clock)
        for name in names:
            setattr(clock, name, wanted[name])
    rewrite(changed)
    forget_untrue_warnings(moved, at)
    return len(moved)
