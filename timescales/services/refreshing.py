"""Working out children's clocks from the record and storing what changed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from people.models import Person
from timescales.models import Clock, ClockWarning
from timescales.queries import council
from timescales.services.locks import lock_children
from timescales.services.matching import Worked, match
from timescales.services.storing import DERIVED, STORED, differing, values
from timescales.sources import registered_sources
from timescales.timing import timing_of

BATCH = 500
_waiting: ContextVar[set[int] | None] = ContextVar("children whose clocks wait", default=None)


@dataclass
class Difference:
    """One clock that was not as the record has it. In a refresh that is the act itself; at night it is a fault."""

    child_id: int
    rule_id: str
    subject_kind: str
    subject_id: int
    what: str
    stored: dict[str, Any] = field(default_factory=dict)
    worked_out: dict[str, Any] = field(default_factory=dict)


def refresh_clocks(children: Person | int | Iterable[Person | int], *, at: datetime | None = None) -> list[Difference]:
    """Bring the clocks of one child, or of many, in line with the record; answers what changed.

    Call it in the transaction of the act, after its writes, and once for all its children: each call locks children
    until the transaction ends, and two acts that lock them in turns could wait for each other. Few queries however
    many children: a lock, what the council set, the stored clocks, each source once, then only the needed writes.
    Raises UnknownRuleError or NoNumberError where a source names a rule that gives no date.
    """
    child_ids = _ids(children)
    if not child_ids or _left_for_later(child_ids):
        return []
    with transaction.atomic(savepoint=False):
        going_on = lock_children(child_ids)
        stored = Clock.objects.filter(child_id__in=child_ids)
        matched = match(stored, _worked_out(going_on))
        changes = [_move(clock, worked, at or timezone.now()) for clock, worked in matched.pairs]
        differences = [change for change in changes if change]
        differences += [_difference(clock, "not in the record") for clock in matched.gone]
        if matched.gone:
            Clock.objects.filter(pk__in=[clock.pk for clock in matched.gone]).delete()
        differences += _create(matched.new)
    return [difference for difference in differences if difference.what != "reworded"]


@contextmanager
def clocks_together() -> Iterator[None]:
    """Within the block `refresh_clocks` only notes the children; at its end all of theirs are worked out at once.

    For whoever writes many records in one go, an import or the demonstration. It is one transaction, so nobody
    else sees a record without its clocks; within the block itself a stored clock is as it was before.
    """
    with transaction.atomic():
        children: set[int] = set()
        token = _waiting.set(children)
        try:
            yield
        finally:
            _waiting.reset(token)
        refresh_clocks(children)


def _left_for_later(child_ids: set[int]) -> bool:
    waiting = _waiting.get()
    if waiting is None:
        return False
    waiting |= child_ids
    return True


def _ids(children: Person | int | Iterable[Person | int]) -> set[int]:
    if isinstance(children, Person | int):
        children = [children]
    return {child.pk if isinstance(child, Person) else child for child in children}


def _worked_out(child_ids: set[int]) -> list[Worked]:
    here = council()
    return [
        (fact, timing_of(fact, here))
        for registered in registered_sources()
        for fact in registered.facts(child_ids)
        if fact.child_id in child_ids
    ]


def _create(new: list[Worked]) -> list[Difference]:
    rows = [
        Clock(
            child_id=fact.child_id,
            rule_id=fact.rule_id,
            subject_kind=fact.subject_kind,
            subject_id=fact.subject_id,
            **values(fact, timing),
        )
        for fact, timing in new
    ]
    if rows:
        Clock.objects.bulk_create(rows, batch_size=BATCH)
    return [_difference(row, "missing", names=DERIVED) for row in rows]


def _move(clock: Clock, worked: Worked, at: datetime) -> Difference | None:
    """Write one clock anew where it differs; warnings about a date that is no longer true are forgotten."""
    wanted = values(*worked)
    names = differing(clock, wanted)
    if not names:
        return None
    faults = [name for name in names if name in DERIVED]
    difference = _difference(clock, "differs" if faults else "reworded")
    difference.stored = {name: _plain(getattr(clock, name)) for name in faults}
    difference.worked_out = {name: _plain(wanted[name]) for name in faults}
    for name in STORED:
        setattr(clock, name, wanted[name])
    clock.save(update_fields=names)
    if "due_at" in names:
        forget_untrue_warnings([clock], at)
    return difference


def forget_untrue_warnings(clocks: Iterable[Clock], at: datetime) -> None:
    """Where a due date moved away, whoever was told of the old one is told again when the new one comes near."""
    moved = {clock.pk: clock for clock in clocks}
    untrue = [
        warning.pk
        for warning in ClockWarning.objects.filter(clock__in=moved)
        if warning.stage not in moved[warning.clock_id].stages_reached(at)
    ]
    if untrue:
        ClockWarning.objects.filter(pk__in=untrue).delete()


def _difference(clock: Clock, what: str, names: Iterable[str] = ()) -> Difference:
    return Difference(
        child_id=clock.child_id,
        rule_id=clock.rule_id,
        subject_kind=clock.subject_kind,
        subject_id=clock.subject_id,
        what=what,
        worked_out={name: _plain(getattr(clock, name)) for name in names},
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
