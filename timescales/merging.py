"""Clocks follow from the rows, wherever those belong. What somebody wrote on a clock goes with it."""

from people.merging import Merging, register_after, register_rule
from people.models import PersonMerge
from timescales.models import Clock
from timescales.services import refresh_clocks
from timescales.sources import registered_sources


def register() -> None:
    register_rule(Clock, "child_id", "clocks", choosable=False)
    register_after(merge=after_merge, unmerge=after_unmerge)


def after_merge(merging: Merging) -> None:
    """Work out the survivor's clocks; one that ends here and bears a reason for lateness is kept."""
    explained = list(Clock.objects.filter(child=merging.survivor.pk).exclude(late_reason=""))
    Clock.objects.filter(child=merging.absorbed.pk).delete()
    refresh_clocks(merging.survivor.pk, at=merging.at)
    still = set(Clock.objects.filter(pk__in=[clock.pk for clock in explained]).values_list("pk", flat=True))
    for clock in explained:
        if clock.pk not in still:
            merging.note_gone(clock)


def after_unmerge(merge: PersonMerge) -> None:
    """Each clock goes with the thing it measures, so that its warnings and reasons do, then both are worked out."""
    absorbed = merge.absorbed_id
    theirs = {
        (fact.rule_id, fact.subject_kind, fact.subject_id)
        for source in registered_sources()
        for fact in source.facts([absorbed])
        if fact.child_id == absorbed
    }
    standing = set(Clock.objects.filter(child=absorbed).values_list("rule_id", "subject_kind", "subject_id"))
    for clock in Clock.objects.filter(child=merge.survivor_id):
        key = (clock.rule_id, clock.subject_kind, clock.subject_id)
        if key in theirs and key not in standing:
            Clock.objects.filter(pk=clock.pk).update(child=absorbed)
    refresh_clocks([merge.survivor_id, absorbed], at=merge.undone_at)
