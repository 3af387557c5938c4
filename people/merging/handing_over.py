"""Rows written since a merge that belong to the other person go there, and with them the story of how they came."""

from collections import defaultdict
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from audit.queries import events_about
from audit.services import Actor, record_event
from people.merging.since import NewRow
from people.models import PersonMerge


def hand_over(merge: PersonMerge, written: list[NewRow], choices: Mapping[str, str], by: Actor) -> dict[str, list[int]]:
    """Move what was chosen for, or fits, the absorbed record; answers the rows by column.

    Raises ValidationError where the other record has no room for one of them.
    """
    handed: dict[str, list[int]] = defaultdict(list)
    for one in written:
        if choices.get(one.key, one.offered) != "absorbed":
            continue
        rows = one.owner.model._base_manager.filter(pk=one.row.pk)
        try:
            with transaction.atomic():
                rows.update(**{one.owner.column: merge.absorbed_id})
        except IntegrityError as error:
            raise ValidationError(
                f"“{one.words}” cannot go to record {merge.absorbed_id}: that record has one of its own for the "
                f"same time. Let it stay with record {merge.survivor_id}."
            ) from error
        handed[one.owner.label].append(one.row.pk)
        _tell_again(merge, one, by)
    return dict(handed)


def _tell_again(merge: PersonMerge, one: NewRow, by: Actor) -> None:
    """Events stay as they were written. What they told of is told again where it now belongs."""
    if one.rule.event is None:
        return
    kind, column = one.rule.event
    events = events_about(kind, getattr(one.row, column)).filter(child_id=merge.survivor_id)
    for event in events.filter(recorded_at__gte=merge.merged_at):
        record_event(
            kind=event.kind,
            summary=event.summary,
            detail=event.detail,
            by=by,
            at=event.occurred_at,
            child_id=merge.absorbed_id,
            subject=(kind, getattr(one.row, column)),
            **{**event.data, "first_told_in": event.pk, "first_told_by": event.actor_name},
        )
