"""The nightly check: every clock worked out again from the record. A difference is a fault in the program.

Each is logged as an error and kept, and then put right, so that nobody works by a wrong date until it is understood.
"""

import logging

from django.db import transaction
from django.utils import timezone

from people.models import Child
from timescales.models import ClockFault, ReconcileRun
from timescales.queries import council
from timescales.services.given import whoever_has_clocks
from timescales.services.looking import one_moment, to_work_out
from timescales.services.refreshing import Difference, refresh_clocks

logger = logging.getLogger(__name__)


def reconcile(batch_size: int = 500) -> list[Difference]:
    """Check all clocks, and repair those that are wrong, a batch of children to a transaction; answers every
    difference found.
    """
    run = ReconcileRun.objects.create(started_at=timezone.now())
    with one_moment():
        suspects = sorted(to_work_out(council()))
        run.children = Child.objects.count()
    found: list[Difference] = []
    for start in range(0, len(suspects), batch_size):
        concerned = whoever_has_clocks().filter(pk__in=suspects[start : start + batch_size])
        found += _put_right(run, list(concerned.values_list("pk", flat=True)))
    run.finished_at, run.differences = timezone.now(), len(found)
    run.save(update_fields=["finished_at", "children", "differences"])
    return found


def _put_right(run: ReconcileRun, child_ids: list[int]) -> list[Difference]:
    with transaction.atomic():
        differences = refresh_clocks(child_ids)
        ClockFault.objects.bulk_create([_fault(run, difference) for difference in differences])
    for difference in differences:
        logger.error("Clock does not follow from the record: %s", difference)
    return differences


def _fault(run: ReconcileRun, difference: Difference) -> ClockFault:
    return ClockFault(
        run=run,
        child_id=difference.child_id,
        rule_id=difference.rule_id,
        subject_kind=difference.subject_kind,
        subject_id=difference.subject_id,
        what=difference.what,
        stored=difference.stored,
        worked_out=difference.worked_out,
    )
