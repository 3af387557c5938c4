"""A child's clocks as they stood at a past moment, for pages that show what was known then.

A clock follows from the record, so it is worked out from the rows as they were known, with the numbers and closed days
that the council had set by then and the law of each clock's own day. Only the reasons given for lateness are kept by
nobody but their own history.
"""

from datetime import datetime

from audit.as_known import versions_known_at
from timescales.models import Clock
from timescales.queries import council
from timescales.services.matching import match
from timescales.services.storing import values
from timescales.sources import registered_sources
from timescales.timing import timing_of

REASON = ("late_reason", "late_reason_by_id", "late_reason_at")
WHICH = ("child_id", "rule_id", "variant", "subject_kind", "subject_id", "started_at", "applies_on")


def clocks_known_at(child_id: int, moment: datetime) -> list[Clock]:
    """Every clock of the child, unsaved. To be called where the tables show what was known at that moment."""
    here = council()
    worked = [
        (fact, timing_of(fact, here)) for registered in registered_sources() for fact in registered.facts([child_id])
    ]
    matched = match(_explained(child_id, moment), [one for one in worked if one[0].child_id == child_id])
    clocks = [_clock(explained, *one) for explained, one in matched.pairs]
    return clocks + [_clock(None, *one) for one in matched.new]


def _explained(child_id: int, moment: datetime) -> list[Clock]:
    """The clocks for which a reason had been given by then, as far as it is needed to know them again."""
    rows = versions_known_at(Clock, moment).filter(child_id=child_id).values(*WHICH, *REASON, "pgh_obj_id")
    return [Clock(pk=row.pop("pgh_obj_id"), **row) for row in rows]


def _clock(explained: Clock | None, fact, timing) -> Clock:
    given = {name: getattr(explained, name) for name in REASON} if explained else {}
    return Clock(
        child_id=fact.child_id,
        rule_id=fact.rule_id,
        subject_kind=fact.subject_kind,
        subject_id=fact.subject_id,
        **values(fact, timing),
        **given,
    )
