"""Two records become one: at once, in one transaction, and so that it can be taken back on any later day."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.services import Actor
from people.merging.comparison import mark_of
from people.merging.facts import COLUMNS, Fact, chosen, newer_of
from people.merging.journal import Merging, kept
from people.merging.owners import owners
from people.merging.registry import after_merge, rules
from people.models import Person, PersonMerge
from people.rules.records import find_problems
from people.services._shared import refuse, tell

OUT_OF_DATE = "mark"


class Pair(NamedTuple):
    survivor: Person
    absorbed: Person


@transaction.atomic
def merge_people(
    *,
    survivor: Person,
    absorbed: Person,
    reason: str,
    by: Actor,
    choices: Mapping[str, str] | None = None,
    mark: str = "",
    at: datetime | None = None,
) -> PersonMerge:
    """Let the survivor's record go on for both. Whoever calls has checked that `by` may.

    `choices` names for a fact ("name", "religion") "survivor" or "absorbed", and for a question of a room its answer;
    what is left out is settled as the page would have offered it. `mark` is the comparison that the person looked at.
    Raises ValidationError where the two cannot be merged, or under "mark" where either has changed since.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Say why these are records of one person."})
    pair = lock_both(survivor, absorbed)
    check_can_be_merged(*pair)
    if mark and mark != mark_of(*pair):
        raise ValidationError({OUT_OF_DATE: "One of the two records has changed since you opened this page."})
    merging = _begin(pair, reason.strip(), by, dict(choices or {}), at or timezone.now())
    _take_over_facts(merging)
    for rule in rules():
        if rule.settle:
            rule.settle(merging)
    _move_the_rest(merging)
    _mark_as_merged(merging)
    for follows in after_merge():
        follows(merging)
    merging.write()
    merge = merging.merge
    merge.left_as = {column: kept(getattr(merging.survivor, column)) for column in COLUMNS}
    merge.save(update_fields=["left_as"])
    _tell(merging)
    return merge


def lock_both(survivor: Person, absorbed: Person) -> Pair:
    """Both rows as they are now, held until the transaction ends: the lower number first, so that none wait in a ring.

    Whoever writes on either record meanwhile is waited for, or waits.
    """
    rows = Person.with_merged.select_for_update().filter(pk__in=[survivor.pk, absorbed.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise ValidationError("Choose another record: a record cannot be merged with itself.")
    return Pair(found[survivor.pk], found[absorbed.pk])


def check_can_be_merged(survivor: Person, absorbed: Person) -> None:
    """Raises ValidationError, in a sentence, where it makes no sense."""
    if survivor.pk == absorbed.pk:
        raise ValidationError("Choose another record: a record cannot be merged with itself.")
    if absorbed.merged_into_id == survivor.pk:
        raise ValidationError(f"These two were merged already. Everything is on record {survivor.pk}.")
    for person in (survivor, absorbed):
        if person.merged_into_id:
            raise ValidationError(
                f"Record {person.pk} was merged into record {person.merged_into_id} already. Merge with that one."
            )
    if absorbed.is_child and not survivor.is_child:
        raise ValidationError("The child’s record has to be the one that goes on. Merge the other way round.")


def _begin(pair: Pair, reason: str, by: Actor, choices: dict[str, str], at: datetime) -> Merging:
    survivor, absorbed = pair
    merge = PersonMerge.objects.create(
        survivor=survivor,
        absorbed=absorbed,
        merged_at=at,
        merged_by_id=by.pk,
        merged_by_name=by.get_full_name(),
        reason=reason,
        choices=choices,
        held={owner.label: list(_rows_of(owner, survivor.pk)) for owner in owners()},
    )
    return Merging(merge, survivor, absorbed, by, at, choices)


def _rows_of(owner: Any, person: int) -> Iterable[int]:
    return owner.model._base_manager.filter(**{owner.column: person}).order_by("pk").values_list("pk", flat=True)


def _take_over_facts(merging: Merging) -> None:
    """The chosen facts. A number that only one record may have leaves the other first."""
    survivor, absorbed = merging.survivor, merging.absorbed
    facts: list[Fact] = chosen(survivor, absorbed, merging.choices, newer_of(survivor, absorbed))
    wanted = {column: getattr(absorbed, column) for fact in facts for column in fact.columns}
    was = {column: getattr(survivor, column) for column in wanted}
    _refuse_what_cannot_be(survivor, wanted, was, merging)
    numbers = [fact.columns[0] for fact in facts if fact.unique]
    beside = [fact.columns[-1] for fact in facts if fact.unique]
    merging.change(absorbed, **dict.fromkeys(numbers))
    merging.change(survivor, **wanted)
    # The number that gave way stays findable under the other row.
    merging.change(absorbed, **{name: was[name] for name in [*numbers, *beside]})


def _refuse_what_cannot_be(survivor: Person, wanted: dict[str, Any], was: dict[str, Any], merging: Merging) -> None:
    """The survivor as chosen must be a possible person: born before the day of death, of an age to be a child."""
    for column, value in wanted.items():
        setattr(survivor, column, value)
    refuse(find_problems(survivor, merging.day))
    for column, value in was.items():
        setattr(survivor, column, value)


def _move_the_rest(merging: Merging) -> None:
    """Every row that no rule has settled belongs to the survivor; one that the database would refuse stays."""
    before, after = merging.absorbed.pk, merging.survivor.pk
    for owner in owners():
        ids = set(_rows_of(owner, before)) - merging.stays[owner.model]
        ids -= merging.given_away(owner)
        if ids:
            ids -= set(owner.clashing(after, before))
        if ids:
            merging.move_all(owner.model, owner.column, sorted(ids), before, after)


def _mark_as_merged(merging: Merging) -> None:
    """The absorbed row points to the survivor, and so does whatever was merged into it before."""
    survivor, absorbed = merging.survivor, merging.absorbed
    earlier = list(Person.with_merged.filter(merged_into=absorbed.pk).values_list("pk", flat=True))
    if earlier:
        merging.move_all(Person, "merged_into_id", earlier, absorbed.pk, survivor.pk)
    absorbed.version += 1
    survivor.version += 1
    absorbed.merged_into = survivor
    absorbed.save(update_fields=["merged_into", "version"])
    survivor.save(update_fields=["version"])
    survivor.merged_ids = Person.with_merged.values_list("merged_ids", flat=True).get(pk=survivor.pk)


def _tell(merging: Merging) -> None:
    survivor, absorbed = merging.survivor, merging.absorbed
    tell(
        kind="records_merged",
        summary=f"Record {absorbed.pk} ({absorbed.formal_name}) merged into this record: the same person",
        about=[survivor],
        by=merging.by,
        at=merging.at,
        subject=("person_merge", merging.merge.pk),
        absorbed=absorbed.pk,
        reason=merging.merge.reason,
    )
